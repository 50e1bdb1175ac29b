import type { RowFault } from '../faults/fault.ts'
import { applyWrite } from './apply-write.ts'
import { batchGetRow, batchWriteRow, getOne } from './batches.ts'
import { createTable } from './create-table.ts'
import { describeTable } from './describe-table.ts'
import { getRange } from './get-range.ts'
import type { Table, TablestoreInstance } from './instance.ts'
import { readingOf } from './read.ts'
import { readKey } from './read-key.ts'
import { noTable, tableNotReady } from './refusals.ts'
import type { OperationName } from './wire/messages.ts'
import type { Requests, Responses, WriteQuery } from './wire/operations.ts'
import { checkSize, type WriteKind, writeOf } from './write.ts'

/** Where an operation takes place. */
export interface Place {
  readonly instance: TablestoreInstance
  /** The cloud's time, in milliseconds. */
  readonly now: number
  /** Milliseconds until a new table takes rows. */
  readonly tableReadyAfter: number
  readonly fault?: RowFault
}

export interface Outcome<R> {
  readonly response: R
  /** Rows that were found. */
  readonly read?: number
  /** Rows that were changed. */
  readonly written?: number
}

type Operation<O extends OperationName> = (request: Requests[O], place: Place) => Outcome<Responses[O]>

/** Each operation, on a request whose sender is known and may do it. Throws a `Refusal`. */
export const OPERATIONS: { readonly [O in OperationName]: Operation<O> } = {
  CreateTable: (request, { instance, now, tableReadyAfter }) => {
    createTable(instance, request, now, performance.now() + tableReadyAfter)
    return { response: {} }
  },
  DescribeTable: ({ tableName }, { instance }) => {
    const table = find(instance, tableName)
    return { response: describeTable(table, isReady(table)) }
  },
  ListTable: (_, { instance }) => ({ response: { tableNames: [...instance.tables.keys()].sort() } }),
  DeleteTable: ({ tableName }, { instance }) => {
    if (!instance.tables.delete(tableName)) throw noTable()
    return { response: {} }
  },
  GetRow: (request, { instance, now }) => {
    const row = readKey(request.primaryKey)
    const reading = readingOf(request)
    const { result, changes } = getOne(open(instance, request.tableName), row, reading, now)
    return { response: result, read: changes ? 1 : 0 }
  },
  PutRow: (request, place) => write('PutRow', request.row, request, place),
  UpdateRow: (request, place) => write('UpdateRow', request.rowChange, request, place),
  DeleteRow: (request, place) => write('DeleteRow', request.primaryKey, request, place),
  GetRange: (request, { instance, now }) => {
    const reading = readingOf(request)
    const { response, rows } = getRange(open(instance, request.tableName), request, reading, now)
    return { response, read: rows }
  },
  BatchGetRow: (request, place) => {
    const { response, rows } = batchGetRow(request, around(place))
    return { response, read: rows }
  },
  BatchWriteRow: (request, place) => {
    const { response, rows } = batchWriteRow(request, around(place))
    return { response, written: rows }
  },
}

function write(
  kind: WriteKind,
  bytes: Uint8Array,
  query: WriteQuery & { readonly tableName: string },
  { instance, now }: Place,
): Outcome<Responses[WriteKind]> {
  const change = writeOf(kind, bytes, query)
  checkSize(kind, change.size)
  return { response: applyWrite(open(instance, query.tableName), change, now), written: 1 }
}

function around({ instance, now, fault }: Place) {
  return { open: (name: string) => open(instance, name), now, ...(fault ? { fault } : {}) }
}

function find({ tables }: TablestoreInstance, name: string): Table {
  const table = tables.get(name)
  if (!table) throw noTable()
  return table
}

/** A table that takes rows. */
function open(instance: TablestoreInstance, name: string): Table {
  const table = find(instance, name)
  if (!isReady(table)) throw tableNotReady()
  return table
}

function isReady({ readyAt }: Table): boolean {
  return performance.now() >= readyAt
}
