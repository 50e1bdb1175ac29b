import { parseScopeId, type Scope, scopeId } from '../../shared/domain/scope.ts'
import { iso } from '../../shared/domain/time.ts'
import { type LastRun, NIGHT_MISSED_AFTER } from '../../shared/notify/digest-night.ts'
import { accountScope, type RunPlan, ScopeProgress } from '../../shared/progress.ts'
import type { Store } from '../../shared/store/store.ts'

/** How far the last run has come. Accounts are left out that it knew nothing of: nobody audits them any more. */
export async function readLastRun(store: Store): Promise<LastRun> {
  const plans: { readonly accountId: string; readonly plan: RunPlan }[] = []
  for (const scope of await store.progress.scopesWith('diagnostics/inventory')) {
    const { accountId } = parseScopeId(scope)
    if (scope !== accountScope(accountId)) continue
    const plan = await new ScopeProgress(store, scope).latestPlan()
    if (plan) plans.push({ accountId, plan })
  }
  const asOf = plans.reduce((newest, { plan }) => (plan.asOf > newest ? plan.asOf : newest), '')
  if (asOf === '') return { asOf: null, judged: 0, unfinished: [] }
  const since = iso(Date.parse(asOf) - NIGHT_MISSED_AFTER)
  let judged = 0
  const unfinished: Scope[] = []
  for (const { accountId, plan } of plans.filter((each) => each.plan.asOf >= since)) {
    for (const region of plan.regions) {
      const progress = new ScopeProgress(store, scopeId({ accountId, region }))
      if (await progress.assessMark(plan.run)) judged += 1
      else if ((await progress.inventoryMark(plan.run))?.ok !== false) unfinished.push({ accountId, region })
    }
  }
  return { asOf, judged, unfinished }
}
