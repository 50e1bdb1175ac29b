import { createHash } from 'node:crypto'
import type { DuckDBConnection, DuckDBResultReader } from '@duckdb/node-api'
import type { World } from '../world.ts'
import { openDatabase } from './database.ts'
import { type Feed, feedsInto, type Log, type Place } from './delivered.ts'
import type { Logstore } from './projects.ts'
import { identifier } from './quote.ts'

/** A logstore's logs in DuckDB. */
export interface Table {
  readonly name: string
  /** How many logs it has; undefined where its logstore's own `sql` says which. */
  readonly rows: number | undefined
  /**
   * The same for the same logs of a time (seconds; `to` does not belong to it) that are there at `now` (milliseconds); undefined where its
   * logstore's own `sql` says which.
   */
  contentOf(from: number, to: number, now: number): string | undefined
  /** All columns that it has: `__time__`, `__delivered__`, `event`, and those that a logstore's own `sql` gives ready. */
  readonly columns: ReadonlySet<string>
}

interface Filled extends Table {
  rows: number | undefined
  readonly key: string
  /** As far as a table has logs. */
  readonly logs: Written[]
  /** What each list of events held when it was read. */
  readonly read: Map<readonly unknown[], readonly unknown[]>
}

/** A log in a table. */
interface Written extends Pick<Log, 'time' | 'deliveredAt'> {
  readonly digest: string
}

/** How many logs go into DuckDB with one appender's flush. */
const CHUNK = 50_000
let made = 0

/**
 * The logs of all logstores of a cloud, in a DuckDB that is loaded with the first query. A table is filled from the world's events when it is
 * asked for, takes what came since, and is filled anew when the world was edited.
 */
export class Warehouse {
  readonly #world: World
  readonly #tables = new Map<string, Filled>()
  #filling: Promise<unknown> = Promise.resolve()

  constructor(world: World) {
    this.#world = world
  }

  /** The table of a logstore, as the world is now. */
  table(place: Place, logstore: Logstore): Promise<Table> {
    const filled = this.#filling.then(() => this.#fill(place, logstore))
    this.#filling = filled.catch(() => undefined)
    return filled
  }

  async close(): Promise<void> {
    await this.#filling
    const tables = [...this.#tables.values()]
    this.#tables.clear()
    if (tables.length === 0) return
    const { connection } = await openDatabase()
    for (const table of tables) await drop(connection, table)
  }

  async #fill(place: Place, logstore: Logstore): Promise<Table> {
    const { connection } = await openDatabase()
    const { account, region, project, logstore: name } = place
    const owner = JSON.stringify([account.id, region, project, name])
    const feeds = logstore.sql === undefined ? feedsInto(place, this.#world) : []
    const key = logstore.sql ?? JSON.stringify(feedsKey(place, this.#world))
    const known = this.#tables.get(owner)
    const isCurrent = known?.key === key && feeds.every(({ events }) => isGrown(events, known.read.get(events)))
    if (known && !isCurrent) await drop(connection, known)
    const table = isCurrent ? known : await this.#create(connection, key, logstore)
    this.#tables.set(owner, table)
    await append(connection, table, feeds)
    return table
  }

  async #create(connection: DuckDBConnection, key: string, { sql }: Logstore): Promise<Filled> {
    made += 1
    const name = `logs_${made}`
    const given = sql === undefined ? undefined : await connection.runAndReadAll(`DESCRIBE ${sql}`)
    const columns = new Set(given ? columnNames(given) : ['__time__', '__delivered__', 'event'])
    if (sql === undefined) {
      await connection.run(`CREATE TABLE ${name} (__time__ BIGINT, __delivered__ BIGINT, event VARCHAR)`)
    } else {
      const delivered = columns.has('__delivered__') ? '' : ', __time__ * 1000 AS __delivered__'
      await connection.run(`CREATE VIEW ${identifier(name)} AS SELECT *${delivered} FROM (${sql})`)
    }
    const isView = sql !== undefined
    const logs: Written[] = []
    const contentOf = isView
      ? () => undefined
      : (from: number, to: number, now: number) => digestOf(logs, from, to, now)
    return { name, rows: isView ? undefined : 0, contentOf, columns, key, logs, read: new Map() }
  }
}

async function drop(connection: DuckDBConnection, { name, rows }: Filled): Promise<void> {
  await connection.run(`DROP ${rows === undefined ? 'VIEW' : 'TABLE'} ${name}`)
}

/** What of the world, besides events, decides what is in a logstore. */
function feedsKey(place: Place, world: World): unknown {
  const arn = `acs:log:${place.region}:${place.account.id}:project/${place.project}`
  return world.accounts.map(({ id, regions }) => [
    id,
    Object.entries(regions).map(([region, { trails }]) => [
      region,
      trails.filter((each) => each.slsProjectArn === arn),
    ]),
  ])
}

/** True when a list has what it had, and perhaps more at its end. */
function isGrown(now: readonly unknown[], before: readonly unknown[] | undefined): boolean {
  return before === undefined || (now.length >= before.length && before.every((each, index) => each === now[index]))
}

async function append(connection: DuckDBConnection, table: Filled, feeds: readonly Feed[]): Promise<void> {
  const fresh = feeds.filter(({ events }) => events.length > (table.read.get(events)?.length ?? 0))
  if (fresh.length === 0) return
  const appender = await connection.createAppender(table.name, 'main')
  let rows = 0
  for (const { events, logsOf } of fresh) {
    const before = table.read.get(events)?.length ?? 0
    for (const event of events.slice(before)) {
      for (const log of logsOf(event)) {
        appender.appendBigInt(BigInt(log.time))
        appender.appendBigInt(BigInt(log.deliveredAt))
        appender.appendVarchar(log.event)
        appender.endRow()
        table.logs.push({ time: log.time, deliveredAt: log.deliveredAt, digest: sha256(log.event) })
        rows += 1
        if (rows % CHUNK === 0) appender.flushSync()
      }
    }
  }
  // Several trails may deliver from one list, so it counts as read only now.
  for (const { events } of fresh) table.read.set(events, [...events])
  table.rows = (table.rows ?? 0) + rows
  appender.closeSync()
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

/** Of the logs that a question is about. */
function digestOf(logs: readonly Written[], from: number, to: number, now: number): string {
  const inside = logs.filter(({ time, deliveredAt }) => time >= from && time < to && deliveredAt <= now)
  return sha256(inside.map(({ time, digest }) => `${time} ${digest}`).join('\n'))
}

function columnNames(description: DuckDBResultReader): string[] {
  return description.getRows().map(([name]) => String(name))
}
