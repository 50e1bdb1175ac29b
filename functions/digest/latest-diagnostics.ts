import type { Diagnostic } from '../../shared/domain/readiness.ts'
import { byScope } from '../../shared/domain/scope.ts'
import { DiagnosticsTable } from '../../shared/store/nights/diagnostics-table.ts'
import { readNights } from '../../shared/store/nights/read-nights.ts'
import type { Store } from '../../shared/store/store.ts'

/**
 * What the last run of each account could not see, what nothing could be judged for first, and then by scope. A stage that did not come to its turn leaves the diagnostics of an earlier night
 * behind: those say nothing of the last one.
 */
export async function latestDiagnostics(store: Pick<Store, 'progress'>): Promise<readonly Diagnostic[]> {
  const [nights, all] = await Promise.all([readNights(store), new DiagnosticsTable(store).all()])
  // An account that could not be entered has no run of its own.
  const newest = [...nights.values()]
    .map(({ asOf }) => asOf)
    .sort()
    .at(-1)
  return all
    .filter(({ accountId, asOf }) => asOf >= (nights.get(accountId)?.asOf ?? newest ?? asOf))
    .sort((a, b) => Number(b.fatal) - Number(a.fatal) || byScope(a, b))
}
