import { inEnglish } from '../domain/messages/text-in.ts'
import { placeIn, type ScopeEvidence } from '../domain/scope-evidence.ts'
import { CSV_BOM, csvLine, jsonText, visible } from '../text/escape.ts'
import {
  controlText,
  daysText,
  missingText,
  nameOf,
  shapeTexts,
  sourcesText,
  timeLeftText,
  unprovenTexts,
} from '../text/evidence-text.ts'
import { paint } from '../text/verdict-style.ts'
import { wrap } from '../text/wrap.ts'
import type { Format } from './formats.ts'
import { type Column, table } from './table.ts'
import { WHOLE } from './usual-columns.ts'

/** Characters of the bar of a terminal: 90 days, three each. */
const BAR = 30
/** The same, six each, where the terminal has fewer columns than this. */
const SHORT_BAR = 15
const ROOMY = 120
const READER = { language: 'en', timezone: 'UTC' } as const

export interface EvidenceFormatOptions {
  /** Columns of the terminal, for `table`. */
  readonly width?: number
  readonly colour: boolean
  /** Is told the titles of the columns of `table` that the terminal has no room for, if any. */
  readonly onLeftOut?: (titles: readonly string[]) => void
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
      const { width, colour, onLeftOut } = options
      const notes = [
        ...scopes.flatMap((each) => shapeTexts(each, READER).map((text) => `${nameOf(each)}: ${text}`)),
        ...unprovenTexts(scopes, READER),
      ]
      const drawn = table(scopes, columns(scopes, width ?? Number.POSITIVE_INFINITY), {
        heading: paint(colour).bold,
        ...(width === undefined ? {} : { width }),
        ...(onLeftOut === undefined ? {} : { onLeftOut }),
      })
      return drawn + notes.flatMap((note) => wrapNote(visible(note), width)).join('')
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

function wrapNote(note: string, width = Number.POSITIVE_INFINITY): readonly string[] {
  return wrap([{ text: note }], width, '').map((line) => `${line}\n`)
}

function columns(scopes: readonly ScopeEvidence[], width: number): readonly Column<ScopeEvidence>[] {
  const several = new Set(scopes.map(({ accountId }) => accountId)).size > 1
  const account: Column<ScopeEvidence> = { title: 'ACCOUNT', cell: ({ accountId }) => accountId, important: true }
  const bar = width < ROOMY ? SHORT_BAR : BAR
  return [
    { title: 'REGION', cell: ({ region }) => region, important: true },
    ...(several ? [account] : []),
    { title: 'DAYS', cell: (each) => daysText(each, READER), stays: 'always', wraps: true, least: 10 },
    { title: bar < BAR ? 'OLDEST-NEWEST' : 'OLDEST TO NEWEST', cell: (each) => evidenceBar(each, bar), least: bar },
    { title: 'READ FROM', cell: (each) => sourcesText(each, READER), wraps: true, least: 12 },
    { title: 'TIME LEFT', cell: (each) => timeLeftText(each, READER), least: WHOLE },
    { title: 'CONTROL', cell: (each) => controlText(each, READER), stays: 'late', wraps: true, least: 22 },
    { title: 'MISSING (UTC)', cell: (each) => missingText(each, READER), stays: 'late', wraps: true, least: 18 },
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
