import type { Change } from '../../domain/readiness.ts'
import { scopeId } from '../../domain/scope.ts'
import { VERDICTS } from '../../domain/verdict.ts'
import type { HistoryTable } from '../store.ts'
import { CellReader } from './cells.ts'
import type { Cells, Condition, Database } from './database.ts'

export class SqliteHistory implements HistoryTable {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  put(changes: readonly Change[]): Promise<void> {
    return this.#database.upsert('history', changes.map(encode))
  }

  async *list({ scope, keyId, since }: Parameters<HistoryTable['list']>[0] = {}): AsyncGenerator<Change> {
    const where: Condition[] = []
    if (scope !== undefined) where.push({ sql: 'scope = ?', args: [scope] })
    if (keyId !== undefined) where.push({ sql: 'key_id = ?', args: [keyId] })
    if (since !== undefined) where.push({ sql: 'changed_at >= ?', args: [since] })
    const key = scope === undefined ? ['scope', 'key_id', 'changed_at'] : ['key_id', 'changed_at']
    for await (const row of this.#database.scan({ table: 'history', key, where })) {
      yield decode(new CellReader(row, this.#database.file))
    }
  }

  async prune(scope: string, before: string): Promise<void> {
    await this.#database.write([
      { sql: 'DELETE FROM history WHERE scope = ? AND changed_at < ?', args: [scope, before] },
    ])
  }
}

function encode(change: Change): Cells {
  return {
    scope: scopeId(change),
    key_id: change.keyId,
    changed_at: change.changedAt,
    account_id: change.accountId,
    region: change.region,
    verdict_before: change.before,
    verdict_after: change.after,
    why: JSON.stringify(change.why),
    events: JSON.stringify(change.events),
  }
}

function decode(cells: CellReader): Change {
  return {
    accountId: cells.text('account_id'),
    region: cells.text('region'),
    keyId: cells.text('key_id'),
    changedAt: cells.text('changed_at'),
    before: cells.wordOrNull('verdict_before', VERDICTS),
    after: cells.wordOrNull('verdict_after', VERDICTS),
    why: cells.json('why'),
    events: cells.json('events'),
  }
}
