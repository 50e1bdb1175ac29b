import type { ReadinessTable } from '../../../shared/store/store.ts'

/** The same table, some of whose methods are others. */
export function readinessWith(readiness: ReadinessTable, others: Partial<ReadinessTable>): ReadinessTable {
  return {
    put: (rows) => readiness.put(rows),
    get: (scope, keyId) => readiness.get(scope, keyId),
    getAll: (keys) => readiness.getAll(keys),
    list: (scope, after) => readiness.list(scope, after),
    listSummaries: () => readiness.listSummaries(),
    summariesOf: (scope) => readiness.summariesOf(scope),
    scopeSummaries: () => readiness.scopeSummaries(),
    summarize: (scope, since) => readiness.summarize(scope, since),
    noteAll: () => readiness.noteAll(),
    version: () => readiness.version(),
    delete: (scope, keyId) => readiness.delete(scope, keyId),
    ...others,
  }
}
