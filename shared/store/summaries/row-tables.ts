import type { ChangeCount, KeySummary } from '../../domain/readiness.ts'
import type { HistoryTable, ProgressTable, ReadinessTable } from '../store.ts'

/** What a backend has of `readiness`: its rows, and nothing that is kept of them elsewhere. */
export interface ReadinessRows extends Pick<ReadinessTable, 'put' | 'get' | 'list' | 'version' | 'delete'> {
  /** Read from the rows, of all scopes or of one, one by one. */
  summariesOfRows(scope?: string): AsyncIterable<KeySummary>
  /** Every scope that has a row. */
  scopes(): Promise<readonly string[]>
}

/** The same of `history`. */
export interface HistoryRows extends Omit<HistoryTable, 'counts' | 'countsByScope'> {
  counts(since: string, scope?: string): Promise<readonly ChangeCount[]>
  scopes(): Promise<readonly string[]>
}

/** The tables of a backend that hold what is judged. */
export interface RowTables {
  readonly readiness: ReadinessRows
  readonly history: HistoryRows
  readonly progress: ProgressTable
}
