import type { Command } from 'commander'
import { startOfCalendarDay } from '../../shared/domain/calendar.ts'
import { ENTRY_KINDS, type EntryKind } from '../../shared/domain/history-entries/entry.ts'
import type { Day } from '../../shared/domain/time.ts'
import { FORMATS, type Format } from '../../shared/rows/formats.ts'
import { formatHistory } from '../../shared/rows/history-formats.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { withTable } from '../open.ts'
import { accountList, choice, day, keyList, regionList, rowCount } from '../options.ts'
import type { Shell } from '../terminal/shell.ts'
import { shown } from './query.ts'

/** Changes that are shown unless more are asked for. */
const USUAL = 1_000

interface HistoryOptions {
  readonly account?: readonly string[]
  readonly region?: readonly string[]
  readonly key?: readonly string[]
  readonly kind?: EntryKind
  readonly since?: Day
  readonly limit: number
  readonly format: Format
}

const HELP = `
Examples:
  npm run -s cli -- history --since 2026-11-01
  npm run -s cli -- history --key alias/orders-db
  npm run -s cli -- history --kind decision --format csv
  npm run -s cli -- history --since 2026-11-28 --format json | jq '.[] | select(.after == "ready")'

Newest first: how verdicts changed and by which rules, and what people decided, with who, why and until when. The table of verdicts is kept
for 400 days; decisions stay.

Exit status: 0 shown · 1 no table yet, or it cannot be read · 2 bad arguments or configuration`

/** `history`: what changed since when, by whom or by which rule. */
export function addHistory(program: Command, act: Act): void {
  program
    .command('history')
    .description('show what changed, when, and by whom or by which rule')
    .option('--key <list>', 'only these keys: ids, ARNs or aliases', keyList)
    .option('--since <day>', 'from this day of CMK_TIMEZONE on: 2026-11-01', day)
    .option('--kind <kind>', ENTRY_KINDS.join(', '), choice(ENTRY_KINDS))
    .option('--region <list>', 'only these regions', regionList)
    .option('--account <list>', 'only these accounts', accountList)
    .option('--limit <n>', 'at most so many changes, the newest', rowCount, USUAL)
    .option('--format <format>', FORMATS.join(', '), choice(FORMATS), 'table')
    .addHelpText('after', HELP)
    .action((options: HistoryOptions) => act((shell) => history(shell, options)))
}

function history(shell: Shell, { format, since, limit, ...filter }: HistoryOptions): Promise<ExitStatus> {
  return withTable(shell, async ({ store, config: { timezone } }) => {
    const { readHistory } = await import('../../functions/history/read-history.ts')
    const from = since === undefined ? {} : { since: startOfCalendarDay(since, timezone) }
    const { clock, signal } = shell.terminal
    const part = { limit, now: clock(), signal }
    const { entries, next, aliasesOf } = await readHistory(store, { ...filter, ...from }, part)
    await shell.out.stream(formatHistory(entries, format, { ...shown(shell), timezone, aliasesOf }))
    if (entries.length === 0) shell.log.warn('Nothing changed there.')
    if (next) shell.log.warn(`There are older changes than these ${limit}: --limit shows more of them.`)
    return EXIT.done
  })
}
