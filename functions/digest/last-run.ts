import { parseScopeId, type Scope, scopeId } from '../../shared/domain/scope.ts'
import { HOUR, iso } from '../../shared/domain/time.ts'
import type { LastRun } from '../../shared/notify/digest-night.ts'
import { accountScope, type RunPlan, ScopeProgress } from '../../shared/progress.ts'
import type { Store } from '../../shared/store/store.ts'

/** Accounts may be audited by runs of their own; what began longer before the last of them is another night's. */
const ONE_NIGHT = 12 * HOUR

/** How far the last run has come. Accounts are left out that it knew nothing of: nobody audits them any more. */
export async function readLastRun(store: Pick<Store, 'progress'>): Promise<LastRun> {
  const plans: { readonly accountId: string; readonly plan: RunPlan }[] = []
  let asOf = ''
  for (const scope of await store.progress.scopesWith('diagnostics/inventory')) {
    const { accountId } = parseScopeId(scope)
    if (scope !== accountScope(accountId)) continue
    const progress = new ScopeProgress(store, scope)
    const plan = await progress.latestPlan()
    if (plan) plans.push({ accountId, plan })
    // An account that could not be entered leaves a diagnostic and no plan, and still a run has begun.
    const begun = [...(await progress.diagnostics()), ...(plan ? [plan] : [])]
    for (const each of begun) if (each.asOf > asOf) asOf = each.asOf
  }
  if (asOf === '') return { asOf: null, judged: 0, unfinished: [] }
  const since = iso(Date.parse(asOf) - ONE_NIGHT)
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
