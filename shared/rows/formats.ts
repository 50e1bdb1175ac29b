import type { ReadinessRow } from '../domain/readiness.ts'
import { applyStaleness } from '../domain/stale.ts'
import type { Instant } from '../domain/time.ts'
import { CSV_BOM, csvLine, jsonText } from '../text/escape.ts'
import { type Paint, paint, paintVerdict } from '../text/verdict-style.ts'
import { cellOf, FIELDS, type Field } from './fields.ts'
import { rowAsJson } from './row-as-json.ts'
import { type Column, table } from './table.ts'
import { aliasColumn, NAME_TITLE, usualColumns, WHOLE } from './usual-columns.ts'

export const FORMATS = ['table', 'json', 'jsonl', 'csv'] as const
export type Format = (typeof FORMATS)[number]

export interface FormatOptions {
  /** Rows that are stale now are shown so. */
  readonly now: Instant
  /** Columns of the terminal, for `table`. */
  readonly width?: number
  readonly colour: boolean
  /** The columns of `table` and `csv`, in this order. */
  readonly columns?: readonly Field[]
  /** Is told, after the table, the titles of its columns that the terminal has no room for, if any. */
  readonly onLeftOut?: (titles: readonly string[]) => void
}

/** Columns of the terminal below which a text says too little. */
const MIN_TEXT = 20

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
      for await (const row of shown) yield `${jsonText(rowAsJson(row))}\n`
      return
    case 'csv':
      yield* asCsv(shown, options.columns ?? FIELDS)
  }
}

async function* shownAt(rows: Rows, now: Instant): AsyncGenerator<ReadinessRow> {
  for await (const row of rows) yield applyStaleness(row, now)
}

async function* asJson(rows: AsyncIterable<ReadinessRow>): AsyncGenerator<string> {
  let separator = '[\n'
  for await (const row of rows) {
    yield separator + jsonText(rowAsJson(row))
    separator = ',\n'
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}

async function* asCsv(rows: AsyncIterable<ReadinessRow>, columns: readonly Field[]): AsyncGenerator<string> {
  yield CSV_BOM + csvLine(columns.map(({ name }) => name))
  for await (const row of rows) yield csvLine(columns.map((field) => cellOf(field, row)))
}

async function* asTable(rows: AsyncIterable<ReadinessRow>, options: FormatOptions): AsyncGenerator<string> {
  const all: ReadinessRow[] = []
  for await (const row of rows) all.push(row)
  const { width, colour, columns, onLeftOut } = options
  const colours = paint(colour)
  const shown =
    columns?.map((field) => columnOf(field, colours, all)) ??
    usualColumns(all, width ?? Number.POSITIVE_INFINITY, colours)
  const leftOut: string[] = shown.some(({ title }) => title === NAME_TITLE) ? ['KEY', 'ALIASES'] : []
  const text = table(all, shown, {
    heading: colours.bold,
    ...(width === undefined ? {} : { width }),
    onLeftOut: (titles) => leftOut.push(...titles),
  })
  yield text
  if (leftOut.length > 0) onLeftOut?.(leftOut)
}

/** A column that was asked for by its name, which is its title. */
function columnOf(field: Field, colours: Paint, rows: readonly ReadinessRow[]): Column<ReadinessRow> {
  const { name, kind } = field
  if (name === 'aliases') return aliasColumn(name, (row) => String(cellOf(field, row) ?? '-'), rows)
  const important = name === 'verdict' || name === 'keyId'
  return {
    title: name,
    cell: (row) => String(cellOf(field, row) ?? '-'),
    important,
    ...(kind === 'number' ? { align: 'right' as const } : {}),
    // Half a number or a time says something else.
    ...(!important && (kind === 'text' || kind === 'list') ? { least: MIN_TEXT } : { least: WHOLE }),
    ...(name === 'verdict' ? { style: (row, text) => paintVerdict(row.verdict, text, colours) } : {}),
  }
}
