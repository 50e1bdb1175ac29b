import { setImmediate, setTimeout } from 'node:timers/promises'
import { StoreError } from '../errors.ts'
import { CellReader, type Cells } from '../records/cells.ts'
import { Connection, type Row, type SqlValue, type Statement } from './connection.ts'
import { damaged, isBusy, storeFailure } from './failure.ts'

/** Rows that a list holds in memory at once. */
const PAGE = 500
/** The same of `scanPacked`. */
const PACKED_PAGE = 1_000
/** Rows of one transaction of `upsert`; between two, timers and other writers get their turn. */
const ROWS_PER_TRANSACTION = 1_000
/** The engine waits for a lock in the calling thread, so it waits shortly (ms) and the rest of the time is waited outside it. */
const ENGINE_BUSY_TIMEOUT = 50
const BUSY_PAUSE = 100
/** How long a call keeps asking for a lock, in milliseconds. */
const BUSY_LIMIT = 30_000

/** What to list: all rows that match, in the order of `key`, which with the equalities in `where` is a prefix of an index. */
export interface Scan {
  readonly table: string
  readonly key: readonly string[]
  readonly where?: readonly Condition[]
  /** Where the list begins. Left out once a page was read, because two lower bounds make the engine take the worse one. */
  readonly from?: Condition
}

export interface Condition {
  readonly sql: string
  readonly args: readonly SqlValue[]
}

/**
 * One connection to a SQLite file. Every call is one statement or one transaction that runs without giving way, so calls of one
 * process never wait for each other; who meets another process's lock waits up to 30 seconds. Failures throw a `StoreError`.
 */
export class Database {
  readonly file: string
  #connection: Connection
  readonly #settings: string[] = []
  #connectionPoisoned = false
  #connections = 1
  #closed = false

  /** Opens the file, and creates an empty one where none is. */
  constructor(file: string) {
    this.file = file
    try {
      this.#connection = new Connection(file, ENGINE_BUSY_TIMEOUT)
    } catch (cause) {
      if (isBusy(cause)) throw storeFailure(cause, file)
      throw new StoreError(
        `The store ${file} cannot be opened. Check that its directory exists and that file and directory may be written.`,
        file,
        { cause },
      )
    }
  }

  query(sql: string, args: readonly SqlValue[] = []): Promise<Row[]> {
    return this.#retryOnBusy(() => this.#connection.query({ sql, args }))
  }

  /** A PRAGMA of this connection, and of each that takes its place. */
  async set(pragma: string): Promise<void> {
    this.#settings.push(pragma)
    await this.query(pragma)
  }

  /** A text that stays the same while no other connection writes to the file. */
  async version(): Promise<string> {
    const [row] = await this.query('PRAGMA data_version')
    // Each connection counts for itself.
    return `${this.#connections}:${String(row?.data_version)}`
  }

  /** Runs all statements or none, in one transaction. Resolves to the number of rows that each changed. */
  async write(statements: readonly Statement[]): Promise<number[]> {
    return statements.length === 0 ? [] : this.#retryOnBusy(() => this.#connection.write(statements))
  }

  /** Writes rows, each over the one of the same primary key, in transactions of 1,000. */
  async upsert(table: string, rows: readonly Cells[], onConflict?: string): Promise<void> {
    for (let at = 0; at < rows.length; at += ROWS_PER_TRANSACTION) {
      if (at > 0) await setImmediate()
      await this.write(insertions(table, rows.slice(at, at + ROWS_PER_TRANSACTION), onConflict))
    }
  }

  /** Lists rows by pages that begin after the last key seen: memory and time a page stay the same however long the list is. */
  async *scan({ table, key, where = [], from }: Scan): AsyncGenerator<Row> {
    let start = from
    for (;;) {
      const conditions = start ? [...where, start] : where
      const filter = conditions.length > 0 ? `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}` : ''
      const rows = await this.query(
        `SELECT * FROM ${table} ${filter} ORDER BY ${key.join(', ')} LIMIT ${PAGE}`,
        conditions.flatMap(({ args }) => args),
      )
      yield* rows
      const last = rows.at(-1)
      if (rows.length < PAGE || !last) return
      start = {
        sql: `(${key.join(', ')}) > (${key.map(() => '?').join(', ')})`,
        args: key.map((name) => last[name] ?? null),
      }
      await setImmediate()
    }
  }

  /**
   * Some columns of all rows, or of those that `only` picks, in the order in which they lie in the file. The engine's binding takes microseconds for each cell that it
   * hands over, so each column of a page comes as one text: a tenth of the time. A column that the file of an older version lacks is absent.
   */
  async *scanPacked(table: string, wanted: readonly string[], only?: Condition): AsyncGenerator<CellReader> {
    const there = new Set((await this.query('SELECT name FROM pragma_table_info(?)', [table])).map(({ name }) => name))
    const columns = wanted.filter((column) => there.has(column))
    const packed = columns.map((column) => `json_group_array(${column}) AS ${column}`)
    for (let after: SqlValue = 0; ; ) {
      const [page] = await this.query(
        `SELECT ${packed.join(', ')}, count(*) AS size, max(at) AS last
         FROM (SELECT rowid AS at, ${columns.join(', ')} FROM ${table} WHERE rowid > ?${only ? ` AND ${only.sql}` : ''}
               ORDER BY rowid LIMIT ${PACKED_PAGE})`,
        [after, ...(only?.args ?? [])],
      )
      if (!page?.last) return
      const cells = new Map(columns.map((column) => [column, JSON.parse(String(page[column])) as readonly unknown[]]))
      for (let row = 0; row < Number(page.size); row += 1)
        yield new CellReader(
          (column) => cells.get(column)?.[row],
          (cause) => damaged(this.file, cause),
        )
      after = page.last
      await setImmediate()
    }
  }

  /** Every scope that has a row in a table. */
  async scopesOf(table: string): Promise<readonly string[]> {
    const rows = await this.query(`SELECT DISTINCT scope FROM ${table}`)
    return rows.map((row) => this.cells(row).text('scope'))
  }

  /** The cells of a row that was read. */
  cells(row: Row): CellReader {
    return new CellReader(
      (column) => row[column],
      (cause) => damaged(this.file, cause),
    )
  }

  get closed(): boolean {
    return this.#closed
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#connection.close()
  }

  async #retryOnBusy<T>(work: () => T): Promise<T> {
    for (let waited = 0; ; ) {
      if (this.#closed)
        throw new StoreError(`The store ${this.file} is closed. Open it again before using it.`, this.file)
      try {
        if (this.#connectionPoisoned) this.#renew()
        return work()
      } catch (error) {
        if (!isBusy(error) || waited >= BUSY_LIMIT) throw storeFailure(error, this.file)
        this.#connectionPoisoned = true
      }
      const pause = BUSY_PAUSE * (0.5 + Math.random())
      await setTimeout(pause)
      waited += pause + ENGINE_BUSY_TIMEOUT
    }
  }

  /**
   * Takes a new connection. The binding leaves the statement that met a lock unfinished until its memory is collected, and while it is
   * there no transaction of its connection can commit ("SQL statements in progress").
   */
  #renew(): void {
    const renewed = new Connection(this.file, ENGINE_BUSY_TIMEOUT)
    this.#connection.close()
    this.#connection = renewed
    this.#connections += 1
    for (const sql of this.#settings) renewed.query({ sql })
    this.#connectionPoisoned = false
  }
}

/** Statements that insert rows, which all have the columns of the first. `onConflict` says what happens to a row that is there; by default it is replaced. */
export function insertions(table: string, rows: readonly Cells[], onConflict?: string): Statement[] {
  const columns = Object.keys(rows[0] ?? {})
  const verb = onConflict ? 'INSERT' : 'INSERT OR REPLACE'
  const places = columns.map(() => '?').join(', ')
  const sql = `${verb} INTO ${table} (${columns.join(', ')}) VALUES (${places}) ${onConflict ?? ''}`
  return rows.map((row) => ({ sql, args: columns.map((column) => row[column] ?? null) }))
}
