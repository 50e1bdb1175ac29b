import { briefCells, readBrief } from '../records/brief.ts'
import { prefixEnd } from '../records/prefix-end.ts'
import type { ListPart, ProgressEntry, ProgressTable } from '../store.ts'
import { type Database, insertions } from './database.ts'

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
    const cells = row && this.#database.cells(row)
    return cells && { ...readBrief(cells), value: cells.json<unknown>('value') }
  }

  async *list(scope: string, prefix: string, { from = prefix }: ListPart = {}): AsyncGenerator<ProgressEntry> {
    const end = prefixEnd(prefix)
    const found = this.#database.scan({
      table: 'progress',
      key: ['name'],
      where: [{ sql: 'scope = ?', args: [scope] }, ...(end === undefined ? [] : [{ sql: 'name < ?', args: [end] }])],
      from: { sql: 'name >= ?', args: [from] },
    })
    for await (const row of found) {
      const cells = this.#database.cells(row)
      const name = cells.text('name')
      // Names with one prefix stand together, so the first without it ends the list.
      if (!name.startsWith(prefix)) return
      yield { name, value: cells.json<unknown>('value'), version: cells.number('version') }
    }
  }

  async *briefs(scope: string, prefix: string): AsyncGenerator<Omit<ProgressEntry, 'value'>> {
    const end = prefixEnd(prefix) ?? null
    const named = {
      sql: 'scope = ? AND name >= ? AND (? IS NULL OR name < ?)',
      args: [scope, prefix, end, end],
    }
    for await (const cells of this.#database.scanPacked('progress', ['name', 'version', 'brief'], named))
      if (cells.text('name').startsWith(prefix)) yield readBrief(cells)
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

  async swap(scope: string, name: string, value: unknown, expected: number, brief?: unknown): Promise<boolean> {
    // A file of before there were briefs lacks their column where it was opened for no more than marks, and those have none.
    const cells = { value: JSON.stringify(value), version: expected + 1, ...briefCells(expected + 1, brief) }
    const changes = Object.keys(cells).map((column) => `${column} = ?`)
    const statements =
      expected === 0
        ? insertions('progress', [{ scope, name, ...cells }], 'ON CONFLICT DO NOTHING')
        : [
            {
              sql: `UPDATE progress SET ${changes.join(', ')} WHERE scope = ? AND name = ? AND version = ?`,
              args: [...Object.values(cells), scope, name, expected],
            },
          ]
    const [changed] = await this.#database.write(statements)
    return changed === 1
  }

  async delete(scope: string, name: string): Promise<void> {
    await this.#database.write([{ sql: 'DELETE FROM progress WHERE scope = ? AND name = ?', args: [scope, name] }])
  }
}
