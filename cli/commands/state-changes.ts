import { userInfo } from 'node:os'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Decided } from '../../functions/state/decision-request.ts'
import { BATCH_STATES, SPOKEN_CLIENTS } from '../../shared/domain/decisions/decision.ts'
import { RULE_IDS } from '../../shared/domain/rules/rule-id.ts'
import type { Act } from '../command.ts'
import { accountList, choice, keyList, regionList } from '../options.ts'
import type { WriteOptions } from '../state/write-decision.ts'

/** `state owner`, `state waive`, …: what people decide. */
export function addStateChanges(program: Command, act: Act): void {
  const add = (
    usage: string,
    description: string,
    decidedOf: (words: readonly string[], options: BatchOptions) => Decided,
    more: readonly Option[] = [],
  ) => {
    const [first = '', second = '', ...names] = usage.split(' ')
    const command = program.createCommand(`${first} ${second}`).copyInheritedSettings(program).description(description)
    for (const name of names) command.argument(name)
    for (const option of [...more, ...COMMON.map((each) => each())]) command.addOption(option)
    command.action((...given: unknown[]) => {
      const words = given.slice(0, names.length) as string[]
      const options = given[names.length] as BatchOptions
      return act(async (shell) => {
        const { writeDecision } = await import('../state/write-decision.ts')
        return writeDecision(shell, decidedOf(words, options), { ...options, by: options.by ?? userInfo().username })
      })
    })
    program.addCommand(command)
  }
  add('state owner <key> <name>', 'name the owner of a key, whatever its tags say', ([key = '', owner = '']) => ({
    kind: 'owner',
    key,
    owner,
  }))
  add('state waive <key> <rule>', 'take note of a finding; its verdict stays', ([key = '', rule = '']) => ({
    kind: 'waiver',
    key,
    rule: choice(RULE_IDS)(rule),
  }))
  add(
    'state keys <principal> <keys>',
    "say which keys a caller's calls used that the events tie to none",
    ([principal = '', keys = '']) => ({ kind: 'keys-statement', principal, keys: [...keyList(keys)] }),
  )
  add(
    'state client <principal> <language>',
    'say the language of a caller whose user agent reveals none',
    ([principal = '', client = '']) => ({
      kind: 'client-statement',
      principal,
      client: choice(SPOKEN_CLIENTS)(client),
    }),
  )
  add(
    'state batch <batch> <state>',
    `say how far a batch of the plan is: ${BATCH_STATES.join(', ')}`,
    ([batch = '', state = ''], { ticket, window }) => ({
      kind: 'batch',
      batch,
      state: choice(BATCH_STATES)(state),
      ...(ticket !== undefined && { ticket }),
      ...(window && { window }),
    }),
    [
      new Option('--ticket <number>', "the vendor's number of the request"),
      new Option('--window <from/to>', 'the agreed window, ISO 8601').argParser(interval),
    ],
  )
  add('state withdraw <subject>', 'withdraw what holds under a subject, as state lists it', ([subject = '']) => ({
    kind: 'withdrawal',
    subject,
  }))
}

interface BatchOptions extends Omit<WriteOptions, 'by'> {
  readonly by?: string
  readonly ticket?: string
  readonly window?: { readonly from: string; readonly to: string }
}

const COMMON: readonly (() => Option)[] = [
  () => new Option('--why <reason>', 'why, for whoever reads it later').makeOptionMandatory(),
  () => new Option('--until <day>', 'the last day on which it holds, of CMK_TIMEZONE'),
  () => new Option('--by <name>', 'who decides (the name of the user who runs this)'),
  () => new Option('--region <region>', 'where, if the names alone do not tell').argParser(oneOf(regionList, 'region')),
  () => new Option('--account <id>', 'where, if the names alone do not tell').argParser(oneOf(accountList, 'account')),
]

function oneOf(parse: (text: string) => readonly string[], what: string): (text: string) => string {
  return (text) => {
    const [first, ...others] = parse(text)
    if (first === undefined || others.length > 0) throw new InvalidArgumentError(`It takes one ${what}.`)
    return first
  }
}

function interval(text: string): { readonly from: string; readonly to: string } {
  const [from, to, ...others] = text.split('/')
  if (!from || !to || others.length > 0)
    throw new InvalidArgumentError('It takes two moments, such as 2026-12-06T01:00:00+08:00/2026-12-06T03:00:00+08:00.')
  return { from, to }
}
