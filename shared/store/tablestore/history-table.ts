import type { Change, ChangeCount } from '../../domain/readiness.ts'
import { scopeId } from '../../domain/scope.ts'
import { ChangeCounter } from '../../domain/trend.ts'
import { changeCells, changeOf, outlineOf } from '../records/history.ts'
import type { HistoryRows } from '../summaries/row-tables.ts'
import type { TablestoreClient } from './client.ts'
import { HISTORY } from './layout.ts'
import { wellFormed } from './row-codec.ts'
import { type Range, RowTable } from './row-table.ts'
import { FIRST, LAST } from './sdk.ts'

/** What is read to count changes: `account_id`, because a row without any of the columns is not shown. */
const COUNTED = ['account_id', 'verdict_before', 'verdict_after']

export class TablestoreHistory implements HistoryRows {
  readonly #rows: RowTable

  constructor(client: TablestoreClient) {
    this.#rows = new RowTable(client, HISTORY)
  }

  put(changes: readonly Change[]): Promise<void> {
    return this.#rows.put(changes.map(changeCells))
  }

  /** What the key of the table does not select is left out here: changes are few, and a filter costs the same reads. */
  async *list({ scope, keyId, since }: Parameters<HistoryRows['list']>[0] = {}): AsyncGenerator<Change> {
    const wanted = keyId === undefined ? undefined : wellFormed(keyId)
    for await (const cells of this.#rows.scan(rangeOf(scope, keyId))) {
      const change = changeOf(cells)
      if (wanted !== undefined && change.keyId !== wanted) continue
      if (since === undefined || change.changedAt >= since) yield change
    }
  }

  async counts(since: string, scope?: string): Promise<readonly ChangeCount[]> {
    const tally = new ChangeCounter()
    for await (const cells of this.#rows.scan(rangeOf(scope, undefined), COUNTED)) {
      const change = outlineOf(cells)
      if (change.changedAt >= since) tally.add(change)
    }
    return tally.counts
  }

  scopes(): Promise<readonly string[]> {
    return this.#rows.scopes('account_id')
  }

  delete(change: Parameters<HistoryRows['delete']>[0]): Promise<void> {
    return this.#rows.delete([keyOf(change)])
  }

  async prune(scope: string, before: string): Promise<void> {
    const keys: string[][] = []
    for await (const change of this.list({ scope })) if (change.changedAt < before) keys.push(keyOf(change))
    await this.#rows.delete(keys)
  }
}

function keyOf(change: Parameters<HistoryRows['delete']>[0]): string[] {
  return [scopeId(change), change.keyId, change.changedAt]
}

function rangeOf(scope: string | undefined, keyId: string | undefined): Range {
  if (scope === undefined) return { from: [FIRST], to: [LAST, LAST, LAST] }
  return keyId === undefined
    ? { from: [scope], to: [scope, LAST, LAST] }
    : { from: [scope, keyId], to: [scope, keyId, LAST] }
}
