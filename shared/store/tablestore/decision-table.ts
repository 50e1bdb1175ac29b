import type { Decision } from '../../domain/decisions/decision.ts'
import { StoreMissingError } from '../errors.ts'
import { decisionCells, decisionOf } from '../records/decision.ts'
import type { DecisionTable } from '../store.ts'
import type { TablestoreClient } from './client.ts'
import { DECISIONS } from './layout.ts'
import { type Range, RowTable } from './row-table.ts'
import { FIRST, LAST } from './sdk.ts'

export class TablestoreDecisions implements DecisionTable {
  readonly #rows: RowTable

  constructor(client: TablestoreClient) {
    this.#rows = new RowTable(client, DECISIONS)
  }

  add(decision: Decision): Promise<boolean> {
    return this.#rows.insert(decisionCells(decision))
  }

  async *list(scope?: string): AsyncGenerator<Decision> {
    try {
      for await (const cells of this.#rows.scan(rangeOf(scope))) yield decisionOf(cells)
    } catch (error) {
      // An instance that an older version wrote has no such table, and nothing was decided in it.
      if (!(error instanceof StoreMissingError)) throw error
    }
  }
}

function rangeOf(scope: string | undefined): Range {
  return scope === undefined ? { from: [FIRST], to: [LAST, LAST, LAST] } : { from: [scope], to: [scope, LAST, LAST] }
}
