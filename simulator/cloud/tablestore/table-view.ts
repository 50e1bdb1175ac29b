import { isBound } from './check-row.ts'
import type { StoredRow, Table, TablestoreInstance } from './instance.ts'
import { orderedKey } from './ordered-key.ts'
import { alive, dropRow, storeRow } from './rows.ts'
import type { Value } from './value.ts'

/** INTEGER is a bigint, DOUBLE a number. */
export type PlainValue = string | bigint | number | boolean | Buffer
export type PlainRow = Readonly<Record<string, PlainValue>>

/** A table seen and edited behind the back of its users. */
export interface TableView {
  /** All rows in the order of their keys, the newest version of each column. */
  rows(): PlainRow[]
  /** Puts a row, or another one in its place. Throws when it lacks a part of its key. */
  put(row: PlainRow): void
  /** Takes the row with this key away; whatever else the object has does not matter. */
  remove(row: PlainRow): void
}

/** Throws when the instance has no such table. `clock`: the cloud's time. */
export function viewOf(instance: TablestoreInstance | undefined, name: string, clock: () => number): TableView {
  const table = instance?.tables.get(name)
  if (!table) throw new Error(`the simulated Tablestore has no table ${name}`)
  return {
    rows: () => table.rows.flatMap((row) => alive(table, row, clock()) ?? []).map((row) => plain(table, row)),
    put: (row) => {
      const primaryKey = keyOf(table, row)
      const names = Object.keys(row).filter((column) => table.primaryKey.every((part) => part.name !== column))
      const columns = new Map(names.map((column) => [column, [{ value: typed(row[column]), timestamp: clock() }]]))
      storeRow(table, { key: orderedKey(primaryKey), primaryKey, columns })
    },
    remove: (row) => dropRow(table, orderedKey(keyOf(table, row))),
  }
}

function plain(table: Table, row: StoredRow): PlainRow {
  const key = table.primaryKey.map(({ name }, at) => [name, row.primaryKey[at]?.value])
  const columns = [...row.columns].map(([name, versions]) => [name, versions[0]?.value.value])
  return Object.fromEntries([...key, ...columns])
}

function keyOf(table: Table, row: PlainRow): Value[] {
  return table.primaryKey.map(({ name, type }) => {
    const value = typed(row[name])
    if (isBound(value) || value.type !== type)
      throw new Error(`${table.name}: ${name} of a row must be of type ${type}`)
    return value
  })
}

function typed(value: PlainValue | undefined): Value {
  switch (typeof value) {
    case 'string':
      return { type: 'STRING', value }
    case 'bigint':
      return { type: 'INTEGER', value }
    case 'number':
      return { type: 'DOUBLE', value }
    case 'boolean':
      return { type: 'BOOLEAN', value }
    case 'object':
      return { type: 'BINARY', value }
    default:
      throw new Error('a row of the simulated Tablestore has no place for a missing value')
  }
}
