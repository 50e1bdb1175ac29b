import type { Functions } from '../../../shared/cloud/fc/functions.ts'
import type { Diagnostic } from '../../../shared/domain/readiness.ts'
import { iso } from '../../../shared/domain/time.ts'
import { backoffAfter } from '../../../shared/net/backoff.ts'
import { sleep } from '../../../shared/net/sleep.ts'
import { FanOutLedger, type OpenAccount, type Slot } from '../../../shared/store/fan-out-ledger.ts'
import { isHeld } from '../../../shared/store/lease.ts'
import { accountScope, ScopeProgress } from '../../../shared/store/scope-progress.ts'
import { remainingJobs } from '../remaining.ts'
import type { Services } from '../services.ts'
import { choose, type Finding, isOld, MAX_ATTEMPTS, slotKey } from './choose.ts'
import { giveUp, lostJob } from './give-up.ts'
import { jobKey, leaseOf, type ScopedJob, taskId } from './job-key.ts'
import type { Siblings } from './siblings.ts'

/** How long is waited for a turn, in milliseconds: to read what is left, and write what is under way, takes some 50. */
const TURN = { first: 100, longest: 3_000 }

/** Where jobs are dispatched to. */
export interface Target {
  readonly functions: Functions
  readonly siblings: Siblings
}

/**
 * Dispatches what is left of all open runs, as much at once as the limits allow. Nothing is remembered in between but what is under way: plans
 * and marks say what is left, so that it does not matter who dispatches, how often, and where the last one was cut off.
 */
export class FanOut {
  readonly ledger: FanOutLedger
  readonly #services: Services
  readonly #target: Target
  /** How often in a row somebody else was quicker. */
  #conflicts = 0
  readonly #left = new Map<string, { readonly beside: string; readonly jobs: readonly ScopedJob[] }>()

  /** `services.signal` ends what is waited for. */
  constructor(services: Services, target: Target) {
    this.ledger = new FanOutLedger(services.store)
    this.#services = services
    this.#target = target
  }

  /** Whether a job is left of the run of its account that is open, and was not given up. */
  async isLeft(job: ScopedJob): Promise<boolean> {
    const open = await this.ledger.account(job.accountId)
    return open !== undefined && (await this.#readLeft(open)).some((each) => jobKey(each) === jobKey(job))
  }

  /**
   * Takes the job that has ended off what is under way, and dispatches what comes next: of its own account, then of accounts of which nothing is
   * under way, in turn from the one that has ended, or from `from` on. Gives how many jobs. Throws what keeps a dispatch from being made; then what could not be dispatched is as if it had not been tried.
   */
  async advance(ended?: ScopedJob, from?: string): Promise<number> {
    const { clock, config } = this.#services
    const by = ended && jobKey(ended)
    const findings = new Map<string, Finding>()
    this.#left.clear()
    for (;;) {
      // What is left is read behind what is under way: what is in neither has been done meanwhile, and somebody has written that.
      const { slots, version } = await this.ledger.underWay()
      for (const slot of slots) {
        if (jobKey(slot) === by && slot.attempt <= (ended?.attempt ?? slot.attempt))
          findings.set(slotKey(slot), 'ended')
        else if (!findings.has(slotKey(slot)) && isOld(slot, clock()))
          findings.set(slotKey(slot), await this.#find(slot))
      }
      const known = slots.filter((slot) => findings.get(slotKey(slot)) !== 'ended')
      const candidates = await this.#candidates(known, ended?.accountId, from)
      const choice = { slots, candidates, findings, limits: config.fanOut, now: clock() }
      const { slots: next, dispatch } = choose({ ...choice, ...(by === undefined ? {} : { by }) })
      if (JSON.stringify(next) === JSON.stringify(slots) || (await this.#replace(next, version))) {
        await this.dispatch(dispatch)
        return dispatch.length
      }
    }
  }

  /**
   * Puts jobs that count as under way into the queues of their functions. One that was there already under its id is as good. Throws the first
   * failure, after all; those that failed count as under way no more.
   */
  async dispatch(slots: readonly Slot[]): Promise<void> {
    const { functions, siblings } = this.#target
    const { signal, log } = this.#services
    const gone = new Set<string>()
    const errors: unknown[] = []
    const invoke = async (slot: Slot): Promise<void> => {
      const { at: _, by: __, ...job } = slot
      try {
        const accepted = await functions.invoke(siblings.of(slot.stage), job, taskId(slot), { signal })
        // Of a task that has ended nothing more comes.
        if (accepted === 'already' && !(await this.isLeft(slot))) gone.add(slotKey(slot))
      } catch (error) {
        gone.add(slotKey(slot))
        errors.push(error)
      }
    }
    await Promise.all(slots.map(invoke))
    log.debug('jobs are dispatched', { dispatched: slots.length - errors.length, failed: errors.length })
    if (gone.size > 0) await this.#drop((slot) => gone.has(slotKey(slot)))
    if (errors.length > 0) throw errors[0]
  }

  /** Makes dispatches once more that may not have been made before whoever decided on them was cut off: of the job's end, or all of late. */
  async repeat(decidedBy?: ScopedJob): Promise<void> {
    const now = this.#services.clock()
    const by = decidedBy && jobKey(decidedBy)
    const { slots } = await this.ledger.underWay()
    await this.dispatch(slots.filter((slot) => !isOld(slot, now) && (by === undefined || slot.by === by)))
  }

  /** Dispatches a job anew whose invocation has failed for good, unless somebody else has done it. Gives how many jobs were dispatched. */
  async dispatchAgain(job: ScopedJob): Promise<number> {
    if (!(await this.isLeft(job))) return this.advance(job)
    return (await this.goOn(job, () => lostJob(job))) ? 1 : 0
  }

  /** Dispatches a job anew that had to stop. False: it was given up, because it has stopped so often. */
  async goOn(job: ScopedJob, stopped: () => Diagnostic): Promise<boolean> {
    const { clock } = this.#services
    for (;;) {
      const { slots, version } = await this.ledger.underWay()
      const mine = slots.filter((slot) => jobKey(slot) === jobKey(job))
      const attempt = Math.max(job.attempt ?? 0, ...mine.map((slot) => slot.attempt)) + 1
      const others = slots.filter((slot) => !mine.includes(slot))
      if (attempt > MAX_ATTEMPTS) {
        await giveUp(job, stopped(), { ...this.#services, ledger: this.ledger })
        await this.advance(job)
        return false
      }
      const next = { ...job, attempt, at: iso(clock()) }
      if (!(await this.#replace([...others, next], version))) continue
      await this.dispatch([next])
      return true
    }
  }

  /**
   * False: somebody else has written what is under way meanwhile. A while has passed then, at random: of fifty that try at once one gets
   * through, and if the others tried again together, each job's end would cost as many readings as there are jobs under way.
   */
  async #replace(slots: readonly Slot[], version: number): Promise<boolean> {
    if (await this.ledger.replace(slots, version)) {
      this.#conflicts = 0
      return true
    }
    this.#conflicts += 1
    await sleep(backoffAfter(this.#conflicts, TURN, Math.random), [this.#services.signal])
    return false
  }

  async #drop(isGone: (slot: Slot) => boolean): Promise<void> {
    for (;;) {
      const { slots, version } = await this.ledger.underWay()
      const kept = slots.filter((slot) => !isGone(slot))
      if (kept.length === slots.length || (await this.#replace(kept, version))) return
    }
  }

  /** What may be dispatched beside what is under way: of one account first, then of those of which nothing is, the next ones in turn. */
  async #candidates(slots: readonly Slot[], first = '', from = first): Promise<readonly ScopedJob[]> {
    const { total, perAccount } = this.#services.config.fanOut
    const jobs: ScopedJob[] = []
    const take = async (open: OpenAccount) => {
      const own = slots.filter(({ accountId }) => accountId === open.accountId)
      const left = await this.#leftBeside(own, open)
      if (left.length === 0 && own.length === 0) await this.ledger.close(open.accountId)
      const waiting = left.filter((job) => !own.some((slot) => jobKey(slot) === jobKey(job)))
      jobs.push(...waiting.slice(0, Math.max(0, perAccount - own.length)))
    }
    const isFull = () => slots.length + jobs.length >= total
    const own = first === '' ? undefined : await this.ledger.account(first)
    if (own) await take(own)
    if (isFull()) return jobs
    const busy = new Set(slots.map(({ accountId }) => accountId))
    const isNext = ({ accountId }: OpenAccount) => accountId !== first && !busy.has(accountId)
    // Those that are done are not listed any more, so the next ones stand behind those that are under way.
    for await (const open of this.ledger.list({ from, first: 2 * total })) {
      if (isNext(open)) await take(open)
      if (isFull()) return jobs
    }
    // In a circle.
    for await (const open of this.ledger.list({ first: 2 * total })) {
      if (open.accountId >= from) break
      if (isNext(open)) await take(open)
      if (isFull()) break
    }
    return jobs
  }

  /** Read again only when something else of the account is under way. */
  async #leftBeside(slots: readonly Slot[], open: OpenAccount): Promise<readonly ScopedJob[]> {
    const beside = JSON.stringify([open, ...slots.map(slotKey)])
    const known = this.#left.get(open.accountId)
    if (known?.beside === beside) return known.jobs
    const jobs = await this.#readLeft(open)
    this.#left.set(open.accountId, { beside, jobs })
    return jobs
  }

  /** What is left of the run of an account, without what was given up. */
  async #readLeft({ accountId, run, givenUp }: OpenAccount): Promise<readonly ScopedJob[]> {
    const { store } = this.#services
    const plan = await new ScopeProgress(store, accountScope(accountId)).runPlan(run)
    if (!plan) return []
    const jobs = await remainingJobs({ ...plan, accountId }, store)
    return jobs
      .filter(({ stage, region = '' }) => stage !== 'assess' || !givenUp.includes(region))
      .map((job) => ({ ...job, accountId }))
  }

  /** What has become of a job that was dispatched long ago. */
  async #find(slot: Slot): Promise<Finding> {
    const { store, clock, log } = this.#services
    if (!(await this.isLeft(slot))) return 'ended'
    if (await isHeld(store, leaseOf(slot), clock())) return 'at-work'
    if (slot.attempt < MAX_ATTEMPTS) return 'lost'
    await giveUp(slot, lostJob(slot), { store, log, ledger: this.ledger })
    return 'ended'
  }
}
