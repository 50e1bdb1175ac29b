import { SECOND } from '../../domain/time.ts'
import { StoreBusyError, StoreLayoutError } from '../errors.ts'
import type { TablestoreClient } from './client.ts'
import type { Table } from './layout.ts'

/** How long a new table is waited for: the vendor says about a minute. */
const READY_WITHIN = 120 * SECOND
/** A key that no row has. */
export const NO_ROW = ' '

/** Makes those of the tables that are missing, and checks that the others are ours. Safe to run by two processes at once. */
export async function makeTables(client: TablestoreClient, tables: readonly Table[]): Promise<void> {
  const made = await Promise.all(tables.map((table) => makeTable(client, table)))
  await Promise.all(made.flatMap((table) => (table ? [waitForTable(client, table)] : [])))
}

/** The table, where it was missing. */
async function makeTable(client: TablestoreClient, table: Table): Promise<Table | undefined> {
  const { name, key } = table
  const described = await client.attempt('DescribeTable', (sdk) => sdk.describeTable({ tableName: name }), ['missing'])
  if ('value' in described) {
    const found = described.value.tableMeta.primaryKey.map((column) => column.name)
    if (found.join() !== key.join()) throw foreign(client.where, table, found)
    return undefined
  }
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
  return table
}

async function waitForTable(client: TablestoreClient, { name, key }: Table): Promise<void> {
  const giveUpAt = performance.now() + READY_WITHIN
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
