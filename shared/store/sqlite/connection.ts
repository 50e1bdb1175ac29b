import Libsql from 'libsql'

/** A value as the engine takes and gives it. No table of the store holds bytes. */
export type SqlValue = string | number | null

/** A row that was read, by the names of its columns. */
export type Row = Readonly<Record<string, SqlValue>>

/** A statement and the values of its parameters. */
export interface Statement {
  readonly sql: string
  readonly args?: readonly (SqlValue | boolean)[]
}

interface Prepared {
  readonly statement: Libsql.Statement<[readonly SqlValue[]]>
  /** Of the rows that it gives; empty where it gives none. */
  columns: readonly string[]
}

/** Compiled statements that a connection keeps. The store has some fifty, and a list has a few more for its conditions. */
const MAX_PREPARED = 200

/**
 * One connection of the engine to a file, which is created where there is none. It keeps its statements compiled, because compiling one takes several times as
 * long as running it. Everything is done when a call returns. Throws the engine's errors.
 */
export class Connection {
  readonly #engine: Libsql.Database
  readonly #prepared = new Map<string, Prepared>()

  /** `timeout`: how long the engine waits for a lock, in the calling thread, in milliseconds. */
  constructor(file: string, timeout: number) {
    this.#engine = new Libsql(file, { timeout })
  }

  /** The rows that a statement gives. */
  query({ sql, args = [] }: Statement): Row[] {
    return this.#running(sql, (prepared) => {
      const { statement } = prepared
      if (prepared.columns.length === 0) {
        statement.run(args.map(bindable))
        return []
      }
      const rows = statement.all(args.map(bindable)) as readonly (readonly SqlValue[])[]
      // Another connection has added a column since the statement was compiled, and the engine has compiled it anew.
      if (rows[0] && rows[0].length !== prepared.columns.length) prepared.columns = namesOf(statement)
      return rows.map((row) => rowOf(prepared.columns, row))
    })
  }

  /** Runs all statements or none, in one transaction. The number of rows that each changed. */
  write(statements: readonly Statement[]): number[] {
    const changesOf = ({ sql, args = [] }: Statement) =>
      this.#running(sql, ({ statement }) => statement.run(args.map(bindable)).changes)
    // One by itself is a transaction anyway.
    if (statements.length < 2) return statements.map(changesOf)
    this.query({ sql: 'BEGIN IMMEDIATE' })
    try {
      const changes = statements.map(changesOf)
      this.query({ sql: 'COMMIT' })
      return changes
    } catch (error) {
      if (this.#engine.inTransaction) this.#engine.exec('ROLLBACK')
      throw error
    }
  }

  close(): void {
    this.#prepared.clear()
    this.#engine.close()
  }

  #running<T>(sql: string, run: (prepared: Prepared) => T): T {
    const prepared = this.#prepared.get(sql) ?? this.#prepare(sql)
    // The least recently used stands first. One that fails is compiled anew: it may have been left half done.
    this.#prepared.delete(sql)
    const result = run(prepared)
    this.#prepared.set(sql, prepared)
    if (this.#prepared.size > MAX_PREPARED) this.#prepared.delete(this.#prepared.keys().next().value ?? sql)
    return result
  }

  #prepare(sql: string): Prepared {
    const statement = this.#engine.prepare<[readonly SqlValue[]]>(sql)
    const columns = statement.reader ? namesOf(statement) : []
    if (columns.length > 0) statement.raw(true)
    return { statement, columns }
  }
}

function namesOf(statement: Libsql.Statement): readonly string[] {
  return statement.columns().map(({ name }) => name)
}

function rowOf(columns: readonly string[], values: readonly SqlValue[]): Row {
  const row: Record<string, SqlValue> = {}
  for (let at = 0; at < columns.length; at += 1) row[columns[at] ?? ''] = values[at] ?? null
  return row
}

/** The engine's binding ends a text that it reads at its first NUL, so none may get in. Texts inside JSON keep theirs, escaped. */
function bindable(value: SqlValue | boolean): SqlValue {
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value
}
