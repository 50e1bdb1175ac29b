import type { Command } from 'commander'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { RowSelection, type Selection } from '../../shared/domain/selection.ts'
import { FIELD_NAMES, type Field } from '../../shared/rows/fields.ts'
import { FORMATS, type Format, formatRows } from '../../shared/rows/formats.ts'
import { sorted, sortedByNeed } from '../../shared/rows/sort.ts'
import { readSelected } from '../../shared/store/selected/read-selected.ts'
import type { RowKey, Store } from '../../shared/store/store.ts'
import { grouped } from '../../shared/text/numbers.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import { withTable } from '../open.ts'
import {
  accountList,
  choice,
  conditionList,
  fieldList,
  keyList,
  regionList,
  rowCount,
  sortOrder,
  verdictList,
} from '../options.ts'
import { warnOfPartialTable } from '../partial-table.ts'
import type { Shell } from '../terminal/shell.ts'
import { untilStopped } from '../terminal/until-aborted.ts'

interface QueryOptions extends Selection {
  readonly format: Format
  readonly columns?: readonly Field[]
  readonly sort?: ReturnType<typeof sortOrder>
  readonly limit?: number
}

const HELP = `
Examples:
  npm run -s cli -- query --verdict ready,action-required
  npm run -s cli -- query --region cn-hangzhou --format csv > keys.csv
  npm run -s cli -- query --verdict blocked --format json | jq '.[].keyId'
  npm run -s cli -- query --where owner=payments --where 'calls>100' --sort -calls
  npm run -s cli -- query --verdict ready --where lastUsedAt= --columns keyId,aliases,createdAt

--where takes <field><operator><value>, in quotes where the shell would read > or <, and may be given several times; all must hold.
Operators: = is, != is not, ~ contains, and < <= > >= for numbers and times. Case is ignored. In a list, one matching entry is enough.
No value (lastUsedAt=, owner=) asks for rows without one. Times are UTC: 2026-11-23 is that whole day.
Fields, which --sort and --columns take as well: ${FIELD_NAMES.join(', ')}.

Keys that need attention come first: blocked, support-required, unknown, action-required, ready, and then the rest.
A key that was not checked for 48 hours is shown as unknown.

A table is made for the width of the terminal, or of COLUMNS; stderr says which columns were left out. Where the output goes elsewhere, it has all.

csv is for spreadsheets: it begins with a byte order mark, by which Excel knows UTF-8 (Python reads it as utf-8-sig), and digits that are a
text, such as account ids, end in a tab, without which a spreadsheet rounds them. Programs find every value as it is in json and jsonl.

Exit status: 0 shown, even if no row · 1 no table yet, or it cannot be read · 2 bad arguments or configuration`

/** `query`: rows of the readiness table. */
export function addQuery(program: Command, act: Act): void {
  program
    .command('query')
    .description('show rows of the readiness table')
    .option('--verdict <list>', 'only these verdicts, comma separated', verdictList)
    .option('--region <list>', 'only these regions', regionList)
    .option('--account <list>', 'only these accounts', accountList)
    .option('--key <list>', 'only these keys: ids, ARNs or aliases', keyList)
    .option('--where <condition>', 'only rows that match this condition, such as calls>100 or tags~team', conditionList)
    .option('--sort <field>', 'sort by this field instead of by need for attention; -field: descending', sortOrder)
    .option('--limit <n>', 'at most this many rows; stderr says how many more there are', rowCount)
    .option('--columns <list>', 'these fields as the columns of table or csv', fieldList)
    .option('--format <format>', FORMATS.join(', '), choice(FORMATS), 'table')
    .addHelpText('after', HELP)
    .action((options: QueryOptions) => act((shell) => query(shell, options)))
}

async function query(shell: Shell, { format, columns, sort, limit, ...filters }: QueryOptions): Promise<ExitStatus> {
  if (columns && format !== 'table' && format !== 'csv')
    throw new CommandError(`--columns goes with --format table or csv; ${format} has every field.`, EXIT.usage)
  return withTable(shell, async ({ store }) => {
    const { clock, signal } = shell.terminal
    const selection = new RowSelection(filters, clock())
    const picked = untilStopped(pickedRows(store, selection), signal)
    const rows = await (sort ? sorted(picked, sort.field, sort.descending) : sortedByNeed(picked))
    const printed = untilStopped(rows.slice(0, limit), signal)
    await shell.out.stream(formatRows(printed, format, { ...shown(shell), ...(columns ? { columns } : {}) }))
    await warnOfPartialTable(store, shell)
    for (const note of selection.notes()) shell.log.warn(note)
    if (limit !== undefined && rows.length > limit)
      shell.log.warn(`${grouped(rows.length - limit)} more of ${grouped(rows.length)} rows are not shown; see --limit.`)
    return EXIT.done
  })
}

/** The rows that are picked, and for the notes what the table has besides. Whether a condition holds for any key, only all rows tell. */
async function* pickedRows({ readiness }: Store, selection: RowSelection): AsyncGenerator<ReadinessRow> {
  for (const scope of await readiness.scopeSummaries()) selection.see(scope)
  const readAll = (after?: RowKey) => selection.pick(readiness.list(undefined, after))
  if (selection.selection.where) {
    await selection.settle(() => readiness.listSummaries())
    yield* readAll()
  } else yield* readSelected(readiness, selection, readAll)
}

/** How rows are drawn on this terminal; a warning tells the columns that it has no room for. */
export function shown(shell: Shell): Parameters<typeof formatRows>[2] {
  const { out, colour, terminal } = shell
  const { width } = out
  const common = {
    now: terminal.clock(),
    colour,
    onLeftOut: (titles: readonly string[]) => warnOfLeftOut(titles, shell),
  }
  return width === undefined ? common : { ...common, width }
}

/** Tells the columns of a table that are not shown, and how to see them. */
export function warnOfLeftOut(titles: readonly string[], { out, log }: Shell): void {
  if (titles.length === 0) return
  log.warn(
    `Left out in ${out.width} columns: ${titles.join(', ')}; see them with --format json, or in a wider terminal.`,
  )
}
