import stringWidth from 'string-width'
import type { ReadinessRow } from '../domain/readiness.ts'
import { utcTime } from '../text/dates.ts'
import { visible } from '../text/escape.ts'
import { OWNER_LENGTH, shortened } from '../text/shorten.ts'
import { type Paint, paintVerdict } from '../text/verdict-style.ts'
import { decidingRules } from './fields.ts'
import type { Column } from './table.ts'

/** Terminal columns in which the ends of a key id tell it from others. */
const MIN_KEY = 11
/** An alias that is wider may be cut, and then it names no key. */
const WIDEST_ALIAS = 48
/** In the place of KEY and ALIASES where there is no room for both. */
export const NAME_TITLE = 'ALIAS OR KEY'
/** Half of a region, an account or a time is the name of another. */
export const WHOLE = Number.POSITIVE_INFINITY

/** The columns of the table for a terminal of so many columns, the most telling first. */
export function usualColumns(
  rows: readonly ReadinessRow[],
  width: number,
  colours: Paint,
): readonly Column<ReadinessRow>[] {
  const verdict: Column<ReadinessRow> = {
    title: 'VERDICT',
    cell: (row) => (row.staleVerdict === undefined ? row.verdict : `${row.verdict} (stale)`),
    important: true,
    style: (row, text) => paintVerdict(row.verdict, text, colours),
  }
  return [
    verdict,
    ...nameColumns(rows, width - 2 - widest(rows.map(verdict.cell), 0)),
    {
      title: 'DECIDED BY',
      cell: (row) => decidingRules(row).join(', '),
      stays: 'late',
      least: widest(rows.flatMap(decidingRules), 0),
    },
    { title: 'REGION', cell: (row) => row.region, least: WHOLE },
    { title: 'CALLS', cell: (row) => String(row.usage.calls), align: 'right', least: WHOLE },
    { title: 'LAST USE SEEN', cell: (row) => lastUse(row), least: WHOLE },
    { title: 'OWNER', cell: (row) => shortened(row.owner ?? '-', OWNER_LENGTH) },
    { title: 'ACCOUNT', cell: (row) => row.accountId, least: WHOLE },
    { title: 'CHECKED', cell: (row) => utcTime(row.checkedAt), least: WHOLE },
  ]
}

/** Key and aliases; where there is no room for both, one column of the name that people copy: the alias, or else the id. */
function nameColumns(rows: readonly ReadinessRow[], room: number): readonly Column<ReadinessRow>[] {
  const unnamed = rows.filter((row) => !goesByAlias(row))
  const alias = aliasColumn('ALIASES', (row) => row.aliases.join(' '), rows)
  const key: Column<ReadinessRow> = {
    title: 'KEY',
    cell: (row) => row.keyId,
    important: true,
    // People copy what names the key: the id only where there is no alias.
    least: widest(
      unnamed.map(({ keyId }) => keyId),
      MIN_KEY,
    ),
    stays: unnamed.length === 0 ? 'late' : 'always',
  }
  const named = unnamed.length < rows.length
  if (unnamed.length === 0 || !named || (key.least ?? 0) + 2 + (alias.least ?? 0) <= room) return [key, alias]
  const name = (row: ReadinessRow) => (goesByAlias(row) ? (row.aliases[0] ?? row.keyId) : row.keyId)
  return [{ title: NAME_TITLE, cell: name, important: true }]
}

/** A column that keeps room for the first alias of each key. */
export function aliasColumn(
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

function lastUse({ usage }: ReadinessRow): string {
  return usage.lastUsedAt === null ? '-' : utcTime(usage.lastUsedAt)
}
