import type { KeySummary, ReadinessRow } from '../../domain/readiness.ts'
import { keySummaryOf, readinessCells, readinessOf, SUMMARY_COLUMNS } from '../records/readiness.ts'
import type { RowKey } from '../store.ts'
import type { ReadinessRows } from '../summaries/row-tables.ts'
import type { Database } from './database.ts'

export class SqliteReadiness implements ReadinessRows {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  put(rows: readonly ReadinessRow[]): Promise<void> {
    const cells = rows.map(readinessCells)
    const columns = Object.keys(cells[0] ?? {}).map((column) => `${column} = excluded.${column}`)
    return this.#database.upsert(
      'readiness',
      cells,
      `ON CONFLICT (scope, key_id) DO UPDATE SET ${columns.join(', ')} WHERE excluded.checked_at >= checked_at`,
    )
  }

  async get(scope: string, keyId: string): Promise<ReadinessRow | undefined> {
    const [row] = await this.#database.query('SELECT * FROM readiness WHERE scope = ? AND key_id = ?', [scope, keyId])
    return row && readinessOf(this.#database.cells(row))
  }

  async *list(scope?: string, after?: RowKey): AsyncGenerator<ReadinessRow> {
    const found =
      scope === undefined
        ? this.#database.scan({
            table: 'readiness',
            key: ['scope', 'key_id'],
            ...(after && { from: { sql: '(scope, key_id) > (?, ?)', args: [after.scope, after.keyId] } }),
          })
        : this.#database.scan({
            table: 'readiness',
            key: ['key_id'],
            where: [{ sql: 'scope = ?', args: [scope] }],
            ...(after && { from: { sql: 'key_id > ?', args: [after.keyId] } }),
          })
    for await (const row of found) yield readinessOf(this.#database.cells(row))
  }

  async *summariesOfRows(scope?: string): AsyncGenerator<KeySummary> {
    const only = scope === undefined ? undefined : { sql: 'scope = ?', args: [scope] }
    for await (const row of this.#database.scanPacked('readiness', SUMMARY_COLUMNS, only)) yield keySummaryOf(row)
  }

  scopes(): Promise<readonly string[]> {
    return this.#database.scopesOf('readiness')
  }

  version(): Promise<string> {
    return this.#database.version()
  }

  async delete(scope: string, keyId: string): Promise<void> {
    await this.#database.write([{ sql: 'DELETE FROM readiness WHERE scope = ? AND key_id = ?', args: [scope, keyId] }])
  }
}
