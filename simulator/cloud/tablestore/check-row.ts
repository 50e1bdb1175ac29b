import type { Table } from './instance.ts'
import { MAX_COLUMNS, MAX_KEY_VALUE_BYTES, MAX_VALUE_BYTES, NAME } from './limits.ts'
import { invalid, invalidKey } from './refusals.ts'
import { type Bound, sizeOf, type Value } from './value.ts'
import type { WireCell, WireRow } from './wire/row.ts'

/** What can be said of a row without its table. Throws a `Refusal` that concerns the whole request, of a batch too. */
export function checkForm(row: WireRow): void {
  const keys = new Set<string>()
  for (const { name, value, operation, timestamp } of row.primaryKey) {
    if (name === '') throw invalid('No name is given for primary key.')
    if (value === undefined) throw invalid(`No value is given for primary key name: '${name}'.`)
    if (operation !== undefined) throw invalid(`OpType cannot be given for primary key name: '${name}'.`)
    if (timestamp !== undefined) throw invalid(`Timestamp cannot be given for primary key name: '${name}'.`)
    if (keys.has(name)) throw invalid(`Duplicated primary key name: '${name}'.`)
    keys.add(name)
    const length = isBound(value) ? 0 : sizeOf(value)
    if (length > MAX_KEY_VALUE_BYTES) {
      const limit = `the MaxLength: ${MAX_KEY_VALUE_BYTES} with CurrentLength: ${length}`
      throw invalid(`The length of primary key column: '${name}' exceeds ${limit}.`)
    }
  }
  if (keys.size === 0) throw invalid('Cell data broken, no PK follow PKTag.')
  if (row.attributes.length > MAX_COLUMNS) {
    const counts = `limit count: ${MAX_COLUMNS}, column count: ${row.attributes.length}`
    throw invalid(`The number of attribute columns exceeds the limit, ${counts}.`)
  }
  for (const cell of row.attributes) checkAttribute(cell, keys)
}

function checkAttribute({ name, value }: WireCell, keys: ReadonlySet<string>): void {
  if (!NAME.test(name)) throw invalid(`Invalid column name: '${name}'.`)
  if (keys.has(name)) throw invalid(`Duplicated attribute column name with primary key column: '${name}'.`)
  if (value === undefined) return
  if (isBound(value)) throw invalid(`Invalid column type: ${value.type}.`)
  const length = sizeOf(value)
  if (length <= MAX_VALUE_BYTES) return
  const limit = `the MaxLength: ${MAX_VALUE_BYTES} with CurrentLength: ${length}`
  throw invalid(`The length of attribute column: '${name}' exceeded ${limit}.`)
}

/** The values of a primary key that fits the table: names and types, in order. Throws OTSInvalidPK. */
export function keyBounds(table: Table, cells: readonly WireCell[]): (Value | Bound)[] {
  if (cells.length !== table.primaryKey.length) {
    throw invalidKey(`Validate PK size fail. Input: ${cells.length}, Meta: ${table.primaryKey.length}.`)
  }
  return table.primaryKey.map(({ name, type }, at) => {
    const cell = cells[at]
    if (cell?.name !== name) throw invalidKey(`Validate PK name fail. Input: ${cell?.name}, Meta: ${name}.`)
    if (!cell.value || (!isBound(cell.value) && cell.value.type !== type)) {
      throw invalidKey(`Validate PK type fail. Input: ${cell.value?.type}, Meta: ${type}.`)
    }
    return cell.value
  })
}

/** As `keyBounds`, for a row that exists or shall: no infinite values. */
export function keyValues(table: Table, cells: readonly WireCell[]): Value[] {
  return keyBounds(table, cells).map((value, at) => {
    if (!isBound(value)) return value
    throw invalidKey(`Validate PK type fail. Input: ${value.type}, Meta: ${table.primaryKey[at]?.type}.`)
  })
}

export function isBound(value: Value | Bound): value is Bound {
  return value.type === 'INF_MIN' || value.type === 'INF_MAX'
}

/** Bytes of a row's data: names and values (vendor's page "Limits"). */
export function dataSize(cells: readonly { readonly name: string; readonly value?: Value | Bound }[]): number {
  return cells.reduce((sum, { name, value }) => {
    return sum + Buffer.byteLength(name) + (value === undefined || isBound(value) ? 0 : sizeOf(value))
  }, 0)
}
