import { inEnglish } from '../domain/messages/text-in.ts'
import { placeIn, type ScopeEvidence } from '../domain/scope-evidence.ts'
import { CSV_BOM, csvLine, jsonText, visible } from '../text/escape.ts'
import { controlText, daysText, missingText, shapeTexts, sourcesText, timeLeftText } from '../text/evidence-messages.ts'
import { paint } from '../text/verdict-style.ts'
import type { Format } from './formats.ts'
import { type Column, table } from './table.ts'

/** Characters of the bar of a terminal: 90 days, three each. */
const BAR = 30
const READER = { language: 'en', timezone: 'UTC' } as const

export interface EvidenceFormatOptions {
  readonly width?: number
  readonly colour: boolean
}

/** The evidence of scopes as text; `json` is one array. */
export function formatEvidence(
  scopes: readonly ScopeEvidence[],
  format: Format,
  options: EvidenceFormatOptions,
): string {
  switch (format) {
    case 'json':
      return `${jsonText(inEnglish(scopes), 2)}\n`
    case 'jsonl':
      return scopes.map((each) => `${jsonText(inEnglish(each))}\n`).join('')
    case 'csv':
      return CSV_BOM + [CSV_COLUMNS.map(([name]) => name), ...scopes.map(csvCells)].map(csvLine).join('')
    case 'table': {
      const { width, colour } = options
      const { bold } = paint(colour)
      const notes = scopes.flatMap((each) => shapeTexts(each, READER).map((text) => `${each.region}: ${text}`))
      const size = width === undefined ? {} : { width }
      return (
        table(scopes, columns(scopes), { heading: bold, ...size }) + notes.map((note) => `${visible(note)}\n`).join('')
      )
    }
  }
}

/** The days of a window, oldest first: `█` seen, `▒` in part, `·` missing. */
export function evidenceBar(scope: ScopeEvidence, size = BAR): string {
  if (scope.window === null) return ''
  const missing = scope.missing.map(({ from, to }) => [placeIn(scope, from) * size, placeIn(scope, to) * size] as const)
  return Array.from({ length: size }, (_, at) => {
    const lacking = missing.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, at + 1) - Math.max(from, at)), 0)
    return lacking <= 0 ? '█' : lacking < 1 ? '▒' : '·'
  }).join('')
}

function columns(scopes: readonly ScopeEvidence[]): readonly Column<ScopeEvidence>[] {
  const several = new Set(scopes.map(({ accountId }) => accountId)).size > 1
  const account: Column<ScopeEvidence> = { title: 'ACCOUNT', cell: ({ accountId }) => accountId, least: 16 }
  return [
    { title: 'REGION', cell: ({ region }) => region, important: true },
    ...(several ? [account] : []),
    { title: 'DAYS', cell: (each) => daysText(each, READER), stays: 'always' },
    { title: 'OLDEST TO NEWEST', cell: (each) => evidenceBar(each), least: BAR, stays: 'late' },
    { title: 'READ FROM', cell: (each) => sourcesText(each, READER), stays: 'late' },
    { title: 'TIME LEFT', cell: (each) => timeLeftText(each, READER) },
    { title: 'CONTROL', cell: (each) => controlText(each, READER), stays: 'late' },
    { title: 'MISSING (UTC)', cell: (each) => missingText(each, READER) },
  ]
}

type Cell = string | number | boolean | null

const CSV_COLUMNS: readonly (readonly [name: string, cell: (scope: ScopeEvidence) => Cell])[] = [
  ['accountId', ({ accountId }) => accountId],
  ['region', ({ region }) => region],
  ['asOf', ({ asOf }) => asOf],
  ['from', ({ window }) => window?.from ?? null],
  ['to', ({ window }) => window?.to ?? null],
  ['days', ({ days }) => days],
  ['missingDays', ({ missingDays }) => missingDays],
  ['sources', (each) => sourcesText(each, READER)],
  ['secondsLeft', ({ secondsLeft }) => secondsLeft],
  ['control', ({ control }) => control.state],
  ['eventAt', ({ control }) => control.eventAt],
  ['ownCallsAt', ({ control }) => control.ownCallsAt],
  ['problem', ({ control }) => control.problem],
  ['reasons', ({ reasons }) => inEnglish(reasons).join('; ')],
  ['shape', (each) => shapeTexts(each, READER).join('; ')],
]

function csvCells(scope: ScopeEvidence): readonly Cell[] {
  return CSV_COLUMNS.map(([, cell]) => cell(scope))
}
