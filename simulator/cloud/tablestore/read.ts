import { dataSize } from './check-row.ts'
import { columnsOf, type Predicate, readPredicate } from './condition.ts'
import type { StoredRow, Table } from './instance.ts'
import { CAPACITY_UNIT_BYTES, MAX_COLUMNS_TO_GET } from './limits.ts'
import { invalid, notSimulated } from './refusals.ts'
import { type Consumed, type ReadQuery, wasSent } from './wire/operations.ts'
import type { OutCell, OutRow } from './wire/write-rows.ts'

/** How rows are read: which columns, how many versions, which rows pass. */
export interface Reading {
  readonly columns: ReadonlySet<string>
  readonly maxVersions: number
  readonly filter?: Predicate
}

/** Checks what all reads have in common. */
export function readingOf(query: ReadQuery): Reading {
  if (query.columnsToGet.length > MAX_COLUMNS_TO_GET) {
    const counts = `limit count: ${MAX_COLUMNS_TO_GET}, column count: ${query.columnsToGet.length}`
    throw invalid(`The number of columns from the request exceeds the limit, ${counts}.`)
  }
  if (query.timeRange) throw notSimulated('time ranges')
  if (query.startColumn !== '' || query.endColumn !== '') throw notSimulated('ranges of columns')
  if (!wasSent(query, 'maxVersions')) throw invalid('No version condition is specified while querying row.')
  if (query.maxVersions <= 0) {
    throw invalid(`Invalid max versions: ${query.maxVersions}. Reason: Max versions must be positive.`)
  }
  return {
    columns: new Set(query.columnsToGet),
    maxVersions: query.maxVersions,
    ...(query.filter.length > 0 ? { filter: readPredicate(query.filter) } : {}),
  }
}

/** What a read shows of a row: undefined when none of the columns that were asked for is there, or the filter lets it not pass. */
export function shown(table: Table, row: StoredRow, reading: Reading): OutRow | undefined {
  const { columns, filter, maxVersions } = reading
  const projected = columns.size === 0 ? row : { ...row, columns: pick(row, columns) }
  const asksForKey = table.primaryKey.some(({ name }) => columns.has(name))
  if (projected.columns.size === 0 && !asksForKey) return undefined
  // The columns are chosen first: to the filter the others are missing.
  if (filter && !filter(columnsOf(table, projected))) return undefined
  return { primaryKey: keyCells(table, row), attributes: attributeCells(projected, maxVersions) }
}

export function keyCells(table: Table, row: StoredRow): OutCell[] {
  return table.primaryKey.flatMap(({ name }, at) => {
    const value = row.primaryKey[at]
    return value ? [{ name, value }] : []
  })
}

export function attributeCells(row: StoredRow, maxVersions: number): OutCell[] {
  const names = [...row.columns.keys()].sort()
  return names.flatMap((name) =>
    (row.columns.get(name) ?? []).slice(0, maxVersions).map(({ value, timestamp }) => ({ name, value, timestamp })),
  )
}

function pick(row: StoredRow, wanted: ReadonlySet<string>): StoredRow['columns'] {
  return new Map([...row.columns].filter(([name]) => wanted.has(name)))
}

export function sizeOfRow(row: OutRow): number {
  return dataSize(row.primaryKey) + dataSize(row.attributes)
}

/** A capacity unit for each 4 KB begun, and one for nothing. */
export function readUnits(bytes: number): Consumed {
  return { capacityUnit: { read: units(bytes), write: 0 } }
}

export function units(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / CAPACITY_UNIT_BYTES))
}
