import { type Command, InvalidArgumentError } from 'commander'
import { RULE_PACKS, type RulePack } from '../../shared/domain/rules/rule-packs.ts'
import { formatComparison } from '../../shared/rows/comparison-formats.ts'
import { FORMATS, type Format } from '../../shared/rows/formats.ts'
import { changedSettingText } from '../../shared/text/compare-messages.ts'
import { grouped } from '../../shared/text/numbers.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { withTable } from '../open.ts'
import { accountList, choice, regionList } from '../options.ts'
import type { Shell } from '../terminal/shell.ts'
import { shown } from './query.ts'

interface CompareOptions {
  readonly rules?: readonly RulePack[]
  readonly account?: readonly string[]
  readonly region?: readonly string[]
  readonly format: Format
  readonly all?: true
}

const HELP = `
Examples:
  npm run -s cli -- compare
  npm run -s cli -- compare --region cn-hangzhou --all
  npm run -s cli -- compare --format json | jq .totals

What the last audit stored is judged anew by each rule pack, as of that audit and by the settings of now: nothing is asked of Alibaba Cloud, and
nothing is written. A key is listed where the packs come to different verdicts, with the rules that make the difference; totals a pack follow.
docs/verdicts.md says which pack to choose; CMK_RULES is the one that audits judge by.

Exit status: 0 shown · 1 no table yet, or it cannot be read · 2 bad arguments or configuration`

/** `compare`: on which keys the rule packs differ, and why. */
export function addCompare(program: Command, act: Act): void {
  program
    .command('compare')
    .description('show which keys differ between the rule packs, and why')
    .option('--rules <list>', `these packs, two or more of ${RULE_PACKS.join(', ')} (all)`, packList)
    .option('--region <list>', 'only these regions', regionList)
    .option('--account <list>', 'only these accounts', accountList)
    .option('--all', 'keys on which the packs agree as well')
    .option('--format <format>', FORMATS.join(', '), choice(FORMATS), 'table')
    .addHelpText('after', HELP)
    .action((options: CompareOptions) => act((shell) => compare(shell, options)))
}

async function compare(shell: Shell, { format, rules, ...filter }: CompareOptions): Promise<ExitStatus> {
  const { clock, signal } = shell.terminal
  return withTable(shell, async ({ store, config }) => {
    const { readComparison } = await import('../../functions/compare/read-comparison.ts')
    const request = { ...filter, ...(rules && { packs: rules }) }
    const comparison = await readComparison(store, config, request, { now: clock(), signal })
    await shell.out.stream([formatComparison(comparison, format, shown(shell))])
    const { keys, differing, settings } = comparison
    for (const each of settings) shell.log.warn(changedSettingText(each, 'en'))
    if (keys === 0) shell.log.warn('No key of these accounts and regions was judged by an audit yet.')
    else if (differing === 0) shell.log.info(`The packs agree on all of ${grouped(keys)} keys.`)
    return EXIT.done
  })
}

/** Two packs or more, oldest first. */
function packList(text: string, before: readonly RulePack[] = []): readonly RulePack[] {
  const pack = choice(RULE_PACKS)
  const given = new Set([...before, ...text.split(',').map((item) => pack(item.trim()))])
  if (given.size < 2) throw new InvalidArgumentError(`It takes two packs to compare, of ${RULE_PACKS.join(', ')}.`)
  return RULE_PACKS.filter((each) => given.has(each))
}
