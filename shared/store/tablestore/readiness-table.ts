import type { Condition as RowCondition } from 'tablestore'
import type { KeySummary, ReadinessRow } from '../../domain/readiness.ts'
import { scopeId } from '../../domain/scope.ts'
import type { Cell } from '../records/cells.ts'
import { keySummaryOf, readinessCells, readinessOf, SUMMARY_COLUMNS } from '../records/readiness.ts'
import type { RowKey } from '../store.ts'
import type { ReadinessRows } from '../summaries/row-tables.ts'
import type { TablestoreClient } from './client.ts'
import { READINESS } from './layout.ts'
import { storedNames } from './row-codec.ts'
import { type Bound, type Range, RowTable } from './row-table.ts'
import { ComparatorType, Condition, FIRST, LAST, RowExistenceExpectation, SingleColumnCondition } from './sdk.ts'

/** Rows that a list reads before anybody has asked for more: they have some kilobytes each. */
const FIRST_ROWS = 128

export class TablestoreReadiness implements ReadinessRows {
  readonly #rows: RowTable

  constructor(client: TablestoreClient) {
    this.#rows = new RowTable(client, READINESS)
  }

  put(rows: readonly ReadinessRow[]): Promise<void> {
    return this.#rows.put(rows.map(readinessCells), ({ checked_at }) => notAfter('checked_at', checked_at))
  }

  async get(scope: string, keyId: string): Promise<ReadinessRow | undefined> {
    const cells = await this.#rows.get([scope, keyId])
    return cells && readinessOf(cells)
  }

  async *list(scope?: string, after?: RowKey): AsyncGenerator<ReadinessRow> {
    const from: Bound = after ? [after.scope, after.keyId] : [scope ?? FIRST]
    for await (const cells of this.#rows.scan({ from, to: [scope ?? LAST, LAST] }, undefined, FIRST_ROWS)) {
      const row = readinessOf(cells)
      // A range includes its start.
      if (row.keyId !== after?.keyId || scopeId(row) !== after.scope) yield row
    }
  }

  async *summariesOfRows(scope?: string): AsyncGenerator<KeySummary> {
    const columns = SUMMARY_COLUMNS.flatMap(storedNames)
    const range: Range = { from: [scope ?? FIRST], to: [scope ?? LAST, LAST] }
    for await (const cells of this.#rows.scan(range, columns)) yield keySummaryOf(cells)
  }

  scopes(): Promise<readonly string[]> {
    return this.#rows.scopes('verdict')
  }

  async version(): Promise<undefined> {
    return undefined
  }

  delete(scope: string, keyId: string): Promise<void> {
    return this.#rows.delete([[scope, keyId]])
  }
}

/** Holds where the column is not there, or holds nothing later. */
function notAfter(column: string, value: Cell | undefined): RowCondition {
  const earlier = new SingleColumnCondition(column, String(value), ComparatorType.LESS_EQUAL, true, true)
  return new Condition(RowExistenceExpectation.IGNORE, earlier)
}
