import { StoreBusyError, StoreLayoutError } from '../errors.ts'
import type { TablestoreClient } from './client.ts'
import type { Table } from './layout.ts'

type TableState = 'missing' | 'loading' | 'ready'

/** A key that no row has. */
export const NO_ROW = ' '

/** What DescribeTable says, with the member that the SDK's types leave out; numbers as in the vendor's tablestore.proto. */
interface Described {
  readonly tableMeta: { readonly primaryKey: readonly { readonly name: string; readonly type: unknown }[] }
  readonly tableStatus?: number
}
const STRING_KEY = 2
const ACTIVE = 1

/** Makes those of the tables that are missing, once the others are known to be ours. Safe to run by two processes at once. */
export async function makeTables(client: TablestoreClient, tables: readonly Table[]): Promise<void> {
  const states = await eachTable(tables, async (table) => ({ table, state: await stateOf(client, table) }))
  const of = (wanted: TableState) => states.flatMap(({ table, state }) => (state === wanted ? [table] : []))
  const missing = of('missing')
  await eachTable(missing, (table) => makeTable(client, table))
  await eachTable([...missing, ...of('loading')], (table) => waitForTable(client, table))
}

/** Side by side. Nothing runs on when it fails. */
async function eachTable<T>(tables: readonly Table[], work: (table: Table) => Promise<T>): Promise<T[]> {
  const working = tables.map(work)
  await Promise.allSettled(working)
  return Promise.all(working)
}

/** Throws where the table is another program's. One that another process has just made loads for a while. */
async function stateOf(client: TablestoreClient, table: Table): Promise<TableState> {
  const answer = await client.attempt('DescribeTable', (sdk) => sdk.describeTable({ tableName: table.name }), [
    'missing',
  ])
  if (!('value' in answer)) return 'missing'
  const { tableMeta, tableStatus }: Described = answer.value
  const found = tableMeta.primaryKey.map(({ name, type }) => (type === STRING_KEY ? name : `${name} (no text)`))
  if (found.join() !== table.key.join()) throw foreign(client.where, table, found)
  return tableStatus === ACTIVE ? 'ready' : 'loading'
}

async function makeTable(client: TablestoreClient, { name, key }: Table): Promise<void> {
  const primaryKey = key.map((column) => ({ name: column, type: 'STRING' as const }))
  await client.attempt(
    'CreateTable',
    (sdk) =>
      sdk.createTable({
        tableMeta: { tableName: name, primaryKey },
        // No reserved throughput: it costs money while nothing runs.
        reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
        tableOptions: { timeToLive: -1, maxVersions: 1 },
      }),
    ['exists'],
  )
}

async function waitForTable(client: TablestoreClient, { name, key }: Table): Promise<void> {
  const giveUpAt = performance.now() + client.timing.tableReady
  const primaryKey = key.map((column) => ({ [column]: NO_ROW }))
  for (let tries = 1; ; tries += 1) {
    const read = await client.attempt('GetRow', (sdk) => sdk.getRow({ tableName: name, primaryKey }), [
      'again',
      'missing',
    ])
    if ('value' in read) return
    if (performance.now() >= giveUpAt) {
      throw new StoreBusyError(
        `The table ${name} of Tablestore instance ${client.where} was made but is not ready: ${read.refused.code}. Run again in some minutes.`,
        client.where,
      )
    }
    await client.pause(tries)
  }
}

/** A table of this name is there, and it is not ours. */
export function foreign(where: string, { name, key }: Table, found: readonly string[]): StoreLayoutError {
  return new StoreLayoutError(
    `The table ${name} of Tablestore instance ${where} has the primary key ${found.join(', ')}, and cmk-readiness needs ${key.join(', ')}. It was left as it is. Give cmk-readiness an instance of its own.`,
    where,
  )
}
