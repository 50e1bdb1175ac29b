import type { Diagnostic } from '../../shared/domain/readiness.ts'
import { byScope, parseScopeId } from '../../shared/domain/scope.ts'
import { accountScope, ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Store } from '../../shared/store/store.ts'

const STAGES: readonly Diagnostic['stage'][] = ['inventory', 'usage', 'assess']

/**
 * What the last run of each account could not see, what nothing could be judged for first, and then by scope. A stage that did not come to its turn leaves the diagnostics of an earlier night
 * behind: those say nothing of the last one.
 */
export async function latestDiagnostics(store: Pick<Store, 'progress'>): Promise<readonly Diagnostic[]> {
  const named = await Promise.all(STAGES.map((stage) => store.progress.scopesWith(`diagnostics/${stage}`)))
  const scopes = [...new Set(named.flat())]
  const accounts = [...new Set(scopes.map((scope) => parseScopeId(scope).accountId))]
  const runs = new Map<string, string>()
  // Side by side: there may be hundreds of scopes, and each is a call or two.
  await Promise.all(
    accounts.map(async (accountId) => {
      const plan = await new ScopeProgress(store, accountScope(accountId)).latestPlan()
      if (plan) runs.set(accountId, plan.asOf)
    }),
  )
  const all = (await Promise.all(scopes.map((scope) => new ScopeProgress(store, scope).diagnostics()))).flat()
  // An account that could not be entered has no run of its own.
  const newest = [...runs.values()].sort().at(-1)
  return all
    .filter(({ accountId, asOf }) => asOf >= (runs.get(accountId) ?? newest ?? asOf))
    .sort((a, b) => Number(b.fatal) - Number(a.fatal) || byScope(a, b))
}
