import { keyBounds } from './check-row.ts'
import type { StoredRow, Table } from './instance.ts'
import { MAX_RANGE_BYTES, MAX_RANGE_ROWS } from './limits.ts'
import { orderedKey } from './ordered-key.ts'
import { keyCells, type Reading, readUnits, shown, sizeOfRow } from './read.ts'
import { readKey } from './read-key.ts'
import { invalid } from './refusals.ts'
import { alive, positionOf } from './rows.ts'
import { type Requests, type Responses, wasSent } from './wire/operations.ts'
import { type OutRow, writeRows } from './wire/write-rows.ts'

const BACKWARD = 1

/** The rows of a page with the key that the next one starts at. */
export interface Page {
  readonly response: Responses['GetRange']
  readonly rows: number
}

/**
 * One page of a range: at most `limit`, 5000 rows or 4 MB of what is looked at. What the filter or the choice of columns leaves out counts,
 * so that a page may be empty and yet go on.
 */
export function getRange(table: Table, query: Requests['GetRange'], reading: Reading, now: number): Page {
  const limit = wasSent(query, 'limit') ? query.limit : MAX_RANGE_ROWS
  if (limit <= 0) throw invalid('The limit must be greater than 0.')
  const rows: OutRow[] = []
  let looked = 0
  let bytes = 0
  let next: StoredRow | undefined
  for (const stored of rowsIn(table, query)) {
    const row = alive(table, stored, now)
    if (!row) continue
    const size = sizeOfRow({ primaryKey: keyCells(table, row), attributes: cellsRead(row, reading) })
    if (looked >= Math.min(limit, MAX_RANGE_ROWS) || (looked > 0 && bytes + size > MAX_RANGE_BYTES)) {
      next = row
      break
    }
    looked += 1
    bytes += size
    const out = shown(table, row, reading)
    if (out) rows.push(out)
  }
  return {
    response: {
      consumed: readUnits(bytes),
      rows: writeRows(rows),
      ...(next ? { nextStartPrimaryKey: writeRows([{ primaryKey: keyCells(table, next), attributes: [] }]) } : {}),
    },
    rows: rows.length,
  }
}

function cellsRead(row: StoredRow, { columns, maxVersions }: Reading) {
  return [...row.columns].flatMap(([name, versions]) =>
    columns.size === 0 || columns.has(name)
      ? versions.slice(0, maxVersions).map(({ value, timestamp }) => ({ name, value, timestamp }))
      : [],
  )
}

/** The rows from the start, which belongs to the range, to the end, which does not. */
function* rowsIn(table: Table, query: Requests['GetRange']): Generator<StoredRow> {
  const start = orderedKey(keyBounds(table, readKey(query.inclusiveStartPrimaryKey).primaryKey))
  const end = orderedKey(keyBounds(table, readKey(query.exclusiveEndPrimaryKey).primaryKey))
  if (query.direction === BACKWARD) {
    if (start <= end) throw invalid('Begin key must more than end key in BACKWARD')
    let at = positionOf(table, start)
    if (table.rows[at]?.key !== start) at -= 1
    for (let row = table.rows[at]; row && row.key > end; row = table.rows[at]) {
      yield row
      at -= 1
    }
    return
  }
  if (start >= end) throw invalid('Begin key must less than end key in FORWARD')
  let at = positionOf(table, start)
  for (let row = table.rows[at]; row && row.key < end; row = table.rows[at]) {
    yield row
    at += 1
  }
}
