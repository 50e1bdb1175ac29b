import type { LastRun } from '../../shared/digest/last-night.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import { HOUR, iso } from '../../shared/domain/time.ts'
import { auditedAccounts } from '../../shared/store/audited-accounts.ts'
import { RunAccounts } from '../../shared/store/run-accounts.ts'
import type { RunPlan } from '../../shared/store/run-marks.ts'
import { accountScope, ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Store } from '../../shared/store/store.ts'

/** Accounts may be audited by runs of their own; what began longer before the last of them is another night's. */
const ONE_NIGHT = 12 * HOUR

/** How far the last run has come. Accounts are left out that it knew nothing of: nobody audits them any more. */
export async function readLastRun(store: Pick<Store, 'progress'>): Promise<LastRun> {
  const plans: { readonly accountId: string; readonly plan: RunPlan }[] = []
  const wanted = await new RunAccounts(store).latest()
  let asOf = wanted?.asOf ?? ''
  const planned = new Set<string>()
  for (const accountId of await auditedAccounts(store)) {
    const progress = new ScopeProgress(store, accountScope(accountId))
    const plan = await progress.latestPlan()
    if (plan) plans.push({ accountId, plan })
    // An account that could not be entered leaves a diagnostic and no plan, and still a run has begun.
    const begun = [...(await progress.diagnostics()), ...(plan ? [plan] : [])]
    for (const each of begun) if (each.asOf > asOf) asOf = each.asOf
    if (begun.some((each) => each.asOf >= (wanted?.asOf ?? ''))) planned.add(accountId)
  }
  if (asOf === '') return { asOf: null, judged: 0, unfinished: [] }
  const since = iso(Date.parse(asOf) - ONE_NIGHT)
  const scopes = plans
    .filter(({ plan }) => plan.asOf >= since)
    .flatMap(({ accountId, plan }) => plan.regions.map((region) => ({ accountId, region, run: plan.run })))
  const ranges = new Map<string, readonly string[]>()
  // Side by side: there may be hundreds of scopes.
  const states = await Promise.all(
    scopes.map(async ({ run, ...scope }) => {
      const progress = new ScopeProgress(store, scopeId(scope))
      const mark = await progress.assessMark(run)
      if (mark) {
        if (mark.ownRanges?.length) ranges.set(mark.ownRanges.join(), mark.ownRanges)
        return 'judged'
      }
      return (await progress.inventoryMark(run))?.ok === false ? 'refused' : 'unfinished'
    }),
  )
  // Their regions are not known yet.
  const unplanned = (wanted?.accounts ?? []).filter((accountId) => !planned.has(accountId))
  return {
    asOf,
    judged: states.filter((state) => state === 'judged').length,
    unfinished: [
      ...unplanned.map((accountId) => ({ accountId, region: '*' })),
      ...scopes.flatMap(({ accountId, region }, at) => (states[at] === 'unfinished' ? [{ accountId, region }] : [])),
    ],
    ownRanges: [...ranges.values()],
  }
}
