import type { Change, ChangeCount } from '../../domain/readiness.ts'
import { scopeId } from '../../domain/scope.ts'
import { ChangeCounter } from '../../domain/trend.ts'
import { changeCells, changeOf } from '../records/history.ts'
import type { HistoryTable } from '../store.ts'
import type { TablestoreClient } from './client.ts'
import { HISTORY } from './layout.ts'
import { wellFormed } from './row-codec.ts'
import { type Range, RowTable } from './row-table.ts'
import { FIRST, LAST } from './sdk.ts'

export class TablestoreHistory implements HistoryTable {
  readonly #rows: RowTable

  constructor(client: TablestoreClient) {
    this.#rows = new RowTable(client, HISTORY)
  }

  put(changes: readonly Change[]): Promise<void> {
    return this.#rows.put(changes.map(changeCells))
  }

  /** What the key of the table does not select is left out here: changes are few, and a filter costs the same reads. */
  async *list({ scope, keyId, since }: Parameters<HistoryTable['list']>[0] = {}): AsyncGenerator<Change> {
    const wanted = keyId === undefined ? undefined : wellFormed(keyId)
    for await (const cells of this.#rows.scan(rangeOf(scope, keyId))) {
      const change = changeOf(cells)
      if (wanted !== undefined && change.keyId !== wanted) continue
      if (since === undefined || change.changedAt >= since) yield change
    }
  }

  async counts(since: string): Promise<readonly ChangeCount[]> {
    const tally = new ChangeCounter()
    for await (const change of this.list({ since })) tally.add(change)
    return tally.counts
  }

  delete(change: Parameters<HistoryTable['delete']>[0]): Promise<void> {
    return this.#rows.delete([keyOf(change)])
  }

  async prune(scope: string, before: string): Promise<void> {
    const keys: string[][] = []
    for await (const change of this.list({ scope })) if (change.changedAt < before) keys.push(keyOf(change))
    await this.#rows.delete(keys)
  }
}

function keyOf(change: Parameters<HistoryTable['delete']>[0]): string[] {
  return [scopeId(change), change.keyId, change.changedAt]
}

function rangeOf(scope: string | undefined, keyId: string | undefined): Range {
  if (scope === undefined) return { from: [FIRST], to: [LAST, LAST, LAST] }
  return keyId === undefined
    ? { from: [scope], to: [scope, LAST, LAST] }
    : { from: [scope, keyId], to: [scope, keyId, LAST] }
}
