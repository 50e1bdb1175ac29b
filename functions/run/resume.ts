import { randomUUID } from 'node:crypto'
import type { Config } from '../../shared/config/settings.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import { DAY, HOUR, type Instant, iso, SECOND } from '../../shared/domain/time.ts'
import { EVENT_DELIVERY_LAG } from '../../shared/domain/window.ts'
import { isHeld } from '../../shared/store/lease.ts'
import type { RunPlan } from '../../shared/store/run-marks.ts'
import { accountScope, ScopeProgress } from '../../shared/store/scope-progress.ts'
import { usageLease } from '../../shared/store/usage-lease.ts'
import { type AccountPlan, remainingJobs } from './remaining.ts'
import type { Job, Services } from './services.ts'

/** The job that starts a run: its `asOf` lies 15 minutes back, because events arrive late. */
export function newRun(now: Instant): Job {
  return { run: randomUUID(), asOf: iso(Math.floor((now - EVENT_DELIVERY_LAG) / SECOND) * SECOND), stage: 'inventory' }
}

/**
 * What is left of each account's last run, for a process that resumes it: regions that inventory did not come to, else the trail
 * where it is not read to the end, else scopes that were not judged. Nothing, where the run is done; a new run of the account, where none
 * was started for this night.
 */
export async function resumeJobs(services: Services): Promise<readonly Job[]> {
  const plans = await latestPlans(services, resumeWindow(services.config))
  const missed = newRun(services.clock())
  if (plans.every(({ plan }) => plan === undefined)) return [missed]
  const jobs = await Promise.all(
    plans.map(({ accountId, plan }) =>
      plan ? jobsLeft({ ...plan, accountId }, services) : [{ ...missed, accountId }],
    ),
  )
  return jobs.flat()
}

/** How old a run may be whose scopes are judged once more: marks of older ones are dropped. In milliseconds. */
export const REASSESSED = 2 * DAY

/** Every scope of each account's last run that could be listed, to be judged once more on what is stored. */
export async function reassessJobs(services: Services): Promise<readonly Job[]> {
  const jobs: Job[] = []
  for (const { accountId, plan } of await latestPlans(services, REASSESSED)) {
    for (const region of plan?.regions ?? []) {
      const mark = await new ScopeProgress(services.store, scopeId({ accountId, region })).inventoryMark(
        plan?.run ?? '',
      )
      if (plan && mark?.ok) jobs.push({ run: plan.run, asOf: plan.asOf, stage: 'assess', accountId, region })
    }
  }
  return jobs
}

/** A run that began longer ago is over, and what it lacks stays missing until the next: the reading alone may take this long. */
export function resumeWindow({ trailBudget }: Config): number {
  return EVENT_DELIVERY_LAG + Math.max(2 * trailBudget, 6 * HOUR)
}

/** The last run of each account that is audited, where it is no older than `age` (milliseconds). */
export async function latestPlans(
  { cloud, store, clock, signal }: Services,
  age: number,
): Promise<readonly { readonly accountId: string; readonly plan: RunPlan | undefined }[]> {
  const { accounts } = await cloud.listAccounts({ signal })
  const since = clock() - age
  return Promise.all(
    accounts.map(async ({ accountId }) => {
      const plan = await new ScopeProgress(store, accountScope(accountId)).latestPlan()
      return { accountId, plan: plan && Date.parse(plan.asOf) > since ? plan : undefined }
    }),
  )
}

async function jobsLeft(plan: AccountPlan, services: Services): Promise<readonly Job[]> {
  if (await hasActiveLease(plan, services)) {
    const { run, accountId } = plan
    services.log.info('another process is still at work on the run', { run, scope: accountId })
    return []
  }
  const jobs = await remainingJobs(plan, services.store, { budget: services.config.trailBudget })
  return jobs.map(({ pass: _, ...job }) => job)
}

/** True while a process holds a lease of the account. Jobs of one run share theirs, so going on beside it would double its calls. */
async function hasActiveLease({ accountId, regions }: AccountPlan, { store, clock }: Services): Promise<boolean> {
  const leases = [
    usageLease(accountId),
    ...regions.map((region) => ({ scope: scopeId({ accountId, region }), name: 'lease/scope' })),
  ]
  const held = await Promise.all(leases.map((lease) => isHeld(store, lease, clock())))
  return held.includes(true)
}
