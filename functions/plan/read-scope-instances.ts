import type { ScopeInstances } from '../../shared/domain/instances/known-instances.ts'
import { parseScopeId, scopeId } from '../../shared/domain/scope.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Store } from '../../shared/store/store.ts'

/** What is stored of KMS instances and busiest hours, of every account and region: a destination may stand in any list. */
export async function readScopeInstances(store: Pick<Store, 'progress'>): Promise<readonly ScopeInstances[]> {
  const named = await Promise.all([store.progress.scopesWith('instances'), store.progress.scopesWith('peak-use')])
  const scopes = [...new Set(named.flat())].sort().map(parseScopeId)
  return Promise.all(
    scopes.map(async (scope) => {
      const progress = new ScopeProgress(store, scopeId(scope))
      const [reading, peak] = await Promise.all([progress.instances(), progress.peakUse()])
      return { ...scope, ...(reading && { reading }), ...(peak && { peak }) }
    }),
  )
}
