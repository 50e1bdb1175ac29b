import type { StoredRow, Table } from './instance.ts'

/** Where a key stands in the table, or would stand: the number of rows before it. */
export function positionOf(table: Table, key: string): number {
  let low = 0
  let high = table.rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((table.rows[middle]?.key ?? '') < key) low = middle + 1
    else high = middle
  }
  return low
}

/** The row with its versions that have not expired; undefined where none is left. */
export function findRow(table: Table, key: string, now: number): StoredRow | undefined {
  const row = table.rows[positionOf(table, key)]
  return row?.key === key ? alive(table, row, now) : undefined
}

/** The row as it is seen now. A row whose columns are all gone is gone. */
export function alive(table: Table, row: StoredRow, now: number): StoredRow | undefined {
  if (table.timeToLive === -1) return row
  const since = now - table.timeToLive * 1_000
  const columns = new Map(
    [...row.columns].flatMap(([name, versions]) => {
      const left = versions.filter(({ timestamp }) => timestamp > since)
      return left.length > 0 ? [[name, left] as const] : []
    }),
  )
  return columns.size > 0 ? { ...row, columns } : undefined
}

export function storeRow(table: Table, row: StoredRow): void {
  const at = positionOf(table, row.key)
  const known = table.rows[at]?.key === row.key
  table.rows.splice(at, known ? 1 : 0, row)
}

export function dropRow(table: Table, key: string): void {
  const at = positionOf(table, key)
  if (table.rows[at]?.key === key) table.rows.splice(at, 1)
}
