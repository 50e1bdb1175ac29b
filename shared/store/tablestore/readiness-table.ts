import type { ReadinessRow } from '../../domain/readiness.ts'
import { readinessCells, readinessOf } from '../records/readiness.ts'
import type { ReadinessTable } from '../store.ts'
import type { TablestoreClient } from './client.ts'
import { READINESS } from './layout.ts'
import { type Range, RowTable } from './row-table.ts'
import { FIRST, LAST } from './sdk.ts'

export class TablestoreReadiness implements ReadinessTable {
  readonly #rows: RowTable

  constructor(client: TablestoreClient) {
    this.#rows = new RowTable(client, READINESS)
  }

  put(rows: readonly ReadinessRow[]): Promise<void> {
    return this.#rows.put(rows.map(readinessCells))
  }

  async get(scope: string, keyId: string): Promise<ReadinessRow | undefined> {
    const cells = await this.#rows.get([scope, keyId])
    return cells && readinessOf(cells)
  }

  async *list(scope?: string): AsyncGenerator<ReadinessRow> {
    const range: Range =
      scope === undefined ? { from: [FIRST], to: [LAST, LAST] } : { from: [scope], to: [scope, LAST] }
    for await (const cells of this.#rows.scan(range)) yield readinessOf(cells)
  }

  delete(scope: string, keyId: string): Promise<void> {
    return this.#rows.delete([[scope, keyId]])
  }
}
