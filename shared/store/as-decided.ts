import { AsDecided } from '../domain/decisions/as-decided.ts'
import type { Instant } from '../domain/time.ts'
import { decisionsOf } from './decisions-of.ts'
import type { ReadinessTable, Store } from './store.ts'

/** A store as people see it: its rows have the owners that they named and the findings that they took note of. */
export function shownAsDecided(store: Store, clock: () => Instant): Store {
  return { ...store, readiness: shownReadiness(store, clock) }
}

function shownReadiness(store: Store, clock: () => Instant): ReadinessTable {
  const { readiness } = store
  const decidedIn = async (scope?: string) => new AsDecided(await decisionsOf(store, scope), clock())
  return {
    put: (rows) => readiness.put(rows),
    delete: (scope, keyId) => readiness.delete(scope, keyId),
    summarize: (scope, since) => readiness.summarize(scope, since),
    noteAll: () => readiness.noteAll(),
    version: () => readiness.version(),
    async get(scope, keyId) {
      const [row, decided] = await Promise.all([readiness.get(scope, keyId), decidedIn(scope)])
      return row && decided.row(row)
    },
    async getAll(keys) {
      const [rows, decided] = await Promise.all([readiness.getAll(keys), decidedIn()])
      return rows.map((row) => decided.row(row))
    },
    async *list(scope, after) {
      const decided = await decidedIn(scope)
      for await (const row of readiness.list(scope, after)) yield decided.row(row)
    },
    async scopeSummaries() {
      const [summaries, decided] = await Promise.all([readiness.scopeSummaries(), decidedIn()])
      return summaries.map((summary) => decided.scope(summary))
    },
    async *listSummaries() {
      const decided = await decidedIn()
      for await (const summaries of readiness.listSummaries()) yield decided.summaries(summaries)
    },
    async summariesOf(scope) {
      const [summaries, decided] = await Promise.all([readiness.summariesOf(scope), decidedIn(scope)])
      return decided.summaries(summaries)
    },
  }
}
