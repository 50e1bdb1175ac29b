import { compareTexts } from '../domain/compare-texts.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { compareEffects } from '../domain/verdict.ts'
import { cellOf, type Field } from './fields.ts'

/**
 * Every row, in the order of a field: numbers by size, texts by character, times by date; those without a value last, either way. Rows that
 * are alike stay in the order in which they came.
 */
export async function sorted(
  rows: AsyncIterable<ReadinessRow>,
  field: Field,
  descending: boolean,
): Promise<ReadinessRow[]> {
  const all: { readonly row: ReadinessRow; readonly cell: ReturnType<typeof cellOf> }[] = []
  for await (const row of rows) all.push({ row, cell: cellOf(field, row) })
  const turn = descending ? -1 : 1
  return all
    .sort((a, b) => {
      if (isNone(a.cell) || isNone(b.cell)) return Number(isNone(a.cell)) - Number(isNone(b.cell))
      if (a.cell === b.cell) return 0
      return a.cell < b.cell ? -turn : turn
    })
    .map(({ row }) => row)
}

/** Every row, those that need somebody first; of one verdict by account, region and first alias, and then those without one by id. */
export async function sortedByNeed(rows: AsyncIterable<ReadinessRow>): Promise<ReadinessRow[]> {
  const all: ReadinessRow[] = []
  for await (const row of rows) all.push(row)
  return all.sort(
    (a, b) =>
      compareEffects(a.verdict, b.verdict) ||
      compareTexts(a.accountId, b.accountId) ||
      compareTexts(a.region, b.region) ||
      Number(a.aliases.length === 0) - Number(b.aliases.length === 0) ||
      compareTexts(a.aliases[0] ?? '', b.aliases[0] ?? '') ||
      compareTexts(a.keyId, b.keyId),
  )
}

function isNone(cell: ReturnType<typeof cellOf>): cell is null | '' {
  return cell === null || cell === ''
}
