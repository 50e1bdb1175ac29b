import type { RowFault } from '../faults/fault.ts'
import { Refusal } from '../http/refusal.ts'
import { applyWrite } from './apply-write.ts'
import { isBound, keyValues } from './check-row.ts'
import type { Table } from './instance.ts'
import { MAX_GET_ROWS, MAX_WRITE_ROWS } from './limits.ts'
import { orderedKey } from './ordered-key.ts'
import { type Reading, readingOf, readUnits, shown, sizeOfRow } from './read.ts'
import { readKey } from './read-key.ts'
import { invalid } from './refusals.ts'
import { findRow } from './rows.ts'
import type { BatchResponse, Requests, RowResult } from './wire/operations.ts'
import type { WireCell, WireRow } from './wire/row.ts'
import { writeRows } from './wire/write-rows.ts'
import { checkSize, type Write, type WriteKind, writeOf } from './write.ts'

/** What the rows of a batch meet. */
export interface BatchSurroundings {
  /** Throws the `Refusal` that each row of the table gets. */
  readonly open: (name: string) => Table
  readonly now: number
  readonly fault?: RowFault
}

export interface BatchAnswer {
  readonly response: BatchResponse
  /** Rows that were found or changed. */
  readonly rows: number
}

const KINDS: Readonly<Record<number, WriteKind>> = { 1: 'PutRow', 2: 'UpdateRow', 3: 'DeleteRow' }

/** Either the form of the request is wrong and nothing is written, or each row has its own fate. */
export function batchWriteRow({ tables }: Requests['BatchWriteRow'], around: BatchSurroundings): BatchAnswer {
  if (tables.length === 0) throw invalid('No row is specified in BatchWriteRow.')
  checkTables(tables.map(({ tableName }) => tableName))
  for (const { tableName, rows } of tables) {
    if (rows.length === 0) throw invalid(`No operation is specified for table: '${tableName}'.`)
  }
  checkCount(
    tables.map(({ rows }) => rows.length),
    MAX_WRITE_ROWS,
  )
  const writes = tables.map(({ tableName, rows }) => ({
    tableName,
    rows: rows.map((row) => writeOf(kindOf(row.type), row.rowChange, row)),
  }))
  checkSize(
    'BatchWriteRow',
    writes.flatMap(({ rows }) => rows).reduce((sum, { size }) => sum + size, 0),
  )
  for (const { rows } of writes) checkRepetition(rows)
  return eachRow(writes, around, (table, write) => ({ result: applyWrite(table, write, around.now), changes: true }))
}

export function batchGetRow({ tables }: Requests['BatchGetRow'], around: BatchSurroundings): BatchAnswer {
  if (tables.length === 0) throw invalid('No row specified in the request of BatchGetRow.')
  checkTables(tables.map(({ tableName }) => tableName))
  checkCount(
    tables.map(({ primaryKey }) => primaryKey.length),
    MAX_GET_ROWS,
  )
  const reads = tables.map((query) => ({ tableName: query.tableName, rows: query.primaryKey.map(lookup(query)) }))
  return eachRow(reads, around, (table, { row, reading }) => getOne(table, row, reading, around.now))
}

function lookup(query: Requests['BatchGetRow']['tables'][number]) {
  const reading = readingOf(query)
  return (bytes: Uint8Array) => ({ row: readKey(bytes), reading })
}

/** Reads one row: an empty answer where there is none. */
export function getOne(table: Table, row: WireRow, reading: Reading, now: number) {
  const stored = findRow(table, orderedKey(keyValues(table, row.primaryKey)), now)
  const out = stored && shown(table, stored, reading)
  const result = { consumed: readUnits(out ? sizeOfRow(out) : 0), row: writeRows(out ? [out] : []) }
  return { result, changes: out !== undefined }
}

function eachRow<T>(
  tables: readonly { tableName: string; rows: readonly T[] }[],
  around: BatchSurroundings,
  act: (table: Table, row: T) => { result: Omit<RowResult, 'isOk'>; changes: boolean },
): BatchAnswer {
  let index = 0
  let count = 0
  const answers = tables.map(({ tableName, rows }) => ({
    tableName,
    rows: rows.map((row) => {
      index += 1
      return oneRow(around.fault, index, () => {
        const { result, changes } = act(around.open(tableName), row)
        if (changes) count += 1
        return result
      })
    }),
  }))
  return { response: { tables: answers }, rows: count }
}

/** `index` counts the rows of the request from 1. */
function oneRow(fault: RowFault | undefined, index: number, act: () => Omit<RowResult, 'isOk'>): RowResult {
  const struck = fault && index % fault.every === 0 ? fault : undefined
  try {
    const result = struck && !struck.applied ? {} : act()
    if (struck) return { isOk: false, error: { code: struck.code, message: struck.message } }
    return { isOk: true, ...result }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { isOk: false, error: { code: error.code, message: error.message } }
  }
}

function checkTables(names: readonly string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw invalid(`Duplicated table name: '${twice}'.`)
}

function checkCount(counts: readonly number[], most: number): void {
  if (counts.reduce((sum, count) => sum + count, 0) > most)
    throw invalid(`Rows count exceeds the upper limit: ${most}.`)
}

function kindOf(type: number): WriteKind {
  const kind = KINDS[type]
  if (!kind) throw invalid('The type of row in batch write operation is invalid.')
  return kind
}

function plainText(value: WireCell['value']): string {
  if (!value || isBound(value)) return ''
  return value.type === 'BINARY' ? value.value.toString('latin1') : String(value.value)
}

/** The API reference refuses them all; the list of errors has words for repeated rows with a condition only. */
function checkRepetition(writes: readonly Write[]): void {
  const seen = new Set<string>()
  for (const { row } of writes) {
    const key = JSON.stringify(row.primaryKey.flatMap(({ name, value }) => [name, value?.type, plainText(value)]))
    if (seen.has(key)) throw invalid('Repeated rows do not support row exist expectation check in BatchModify.')
    seen.add(key)
  }
}
