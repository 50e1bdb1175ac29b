import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { macros } from './sql/macros.ts'
import { registerXxhash64 } from './sql/xxhash64.ts'

interface Database {
  readonly instance: DuckDBInstance
  /** The one that makes and fills tables. */
  readonly connection: DuckDBConnection
}

/** One for all clouds of a process, with the functions of each zone in a schema: starting takes longer than most queries. */
let database: Promise<Database> | undefined
const zones = new Map<string, Promise<void>>()

/** DuckDB, which is loaded with the first query. */
export function openDatabase(): Promise<Database> {
  database ??= (async () => {
    const { DuckDBInstance } = await import('@duckdb/node-api')
    // Queries come side by side, each with a thread that waits for it: more threads spend their time on waking each other.
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
    const connection = await instance.connect()
    // Presto divides whole numbers into whole numbers, and its lambdas have an arrow.
    await connection.run(
      "SET GLOBAL integer_division = true; SET GLOBAL lambda_syntax = 'ENABLE_SINGLE_ARROW'; SET GLOBAL TimeZone = 'UTC'",
    )
    await registerXxhash64(connection)
    return { instance, connection }
  })()
  return database
}

/** A connection with the functions of a zone (hours east of UTC). Queries are planned as they stand, or well, which takes longer. The caller closes it. */
export async function connect(hoursEast: number, planning: 'plain' | 'optimized'): Promise<DuckDBConnection> {
  const { instance } = await openDatabase()
  const schema = `zone_${hoursEast}`.replace(/\W/g, '_')
  const zone = zones.get(schema) ?? createZone(instance, schema, hoursEast)
  zones.set(schema, zone)
  await zone
  const connection = await instance.connect()
  await connection.run(`${planning === 'plain' ? 'PRAGMA disable_optimizer;' : ''} SET search_path = '${schema},main'`)
  return connection
}

async function createZone(instance: DuckDBInstance, schema: string, hoursEast: number): Promise<void> {
  const connection = await instance.connect()
  await connection.run(`CREATE SCHEMA ${schema}; SET search_path = '${schema},main'; SET VARIABLE now = 0`)
  await connection.run(macros(hoursEast).join(';\n'))
  connection.closeSync()
}
