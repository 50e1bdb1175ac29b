import { StoreError } from '../errors.ts'
import type { StoreOptions } from '../store-options.ts'
import { writeRows } from './batch.ts'
import { type StoreTiming, TablestoreClient } from './client.ts'
import type { InstanceAddress } from './instance-address.ts'
import { DECISIONS, MARKS, TABLES, type Table } from './layout.ts'
import { foreign, NO_ROW } from './make-tables.ts'
import { RowTable } from './row-table.ts'
import { ComparatorType, Condition, RowExistenceExpectation, SingleColumnCondition } from './sdk.ts'

/** How one table stands. `refused`: what the calls that an audit makes of it came to, each that failed. */
export interface TableTrial {
  readonly table: string
  readonly state: 'there' | 'missing' | 'unknown'
  readonly refused: readonly { readonly action: string; readonly error: StoreError }[]
}

/**
 * Makes each call that an audit makes of each table, in a way that changes nothing: writes stand under conditions that no row meets, and
 * no table is made. Throws what is no `StoreError`.
 */
export function tryTables(
  address: InstanceAddress,
  { credentials, ...options }: StoreOptions & { readonly timing?: Partial<StoreTiming> },
): Promise<readonly TableTrial[]> {
  const client = new TablestoreClient(address, credentials, options)
  return Promise.all(TABLES.map((table) => tryTable(client, table)))
}

async function tryTable(client: TablestoreClient, table: Table): Promise<TableTrial> {
  const { name } = table
  try {
    const described = await client.attempt('DescribeTable', (sdk) => sdk.describeTable({ tableName: name }), [
      'missing',
    ])
    if ('refused' in described) return { table: name, state: 'missing', refused: [] }
    const found = described.value.tableMeta.primaryKey.map((column) => column.name)
    if (found.join() !== table.key.join()) throw foreign(client.where, table, found)
  } catch (error) {
    return { table: name, state: 'unknown', refused: [{ action: 'DescribeTable', error: storeError(error) }] }
  }
  const outcomes = await Promise.all(callsOf(client, table).map(([action, call]) => outcomeOf(action, call)))
  return { table: name, state: 'there', refused: outcomes.flat() }
}

/** A key that no row has, and a column that none has either: nothing can meet both. */
const NEVER = new Condition(
  RowExistenceExpectation.EXPECT_EXIST,
  new SingleColumnCondition('no_such_column', '', ComparatorType.EQUAL, false, true),
)

type Call = readonly [action: string, call: () => Promise<unknown>]

/** The auditor waits for the table of marks, reads that of decisions, and reads and writes the others (permissions.ts). */
function callsOf(client: TablestoreClient, table: Table): readonly Call[] {
  const tableName = table.name
  const rows = new RowTable(client, table)
  const key = table.key.map(() => NO_ROW)
  const primaryKey = table.key.map((column) => ({ [column]: NO_ROW }))
  const attributeColumns = [{ no_such_column: '' }]
  const get: Call = ['GetRow', () => rows.get(key)]
  const range: Call = ['GetRange', () => rows.first([NO_ROW])]
  if (table === MARKS) return [get]
  if (table === DECISIONS) return [get, range]
  const put = { tableName, condition: NEVER, primaryKey, attributeColumns }
  const update = { tableName, condition: NEVER, primaryKey, updateOfAttributeColumns: [{ PUT: attributeColumns }] }
  const deletion = { row: { type: 'DELETE', condition: NEVER, primaryKey } as const, key, bytes: 0 }
  return [
    get,
    range,
    ['PutRow', () => client.attempt('PutRow', (sdk) => sdk.putRow(put), ['condition'])],
    ['UpdateRow', () => client.attempt('UpdateRow', (sdk) => sdk.updateRow(update), ['condition'])],
    ['BatchWriteRow', () => writeRows(client, table, [deletion])],
  ]
}

async function outcomeOf(action: string, call: () => Promise<unknown>): Promise<TableTrial['refused']> {
  try {
    await call()
    return []
  } catch (error) {
    return [{ action, error: storeError(error) }]
  }
}

function storeError(error: unknown): StoreError {
  if (error instanceof StoreError) return error
  throw error
}
