import { isBound, keyValues } from './check-row.ts'
import { columnsOf } from './condition.ts'
import type { StoredRow, Table, Version } from './instance.ts'
import { orderedKey } from './ordered-key.ts'
import { attributeCells, keyCells, units } from './read.ts'
import { conditionFailed, invalid } from './refusals.ts'
import { dropRow, findRow, storeRow } from './rows.ts'
import type { Value } from './value.ts'
import type { Consumed, ReturnContent } from './wire/operations.ts'
import type { WireCell } from './wire/row.ts'
import { writeRows } from './wire/write-rows.ts'
import type { Write } from './write.ts'

const SECOND_MS = 1_000
const RETURN = { key: 1, afterModify: 2 }
const MAX_INTEGER = 2n ** 63n - 1n

/** Does the write, wholly or not at all. Throws a `Refusal` that concerns this row. `now`: the cloud's time. */
export function applyWrite(table: Table, write: Write, now: number): { consumed: Consumed; row: Buffer } {
  const primaryKey = keyValues(table, write.row.primaryKey)
  const key = orderedKey(primaryKey)
  const before = findRow(table, key, now)
  checkConditions(table, write, before)
  const after = changed(table, write, before, { key, primaryKey, columns: new Map() }, now)
  if (after) storeRow(table, after)
  else dropRow(table, key)
  const reads = write.expects !== 'IGNORE' || write.condition ? 1 : 0
  return {
    consumed: { capacityUnit: { read: reads, write: units(write.size) } },
    row: writeRows(write.returns && after ? returned(table, write.returns, after) : []),
  }
}

/** The existence first, then the columns. A row that does not exist has none of them. */
function checkConditions(table: Table, { expects, condition }: Write, before: StoredRow | undefined): void {
  if (expects === 'EXPECT_EXIST' && !before) throw conditionFailed()
  if (expects === 'EXPECT_NOT_EXIST' && before) throw conditionFailed()
  if (condition && !condition(columnsOf(table, before))) throw conditionFailed()
}

function changed(
  table: Table,
  { kind, row }: Write,
  before: StoredRow | undefined,
  empty: StoredRow,
  now: number,
): StoredRow | undefined {
  if (kind === 'DeleteRow') return undefined
  if (kind === 'UpdateRow' && !table.allowUpdate) throw invalid('The table does not allow updates.')
  const columns = new Map(kind === 'PutRow' ? [] : before?.columns)
  for (const cell of row.attributes) changeColumn(table, columns, cell, now)
  return columns.size > 0 ? { ...empty, columns } : undefined
}

function changeColumn(table: Table, columns: Map<string, readonly Version[]>, cell: WireCell, now: number): void {
  const { name, operation, timestamp } = cell
  const versions = columns.get(name) ?? []
  const left = versions.filter((version) => version.timestamp !== (timestamp ?? now))
  if (operation === 'DELETE_ALL') columns.delete(name)
  else if (operation === 'DELETE_ONE') setColumn(columns, name, left)
  else {
    checkTimestamp(table, cell, now)
    const value = operation === 'INCREMENT' ? sum(name, versions[0]?.value, cell) : put(cell)
    const all = [...left, { value, timestamp: timestamp ?? now }]
    setColumn(columns, name, all.sort((one, other) => other.timestamp - one.timestamp).slice(0, table.maxVersions))
  }
}

function setColumn(columns: Map<string, readonly Version[]>, name: string, versions: readonly Version[]): void {
  if (versions.length > 0) columns.set(name, versions)
  else columns.delete(name)
}

function put({ name, value }: WireCell): Value {
  if (!value || isBound(value)) throw invalid(`Invalid cell: ${name}. Reason: missing value.`)
  return value
}

/** A column that is not there counts as 0. */
function sum(name: string, before: Value | undefined, { value }: WireCell): Value {
  const start = before ?? { type: 'INTEGER', value: 0n }
  if (start.type !== 'INTEGER' || value?.type !== 'INTEGER') {
    throw invalid(`Invalid cell: ${name}. Reason: only an INTEGER can be added to.`)
  }
  const total = start.value + value.value
  if (total > MAX_INTEGER || total < -MAX_INTEGER - 1n) throw invalid(`Invalid cell: ${name}. Reason: overflow.`)
  return { type: 'INTEGER', value: total }
}

function checkTimestamp(table: Table, { name, timestamp }: WireCell, now: number): void {
  if (timestamp === undefined) return
  const deviation = table.maxDeviation * SECOND_MS
  if (timestamp < now - deviation || timestamp >= now + deviation) throw invalid(`Invalid timestamp. Cell: ${name}.`)
}

function returned(table: Table, { returnType, returnColumnNames }: ReturnContent, row: StoredRow) {
  if (returnType === RETURN.key) return [{ primaryKey: keyCells(table, row), attributes: [] }]
  if (returnType !== RETURN.afterModify) return []
  const attributes = attributeCells(row, 1).filter(({ name }) => returnColumnNames.includes(name))
  return [{ primaryKey: keyCells(table, row), attributes }]
}
