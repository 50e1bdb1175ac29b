import { type Decision, keyIdsOf } from '../domain/decisions/decision.ts'
import type { AliasesOf } from '../domain/key-name.ts'
import { localTime } from '../text/dates.ts'
import { decisionText } from '../text/decision-messages.ts'
import { CSV_BOM, csvLine, jsonText } from '../text/escape.ts'
import { paint } from '../text/verdict-style.ts'
import { aliasCell } from './alias-cell.ts'
import type { Format } from './formats.ts'
import { type Column, table } from './table.ts'

export interface DecisionFormatOptions {
  readonly width?: number
  readonly colour: boolean
  /** The zone of the table's times; the other formats have UTC. */
  readonly timezone: string
  /** For tables and spreadsheets; JSON has the ids. */
  readonly aliasesOf: AliasesOf
}

/** Decisions as text; `json` is one array. */
export function formatDecisions(
  decisions: readonly Decision[],
  format: Format,
  { width, colour, timezone, aliasesOf }: DecisionFormatOptions,
): string {
  switch (format) {
    case 'json':
      return `${jsonText(decisions, 2)}\n`
    case 'jsonl':
      return decisions.map((each) => `${jsonText(each)}\n`).join('')
    case 'csv':
      return CSV_BOM + [CSV_HEADS, ...decisions.map((each) => csvCells(each, aliasesOf))].map(csvLine).join('')
    case 'table': {
      const { bold } = paint(colour)
      return table(decisions, columns(timezone, aliasesOf), {
        heading: bold,
        ...(width === undefined ? {} : { width }),
      })
    }
  }
}

function columns(timezone: string, aliasesOf: AliasesOf): readonly Column<Decision>[] {
  return [
    { title: 'SUBJECT', cell: ({ subject }) => subject, important: true },
    { title: 'ALIASES', cell: (each) => aliasCell(each, keyIdsOf(each.value), aliasesOf), stays: 'late' },
    { title: 'DECISION', cell: ({ value }) => decisionText(value, 'en'), stays: 'late', least: 12 },
    { title: 'BY', cell: ({ by }) => by, stays: 'late' },
    { title: 'WHEN', cell: ({ at }) => localTime(at, timezone), least: 16 },
    { title: 'UNTIL', cell: ({ until }) => (until === null ? '-' : localTime(until, timezone)), least: 16 },
    { title: 'WHY', cell: ({ why }) => why, least: 12 },
    { title: 'REGION', cell: ({ region }) => region, least: 11 },
    { title: 'ACCOUNT', cell: ({ accountId }) => accountId, least: 16 },
  ]
}

const CSV_COLUMNS: readonly (readonly [string, (decision: Decision) => string])[] = [
  ['accountId', ({ accountId }) => accountId],
  ['region', ({ region }) => region],
  ['subject', ({ subject }) => subject],
  ['number', ({ number }) => String(number)],
  ['decision', ({ value }) => decisionText(value, 'en')],
  ['by', ({ by }) => by],
  ['at', ({ at }) => at],
  ['why', ({ why }) => why],
  ['until', ({ until }) => until ?? ''],
]

const CSV_HEADS = [...CSV_COLUMNS.map(([name]) => name), 'aliases']

function csvCells(decision: Decision, aliasesOf: AliasesOf): readonly string[] {
  return [...CSV_COLUMNS.map(([, cell]) => cell(decision)), aliasCell(decision, keyIdsOf(decision.value), aliasesOf)]
}
