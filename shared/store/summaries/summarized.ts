import pMap from 'p-map'
import { scopeId } from '../../domain/scope.ts'
import type { HistoryTable, ReadinessTable } from '../store.ts'
import type { RowTables } from './row-tables.ts'
import { ScopeSummaries } from './scope-summaries.ts'

/** Rows that are asked for side by side. */
const SIDE_BY_SIDE = 16

/** `readiness` and `history` of a store over those of a backend: what is kept of all rows is read in their place, and taken back before they change. */
export function summarized(tables: RowTables): { readonly readiness: ReadinessTable; readonly history: HistoryTable } {
  const { readiness, history } = tables
  const summaries = new ScopeSummaries(tables)
  return {
    readiness: {
      async put(rows) {
        await summaries.keys.takeBack(rows.map(scopeId))
        await readiness.put(rows)
      },
      get: (scope, keyId) => readiness.get(scope, keyId),
      getAll: async (keys) => {
        const rows = await pMap(keys, ({ scope, keyId }) => readiness.get(scope, keyId), { concurrency: SIDE_BY_SIDE })
        return rows.filter((row) => row !== undefined)
      },
      list: (scope, after) => readiness.list(scope, after),
      listSummaries: () => summaries.listSummaries(),
      summariesOf: (scope) => summaries.summariesOf(scope),
      scopeSummaries: () => summaries.scopeSummaries(),
      summarize: (scope, since) => summaries.keep(scope, since),
      noteAll: () => summaries.noteAll(),
      version: () => readiness.version(),
      async delete(scope, keyId) {
        await summaries.keys.takeBack([scope])
        await readiness.delete(scope, keyId)
      },
    },
    history: {
      async put(changes) {
        await summaries.changes.takeBack(changes.map(scopeId))
        await history.put(changes)
      },
      list: (filter) => history.list(filter),
      counts: (since) => summaries.counts(since),
      countsByScope: (since) => summaries.countsByScope(since),
      async delete(change) {
        await summaries.changes.takeBack([scopeId(change)])
        await history.delete(change)
      },
      prune: (scope, before) => history.prune(scope, before),
    },
  }
}
