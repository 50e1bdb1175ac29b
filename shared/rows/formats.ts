import stringWidth from 'string-width'
import type { ReadinessRow } from '../domain/readiness.ts'
import { applyStaleness } from '../domain/stale.ts'
import type { Instant } from '../domain/time.ts'
import { utcTime } from '../text/dates.ts'
import { CSV_BOM, csvLine, jsonText, visible } from '../text/escape.ts'
import { OWNER_LENGTH, shortened } from '../text/shorten.ts'
import { type Paint, paint, paintVerdict } from '../text/verdict-style.ts'
import { cellOf, decidingRules, FIELDS, type Field } from './fields.ts'
import { rowAsJson } from './row-as-json.ts'
import { type Column, table } from './table.ts'

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
  const { width, colour, columns } = options
  const colours = paint(colour)
  const shown = columns?.map((field) => columnOf(field, colours, all)) ?? usualColumns(colours, all)
  yield table(all, shown, { heading: colours.bold, ...(width === undefined ? {} : { width }) })
}

/** Terminal columns in which the ends of a key id tell it from others. */
const MIN_KEY = 11
/** An alias that is wider may be cut, and then it names no key. */
const WIDEST_ALIAS = 48

function usualColumns(colours: Paint, rows: readonly ReadinessRow[]): readonly Column<ReadinessRow>[] {
  const unnamed = rows.filter((row) => !goesByAlias(row))
  return [
    {
      title: 'VERDICT',
      cell: (row) => (row.staleVerdict === undefined ? row.verdict : `${row.verdict} (stale)`),
      important: true,
      style: (row, text) => paintVerdict(row.verdict, text, colours),
    },
    {
      title: 'KEY',
      cell: (row) => row.keyId,
      important: true,
      // People copy what names the key: the id only where there is no alias.
      least: widest(
        unnamed.map(({ keyId }) => keyId),
        MIN_KEY,
      ),
      stays: unnamed.length === 0 ? 'late' : 'always',
    },
    aliasColumn('ALIASES', (row) => row.aliases.join(' '), rows),
    { title: 'DECIDED BY', cell: (row) => decidingRules(row).join(', '), stays: 'late' },
    { title: 'REGION', cell: (row) => row.region, least: 11 },
    { title: 'CALLS', cell: (row) => String(row.usage.calls), align: 'right' },
    { title: 'LAST USE SEEN', cell: (row) => lastUse(row), least: 20 },
    { title: 'OWNER', cell: (row) => shortened(row.owner ?? '-', OWNER_LENGTH) },
    { title: 'ACCOUNT', cell: (row) => row.accountId, least: 16 },
    { title: 'CHECKED', cell: (row) => utcTime(row.checkedAt), least: 20 },
  ]
}

/** A column that keeps room for the first alias of each key. */
function aliasColumn(
  title: string,
  cell: (row: ReadinessRow) => string,
  rows: readonly ReadinessRow[],
): Column<ReadinessRow> {
  const names = rows.filter(goesByAlias).map(({ aliases: [first = ''] }) => first)
  return { title, cell, least: widest(names, stringWidth(title)), stays: 'always' }
}

/** Columns that the widest of the texts takes, and at least so many. */
function widest(texts: readonly string[], least: number): number {
  return texts.reduce((most, text) => Math.max(most, stringWidth(visible(text))), least)
}

function goesByAlias({ aliases: [first] }: ReadinessRow): boolean {
  return first !== undefined && stringWidth(visible(first)) <= WIDEST_ALIAS
}

/** A column that was asked for by its name, which is its title. */
function columnOf(field: Field, colours: Paint, rows: readonly ReadinessRow[]): Column<ReadinessRow> {
  const { name, kind } = field
  if (name === 'aliases') return aliasColumn(name, (row) => String(cellOf(field, row) ?? '-'), rows)
  return {
    title: name,
    cell: (row) => String(cellOf(field, row) ?? '-'),
    important: name === 'verdict' || name === 'keyId',
    ...(kind === 'number' ? { align: 'right' as const } : {}),
    ...(name === 'verdict' ? { style: (row, text) => paintVerdict(row.verdict, text, colours) } : {}),
  }
}

function lastUse({ usage }: ReadinessRow): string {
  return usage.lastUsedAt === null ? '-' : utcTime(usage.lastUsedAt)
}
