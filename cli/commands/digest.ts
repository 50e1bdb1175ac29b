import { type Command, InvalidArgumentError, Option } from 'commander'
import { readDigest } from '../../functions/digest/read-digest.ts'
import { audienceOf } from '../../shared/digest/audience.ts'
import type { Digest } from '../../shared/digest/model.ts'
import type { Language } from '../../shared/domain/language.ts'
import { renderJson } from '../../shared/views/digest-json.ts'
import { renderMarkdown, renderTerminal } from '../../shared/views/digest-text.ts'
import { checkDigest } from '../check-digest.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { withTable } from '../open.ts'
import { accountList, choice, language } from '../options.ts'
import { chooseChannels, sendDigest, showDigest, TERMINAL } from '../send-digest.ts'
import type { Shell } from '../terminal/shell.ts'

const FORMATS = ['table', 'markdown', 'json'] as const

interface DigestOptions {
  readonly channel: readonly string[]
  readonly dryRun?: true
  readonly check?: true
  readonly format: (typeof FORMATS)[number]
  readonly lang?: Language
  readonly week?: true
  readonly owner?: string
  readonly account?: string
}

const HELP = `
Examples:
  npm run -s cli -- digest
  npm run -s cli -- digest --lang zh --format markdown
  npm run -s cli -- digest --week --owner payments
  npm run -s cli -- digest --format json | jq .totals
  npm run -s cli -- digest --channel dingtalk --dry-run
  npm run -s cli -- digest --channel dingtalk
  npm run -s cli -- digest --check

A channel gets the digest once a calendar day of CMK_TIMEZONE, whoever sends it: this command, or the function on its timer. On days
without news it gets none, and on Mondays a summary of the week, which begins with who has to do what by when; with #when=always in CMK_CHANNELS
it gets one every day, with #owner=<name> only that owner's keys, and with #account=<id> only that account's.

Exit status: 0 shown, sent, already sent, or nothing to report · 1 no table yet, or it cannot be read, a channel failed, or --check found something · 2 bad arguments or configuration`

/** `digest`: what changed and how things stand, now. */
export function addDigest(program: Command, act: Act): void {
  program
    .command('digest')
    .description('show what changed, what may be migrated now, and what may not and why')
    .option(
      '--channel <channel>',
      'send it to this channel of CMK_CHANNELS, by name or kind; may be given several times',
      also,
      [],
    )
    .option('--lang <language>', 'en, zh (the language of the channel, or en)', language)
    .option('--format <format>', `on the terminal: ${FORMATS.join(', ')}`, choice(FORMATS), 'table')
    .option('--week', 'on the terminal: the summary of the week, as channels get it on Mondays')
    .option('--owner <name>', 'on the terminal: only the keys of this owner', ownerName)
    .option('--account <id>', 'on the terminal: only the keys of this account', oneAccount)
    .option('--dry-run', 'print exactly what the channel would be sent, without signatures, and send nothing')
    .addOption(
      new Option(
        '--check',
        'send nothing: whether the last night is done and every channel has its digest of today; calls CMK_HEARTBEAT_URL after a good night',
      ).conflicts(['channel', 'dryRun', 'lang', 'format', 'week', 'owner']),
    )
    .addHelpText('after', HELP)
    .action((options: DigestOptions) =>
      act((shell) => (options.check ? checkDigest(shell) : sendOrPrintDigest(shell, options))),
    )
}

function ownerName(text: string): string {
  const name = text.trim()
  if (name === '') throw new InvalidArgumentError('It takes the name of an owner, as tags or `state owner` give it.')
  return name
}

function oneAccount(text: string): string {
  const [account, ...more] = accountList(text)
  if (account === undefined || more.length > 0) throw new InvalidArgumentError('It takes one account.')
  return account
}

function also(name: string, before: readonly string[]): readonly string[] {
  return [...before, name.trim()]
}

async function sendOrPrintDigest(shell: Shell, options: DigestOptions): Promise<ExitStatus> {
  const names = options.channel.filter((name) => name !== TERMINAL)
  const channels = await chooseChannels(shell, names, options.lang)
  if (names.length < options.channel.length || names.length === 0) await printDigest(shell, options)
  if (channels.length === 0) return EXIT.done
  return options.dryRun ? showDigest(shell, channels) : sendDigest(shell, channels)
}

function printDigest(shell: Shell, options: DigestOptions): Promise<unknown> {
  return withTable(shell, async ({ config, store }) => {
    const { week, owner } = options
    const asked = { ...(week && { period: 'week' as const }), ...audienceOf(options) }
    const digest = await readDigest(store, config, shell.terminal, asked)
    if (owner !== undefined && digest.totals.keys === 0) shell.log.warn('No key has an owner of that name.')
    else if (options.account !== undefined && digest.totals.keys === 0)
      shell.log.warn('No key of that account is known.')
    await shell.out.write(draw(digest, shell, options))
  })
}

function draw(digest: Digest, { out, colour }: Shell, { format, lang = 'en' }: DigestOptions): string {
  const { timezone } = digest
  if (format === 'json') return renderJson(digest)
  if (format === 'markdown') return renderMarkdown(digest, { language: lang, timezone })
  return renderTerminal(digest, {
    colour,
    language: lang,
    timezone,
    ...(out.width === undefined ? {} : { width: out.width }),
  })
}
