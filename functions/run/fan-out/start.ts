import { DAY, HOUR, type Instant } from '../../../shared/domain/time.ts'
import { sideBySide } from '../../../shared/net/side-by-side.ts'
import type { OpenAccount } from '../../../shared/store/fan-out-ledger.ts'
import { accountScope, ScopeProgress } from '../../../shared/store/scope-progress.ts'
import { runJob } from '../dispatch.ts'
import { type AccountPlan, remainingJobs } from '../remaining.ts'
import { latestPlans, newRun, REASSESSED, resumeWindow } from '../resume.ts'
import type { Job, Services } from '../services.ts'
import type { FanOut } from './fan-out.ts'

/** A night that began no longer ago is gone on with, where it is asked for once more. In milliseconds. */
const ONE_NIGHT = 6 * HOUR

/** Accounts that are entered at once. */
const ACCOUNTS_AT_ONCE = 32

/** Multiples of it, without their whole parts, lie evenly between 0 and 1 however many there are. */
const GOLDEN_RATIO = 0.618_033_988_75

/** What a function begins with where it is given no job. */
export type Start = 'night' | 'rest' | 'reassessment'

/**
 * Opens the runs that a function is to see to, and dispatches what is left of them. What was dispatched of late is dispatched once more: whoever
 * did may have been cut off before, and a task that is known is not queued twice.
 */
export async function startFanOut(start: Start, services: Services, fanOut: FanOut): Promise<number> {
  if (start === 'night') await openNight(services, fanOut)
  if (start === 'rest') await openRest(services, fanOut)
  if (start === 'reassessment') await openReassessment(services, fanOut)
  await fanOut.repeat()
  return fanOut.advance(undefined, beginWith(await fanOut.ledger.accounts(), services.clock()))
}

/**
 * The account that a start begins with: each day another, far from those of the days before, so that where a night is too short for all it is not
 * always the same ones that it does not come to.
 */
function beginWith(accounts: readonly OpenAccount[], now: Instant): string | undefined {
  const turn = (Math.floor(now / DAY) * GOLDEN_RATIO) % 1
  return accounts[Math.floor(turn * accounts.length)]?.accountId
}

/** Plans in this process, and opens what was planned: the job is one without a region. */
export async function plan(job: Job, services: Services, fanOut: FanOut): Promise<void> {
  const jobs = job.accountId === undefined ? await runJob(job, services) : [job]
  const planned = new Set<string>()
  await sideBySide(jobs, ACCOUNTS_AT_ONCE, async (each) => {
    const scopes = await runJob(each, services)
    if (each.accountId !== undefined && scopes.length > 0) planned.add(each.accountId)
  })
  // At once: a night of which something is open is gone on with, and not planned again.
  const { run, asOf } = job
  await fanOut.ledger.open([...planned].map((accountId) => ({ accountId, run, asOf })))
}

async function openNight(services: Services, fanOut: FanOut): Promise<void> {
  const since = services.clock() - ONE_NIGHT
  const open = await fanOut.ledger.accounts()
  if (open.some(({ asOf }) => Date.parse(asOf) > since)) {
    services.log.info('a night is under way; it is gone on with')
    return
  }
  // What is still open of earlier nights is over: nobody waits for it.
  for (const { accountId } of open) await fanOut.ledger.close(accountId)
  await plan(newRun(services.clock()), services, fanOut)
}

async function openRest(services: Services, fanOut: FanOut): Promise<void> {
  const plans = await latestPlans(services, resumeWindow(services.config))
  const missed = newRun(services.clock())
  if (plans.every(({ plan }) => plan === undefined)) return plan(missed, services, fanOut)
  const busy = new Set((await fanOut.ledger.underWay()).slots.map(({ accountId }) => accountId))
  for (const { accountId, plan: known } of plans) {
    if (busy.has(accountId)) continue
    if (known) await openAgain({ ...known, accountId }, services, fanOut)
    else await plan({ ...missed, accountId }, services, fanOut)
  }
}

async function openAgain(known: AccountPlan, { store, config }: Services, fanOut: FanOut): Promise<void> {
  const [job] = await remainingJobs(known, store, { budget: config.trailBudget })
  if (!job) return
  const account = new ScopeProgress(store, accountScope(known.accountId))
  const mark = await account.usageMark(known.run)
  if (job.stage === 'usage' && mark) await account.putUsageMark({ ...mark, goesOn: true })
  await fanOut.ledger.open([known])
}

/** As if the trail had been read once more: then everything is judged by it. */
async function openReassessment(services: Services, fanOut: FanOut): Promise<void> {
  for (const { accountId, plan: known } of await latestPlans(services, REASSESSED)) {
    if (!known) continue
    const { run, asOf } = known
    const account = new ScopeProgress(services.store, accountScope(accountId))
    const mark = (await account.usageMark(run)) ?? { run, asOf, complete: false }
    await account.putUsageMark({ ...mark, pass: (mark.pass ?? 0) + 1, goesOn: false })
    await fanOut.ledger.open([{ accountId, run, asOf }])
  }
}
