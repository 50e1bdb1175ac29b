import type { ReadinessRow } from '../domain/readiness.ts'
import { asShown } from '../domain/stale.ts'
import type { Instant } from '../domain/time.ts'
import { utcTime } from './calendar.ts'
import { CSV_BOM, csvLine, jsonText } from './escape.ts'
import { decidingRules, FIELD_NAMES, fieldsOf } from './row-fields.ts'
import { type Column, table } from './table.ts'
import { paint, paintVerdict } from './verdict-style.ts'

export const FORMATS = ['table', 'json', 'jsonl', 'csv'] as const
export type Format = (typeof FORMATS)[number]

export interface FormatOptions {
  /** Rows that are stale now are shown so. */
  readonly now: Instant
  /** Columns of the terminal, for `table`. */
  readonly width?: number
  readonly colour: boolean
}

type Rows = Iterable<ReadinessRow> | AsyncIterable<ReadinessRow>

/**
 * Rows as text, in pieces. `json` is one array, `jsonl` one row a line, `csv` flat columns with a byte order mark; these three are made
 * as the rows come. `table` needs every row to know its widths.
 */
export async function* formatRows(rows: Rows, format: Format, options: FormatOptions): AsyncGenerator<string> {
  const shown = shownAt(rows, options.now)
  switch (format) {
    case 'table':
      yield* asTable(shown, options)
      return
    case 'json':
      yield* asJson(shown)
      return
    case 'jsonl':
      for await (const row of shown) yield `${jsonText(row)}\n`
      return
    case 'csv':
      yield CSV_BOM + csvLine(FIELD_NAMES)
      for await (const row of shown) yield csvLine(fieldsOf(row))
  }
}

async function* shownAt(rows: Rows, now: Instant): AsyncGenerator<ReadinessRow> {
  for await (const row of rows) yield asShown(row, now)
}

async function* asJson(rows: AsyncIterable<ReadinessRow>): AsyncGenerator<string> {
  let separator = '[\n'
  for await (const row of rows) {
    yield separator + jsonText(row)
    separator = ',\n'
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}

async function* asTable(rows: AsyncIterable<ReadinessRow>, { width, colour }: FormatOptions): AsyncGenerator<string> {
  const all: ReadinessRow[] = []
  for await (const row of rows) all.push(row)
  const colours = paint(colour)
  const columns: readonly Column<ReadinessRow>[] = [
    {
      title: 'VERDICT',
      cell: (row) => (row.staleVerdict === undefined ? row.verdict : `${row.verdict} (stale)`),
      important: true,
      style: (row, text) => paintVerdict(row.verdict, text, colours),
    },
    { title: 'KEY', cell: (row) => row.keyId, important: true },
    { title: 'DECIDED BY', cell: (row) => decidingRules(row).join(', ') },
    { title: 'ALIASES', cell: (row) => row.aliases.join(' '), least: 12 },
    { title: 'REGION', cell: (row) => row.region, least: 11 },
    { title: 'CALLS', cell: (row) => String(row.usage.calls), align: 'right' },
    { title: 'LAST USE SEEN', cell: (row) => lastUse(row), least: 20 },
    { title: 'ACCOUNT', cell: (row) => row.accountId, least: 16 },
    { title: 'CHECKED', cell: (row) => utcTime(row.checkedAt), least: 20 },
  ]
  yield table(all, columns, { heading: colours.bold, ...(width === undefined ? {} : { width }) })
}

function lastUse({ usage }: ReadinessRow): string {
  return usage.lastUsedAt === null ? '-' : utcTime(usage.lastUsedAt)
}
