import { prefixEnd } from '../records/prefix-end.ts'
import type { ProgressEntry, ProgressTable } from '../store.ts'
import type { Row } from './connection.ts'
import type { Database } from './database.ts'

/** A write without a fence leaves the one that is stored; a trigger of the layout refuses a fence that is lower. */
const OVERWRITE = `ON CONFLICT (scope, name) DO UPDATE SET
  value = excluded.value, version = version + 1, fence = coalesce(excluded.fence, fence)`

export class SqliteProgress implements ProgressTable {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async get(scope: string, name: string): Promise<ProgressEntry | undefined> {
    const [row] = await this.#database.query('SELECT * FROM progress WHERE scope = ? AND name = ?', [scope, name])
    return row && this.#decode(row)
  }

  async *list(scope: string, prefix: string): AsyncGenerator<ProgressEntry> {
    const end = prefixEnd(prefix)
    const found = this.#database.scan({
      table: 'progress',
      key: ['name'],
      where: [{ sql: 'scope = ?', args: [scope] }, ...(end === undefined ? [] : [{ sql: 'name < ?', args: [end] }])],
      from: { sql: 'name >= ?', args: [prefix] },
    })
    for await (const row of found) {
      const entry = this.#decode(row)
      // Names with one prefix stand together, so the first without it ends the list.
      if (!entry.name.startsWith(prefix)) return
      yield entry
    }
  }

  async versions(scope: string, prefix: string): Promise<ReadonlyMap<string, number>> {
    const end = prefixEnd(prefix) ?? null
    const rows = await this.#database.query(
      'SELECT name, version FROM progress WHERE scope = ? AND name >= ? AND (? IS NULL OR name < ?)',
      [scope, prefix, end, end],
    )
    const versions = rows
      .map((row) => this.#database.cells(row))
      .map((cells): [string, number] => {
        return [cells.text('name'), cells.number('version')]
      })
    return new Map(versions.filter(([name]) => name.startsWith(prefix)))
  }

  async scopesWith(name: string, accountId?: string): Promise<readonly string[]> {
    const scopes = accountId === undefined ? '*' : `${accountId}:*`
    const rows = await this.#database.query(
      'SELECT scope FROM progress WHERE name = ? AND scope GLOB ? ORDER BY scope',
      [name, scopes],
    )
    return rows.map((row) => this.#database.cells(row).text('scope'))
  }

  put(
    scope: string,
    entries: readonly { readonly name: string; readonly value: unknown }[],
    fence?: number,
  ): Promise<void> {
    const rows = entries.map(({ name, value }) => ({
      scope,
      name,
      value: JSON.stringify(value),
      version: 1,
      fence: fence ?? null,
    }))
    return this.#database.upsert('progress', rows, OVERWRITE)
  }

  async swap(scope: string, name: string, value: unknown, expected: number): Promise<boolean> {
    const text = JSON.stringify(value)
    const statement =
      expected === 0
        ? {
            sql: 'INSERT INTO progress (scope, name, value, version) VALUES (?, ?, ?, 1) ON CONFLICT DO NOTHING',
            args: [scope, name, text],
          }
        : {
            sql: 'UPDATE progress SET value = ?, version = version + 1 WHERE scope = ? AND name = ? AND version = ?',
            args: [text, scope, name, expected],
          }
    const [changed] = await this.#database.write([statement])
    return changed === 1
  }

  async delete(scope: string, name: string): Promise<void> {
    await this.#database.write([{ sql: 'DELETE FROM progress WHERE scope = ? AND name = ?', args: [scope, name] }])
  }

  #decode(row: Row): ProgressEntry {
    const cells = this.#database.cells(row)
    return { name: cells.text('name'), value: cells.json<unknown>('value'), version: cells.number('version') }
  }
}
