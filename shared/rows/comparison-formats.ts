import type { ComparedRule, Comparison, KeyComparison } from '../domain/compare/compare-packs.ts'
import type { RulePack } from '../domain/rules/rule-packs.ts'
import { VERDICTS, type Verdict } from '../domain/verdict.ts'
import { CSV_BOM, csvLine, jsonText } from '../text/escape.ts'
import { grouped } from '../text/numbers.ts'
import { type Paint, paint, paintVerdict } from '../text/verdict-style.ts'
import type { Format } from './formats.ts'
import { type Column, table } from './table.ts'

export interface ComparisonFormatOptions {
  readonly width?: number
  readonly colour: boolean
  readonly onLeftOut?: (titles: readonly string[]) => void
}

/** A rule of a comparison as JSON has it. */
export interface ComparedRuleAsJson extends Pick<ComparedRule, 'effects'> {
  readonly rule: string
  /** English sentences. */
  readonly message: string
  readonly action: string
}

export interface KeyComparisonAsJson extends Omit<KeyComparison, 'why'> {
  readonly why: readonly ComparedRuleAsJson[]
}

/** A comparison as JSON has it. */
export interface ComparisonAsJson extends Omit<Comparison, 'rows'> {
  readonly rows: readonly KeyComparisonAsJson[]
}

export function comparisonAsJson({ rows, ...numbers }: Comparison): ComparisonAsJson {
  return { ...numbers, rows: rows.map(rowAsJson) }
}

/** A comparison as text. `json` is one object; `jsonl` and `csv` have a key a line, and no totals. */
export function formatComparison(comparison: Comparison, format: Format, options: ComparisonFormatOptions): string {
  switch (format) {
    case 'json':
      return `${jsonText(comparisonAsJson(comparison), 2)}\n`
    case 'jsonl':
      return comparison.rows.map((row) => `${jsonText(rowAsJson(row))}\n`).join('')
    case 'csv':
      return (
        CSV_BOM +
        [csvTitles(comparison), ...comparison.rows.map((row) => csvCells(row, comparison))].map(csvLine).join('')
      )
    case 'table':
      return asTables(comparison, options)
  }
}

function rowAsJson({ why, ...row }: KeyComparison): KeyComparisonAsJson {
  return {
    ...row,
    why: why.map(({ finding: { rule, message, action }, effects }) => ({ rule, effects, message, action })),
  }
}

function asTables(comparison: Comparison, { width, colour, onLeftOut }: ComparisonFormatOptions): string {
  const colours = paint(colour)
  const size = { heading: colours.bold, ...(width === undefined ? {} : { width }) }
  const totals = table(totalsOf(comparison), totalColumns(comparison.packs, colours), size)
  if (comparison.rows.length === 0) return totals
  const keys = table(comparison.rows, keyColumns(comparison, colours), { ...size, ...(onLeftOut && { onLeftOut }) })
  return `${keys}\n${totals}`
}

/** Columns of the terminal below which a reason says too little. */
const MIN_WHY = 24

function keyColumns({ packs, rows }: Comparison, colours: Paint): readonly Column<KeyComparison>[] {
  const several = new Set(rows.map(({ accountId }) => accountId)).size > 1
  return [
    { title: 'KEY', cell: ({ keyId }) => keyId, important: true },
    { title: 'ALIASES', cell: ({ aliases }) => aliases.join(' '), stays: 'late' },
    { title: 'REGION', cell: ({ region }) => region },
    ...(several ? [{ title: 'ACCOUNT', cell: ({ accountId }: KeyComparison) => accountId, least: 16 }] : []),
    { title: 'OWNER', cell: ({ owner }) => owner ?? '' },
    ...packs.map((pack): Column<KeyComparison> => {
      return {
        title: pack,
        cell: ({ verdicts }) => verdicts[pack] ?? '',
        important: true,
        style: ({ verdicts }, text) => inColour(verdicts[pack], text, colours),
      }
    }),
    { title: 'WHY', cell: ({ why }) => why.map(whyText).join(' '), stays: 'always', wraps: true, least: MIN_WHY },
  ]
}

/** `blocked-operation (blocked → note): An application uses …` */
function whyText({ finding: { rule, message }, effects }: ComparedRule): string {
  const made = [...new Set(Object.values(effects).map((effect) => effect ?? '–'))]
  return `${rule} (${made.join(' → ')}): ${message}`
}

interface TotalRow {
  readonly name: Verdict | 'all'
  readonly counts: readonly number[]
}

function totalsOf({ packs, totals, keys }: Comparison): readonly TotalRow[] {
  const rows = VERDICTS.map((name) => ({ name, counts: packs.map((pack) => totals[pack]?.[name] ?? 0) }))
  return [
    ...rows.filter(({ counts }) => counts.some((count) => count > 0)),
    { name: 'all', counts: packs.map(() => keys) },
  ]
}

function totalColumns(packs: readonly RulePack[], colours: Paint): readonly Column<TotalRow>[] {
  return [
    {
      title: 'VERDICT',
      cell: ({ name }) => name,
      important: true,
      style: ({ name }, text) => inColour(name === 'all' ? undefined : name, text, colours),
    },
    ...packs.map((pack, index): Column<TotalRow> => {
      return { title: pack, cell: ({ counts }) => grouped(counts[index] ?? 0), align: 'right', important: true }
    }),
  ]
}

function inColour(verdict: Verdict | undefined, text: string, colours: Paint): string {
  return verdict === undefined ? text : paintVerdict(verdict, text, colours)
}

function csvTitles({ packs }: Comparison): readonly string[] {
  return ['accountId', 'region', 'keyId', 'aliases', 'owner', ...packs, 'rules', 'why']
}

function csvCells(row: KeyComparison, { packs }: Comparison): readonly (string | null)[] {
  const { accountId, region, keyId, aliases, owner, verdicts, why } = row
  return [
    ...[accountId, region, keyId, aliases.join(' '), owner],
    ...packs.map((pack) => verdicts[pack] ?? null),
    why.map(({ finding }) => finding.rule).join(' '),
    why.map(({ finding }) => finding.message).join(' '),
  ]
}
