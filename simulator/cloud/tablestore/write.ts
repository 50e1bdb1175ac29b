import { checkForm, dataSize } from './check-row.ts'
import { type Predicate, readPredicate } from './condition.ts'
import { MAX_WRITE_BYTES } from './limits.ts'
import { invalid } from './refusals.ts'
import type { ReturnContent, WriteQuery } from './wire/operations.ts'
import { readRow } from './wire/read-row.ts'
import type { WireCell, WireRow } from './wire/row.ts'

export type WriteKind = 'PutRow' | 'UpdateRow' | 'DeleteRow'

/** A write whose form is right; whether it fits the table is for `applyWrite` to say. */
export interface Write {
  readonly kind: WriteKind
  readonly row: WireRow
  readonly expects: 'IGNORE' | 'EXPECT_EXIST' | 'EXPECT_NOT_EXIST'
  readonly condition?: Predicate
  readonly returns?: ReturnContent
  /** Bytes of the row's data. */
  readonly size: number
}

const EXPECTATIONS = ['IGNORE', 'EXPECT_EXIST', 'EXPECT_NOT_EXIST'] as const

/** Reads and checks one write. Throws a `Refusal` that concerns the whole request, of a batch too. */
export function writeOf(kind: WriteKind, bytes: Uint8Array, query: WriteQuery): Write {
  const row = readRow(bytes)
  checkForm(row)
  CHECKS[kind](row)
  const expects = EXPECTATIONS[query.condition.rowExistence]
  if (!expects) throw invalid(`Invalid row-existence expectation: ${query.condition.rowExistence}.`)
  const filter = query.condition.columnCondition
  return {
    kind,
    row,
    expects,
    ...(filter.length > 0 ? { condition: readPredicate(filter) } : {}),
    ...(query.returnContent ? { returns: query.returnContent } : {}),
    size: dataSize(row.primaryKey) + dataSize(row.attributes),
  }
}

export function checkSize(operation: string, size: number): void {
  if (size <= MAX_WRITE_BYTES) return
  const sizes = `limit size: ${MAX_WRITE_BYTES}, data size: ${size}`
  throw invalid(`The total data size of ${operation} request exceeds the limit, ${sizes}.`)
}

const CHECKS: Readonly<Record<WriteKind, (row: WireRow) => void>> = {
  PutRow: (row) => {
    forbidMarker(row)
    if (row.attributes.length === 0) throw invalid('Attribute column is missing.')
    for (const { name, operation, value } of row.attributes) {
      if (operation) throw invalid(`OpType cannot be given for column name: '${name}' in PutRow.`)
      if (!value) throw invalid('Invalid request of put row: find cells without values.')
    }
  },
  UpdateRow: (row) => {
    forbidMarker(row)
    if (row.attributes.length === 0) throw invalid('Invalid update row request: missing cells in request.')
    for (const cell of row.attributes) checkUpdate(cell)
  },
  DeleteRow: (row) => {
    if (!row.deleteMarker) throw invalid('Invalid request of delete row: missing RowDeleteMarker in request.')
    if (row.attributes.length > 0) throw invalid('Invalid delete row request: unexpected cells in request.')
  },
}

function forbidMarker(row: WireRow): void {
  if (row.deleteMarker) throw invalid('Invalid request of put/update row: unexpected RowDeleteMarker in request.')
}

function checkUpdate({ name, operation, value, timestamp }: WireCell): void {
  if (operation === 'DELETE_ALL' || operation === 'DELETE_ONE') {
    if (value) throw invalid('Column value cannot be given when type is DELETE_ONE_VERSION,DELETE_ALL_VERSION.')
    if (operation === 'DELETE_ONE' && timestamp === undefined) {
      throw invalid('Timestamp must be given when type is DELETE_ONE_VERSION.')
    }
    if (operation === 'DELETE_ALL' && timestamp !== undefined) {
      throw invalid('Timestamp cannot be given when type is DELETE_ALL_VERSION.')
    }
    return
  }
  if (!value) throw invalid(`Invalid cell: ${name}. Reason: missing value.`)
  if (operation === 'INCREMENT' && value.type !== 'INTEGER') {
    throw invalid(`Invalid cell: ${name}. Reason: only an INTEGER can be added.`)
  }
}
