import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBResultReader } from '@duckdb/node-api'
import type { Column } from './columns.ts'
import { connect } from './database.ts'

/** The name by which queries call the logs that were found. */
export const FOUND = 'found_logs'

/** What a query finds, and where. */
export interface Finding {
  /** SELECT of the logs. */
  readonly logs: string
  readonly columns: readonly Column[]
  /** True: few logs, and each column of the type that it says. */
  readonly isSmall: boolean
  /** True: whatever is asked of the logs is asked once, so that they need not be kept. */
  readonly isPage: boolean
  /** Hours east of UTC. */
  readonly hoursEast: number
  /** The cloud's clock, in milliseconds. */
  readonly now: number
}

/** Plans that are kept of one table. */
const MOST_STATEMENTS = 20
/** Tables that are kept. */
const MOST_TABLES = 16

interface Kept {
  readonly logs: Promise<FoundLogs>
  /** The end of what was begun with them last. */
  used: Promise<unknown>
}

const kept = new Map<string, Kept>()

/**
 * Hands `use` the logs that a query finds. Where they are few, planning a statement takes longer than running it: then the table of the logs,
 * and the plans of what is asked of it, serve one query after another that has the same columns, of all clouds of a process.
 */
export async function withFoundLogs<T>(finding: Finding, use: (logs: FoundLogs) => Promise<T>): Promise<T> {
  if (finding.isSmall) return inTurn(keptFor(finding), finding, use)
  const logs = new FoundLogs(await connect(finding.hoursEast, 'optimized'), false)
  try {
    await logs.fill(finding)
    return await use(logs)
  } finally {
    logs.close()
  }
}

function inTurn<T>(own: Kept, finding: Finding, use: (logs: FoundLogs) => Promise<T>): Promise<T> {
  const result = own.used.then(async () => {
    const logs = await own.logs
    await logs.fill(finding)
    return use(logs)
  })
  own.used = result.catch(() => undefined)
  return result
}

function keptFor({ hoursEast, columns }: Finding): Kept {
  const key = JSON.stringify([hoursEast, columns.map(({ name, type }) => [name, type])])
  const known = kept.get(key)
  if (known) return known
  const [oldest] = kept
  if (oldest && kept.size >= MOST_TABLES) {
    const [name, { logs, used }] = oldest
    kept.delete(name)
    void used.then(async () => (await logs).close())
  }
  const logs = connect(hoursEast, 'plain').then((connection) => new FoundLogs(connection, true))
  const made = { logs, used: Promise.resolve() }
  kept.set(key, made)
  return made
}

/** Logs that were found, for one query at a time. */
export class FoundLogs {
  readonly #connection: DuckDBConnection
  readonly #prepared = new Map<string, DuckDBPreparedStatement>()
  readonly #keepsPlans: boolean
  #isFilled = false

  constructor(connection: DuckDBConnection, keepsPlans: boolean) {
    this.#connection = connection
    this.#keepsPlans = keepsPlans
  }

  async fill({ logs, isSmall, isPage, now }: Finding): Promise<void> {
    const kind = isPage && !isSmall ? 'VIEW' : 'TABLE'
    const filling = this.#isFilled
      ? `TRUNCATE ${FOUND}; INSERT INTO ${FOUND} ${logs}`
      : `CREATE TEMP ${kind} ${FOUND} AS ${logs}`
    await this.#connection.run(`SET VARIABLE now = ${now / 1_000}; ${filling}`)
    this.#isFilled = true
  }

  /** Runs a SELECT of DuckDB over them. */
  async read(sql: string): Promise<DuckDBResultReader> {
    // A plan holds the time at which it was made.
    if (!this.#keepsPlans || readsClock(sql)) return this.#connection.runAndReadAll(sql)
    const statement = this.#prepared.get(sql) ?? (await this.#prepare(sql))
    return statement.runAndReadAll()
  }

  async #prepare(sql: string): Promise<DuckDBPreparedStatement> {
    const statement = await this.#connection.prepare(sql)
    if (this.#prepared.size >= MOST_STATEMENTS) this.#forget()
    this.#prepared.set(sql, statement)
    return statement
  }

  close(): void {
    this.#forget()
    this.#connection.closeSync()
  }

  #forget(): void {
    for (const statement of this.#prepared.values()) statement.destroySync()
    this.#prepared.clear()
  }
}

/** True where the cloud's time decides what a statement says. */
export function readsClock(sql: string): boolean {
  return /\bsls_now\b/.test(sql)
}
