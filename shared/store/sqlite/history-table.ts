import type { Change, ChangeCount } from '../../domain/readiness.ts'
import { scopeId } from '../../domain/scope.ts'
import { VERDICTS } from '../../domain/verdict.ts'
import { changeCells, changeOf } from '../records/history.ts'
import type { HistoryRows } from '../summaries/row-tables.ts'
import type { Condition, Database } from './database.ts'

export class SqliteHistory implements HistoryRows {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  put(changes: readonly Change[]): Promise<void> {
    return this.#database.upsert('history', changes.map(changeCells))
  }

  async *list({ scope, keyId, since }: Parameters<HistoryRows['list']>[0] = {}): AsyncGenerator<Change> {
    const where: Condition[] = []
    if (scope !== undefined) where.push({ sql: 'scope = ?', args: [scope] })
    if (keyId !== undefined) where.push({ sql: 'key_id = ?', args: [keyId] })
    // The plus keeps the engine from the index of `changed_at`: it would sort all that is left for each page.
    if (since !== undefined) where.push({ sql: '+changed_at >= ?', args: [since] })
    const key = scope === undefined ? ['scope', 'key_id', 'changed_at'] : ['key_id', 'changed_at']
    for await (const row of this.#database.scan({ table: 'history', key, where })) {
      yield changeOf(this.#database.cells(row))
    }
  }

  async counts(since: string, scope?: string): Promise<readonly ChangeCount[]> {
    // Of one scope the index of `changed_at` would read the changes of all.
    const of =
      scope === undefined
        ? { sql: 'changed_at >= ?', args: [] }
        : { sql: '+changed_at >= ? AND scope = ?', args: [scope] }
    const rows = await this.#database.query(
      `SELECT changed_at, verdict_before, verdict_after, count(*) AS keys FROM history
       WHERE ${of.sql} GROUP BY changed_at, verdict_before, verdict_after`,
      [since, ...of.args],
    )
    return rows.map((row) => {
      const cells = this.#database.cells(row)
      return {
        changedAt: cells.text('changed_at'),
        before: cells.wordOrNull('verdict_before', VERDICTS),
        after: cells.wordOrNull('verdict_after', VERDICTS),
        keys: cells.number('keys'),
      }
    })
  }

  async delete(change: Parameters<HistoryRows['delete']>[0]): Promise<void> {
    await this.#database.write([
      {
        sql: 'DELETE FROM history WHERE scope = ? AND key_id = ? AND changed_at = ?',
        args: [scopeId(change), change.keyId, change.changedAt],
      },
    ])
  }

  scopes(): Promise<readonly string[]> {
    return this.#database.scopesOf('history')
  }

  async prune(scope: string, before: string): Promise<void> {
    await this.#database.write([
      { sql: 'DELETE FROM history WHERE scope = ? AND changed_at < ?', args: [scope, before] },
    ])
  }
}
