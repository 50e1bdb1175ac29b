import { setMaxListeners } from 'node:events'
import { duration } from '../../shared/domain/coverage.ts'
import { isMessage, type Message, message, type Text } from '../../shared/domain/messages/message.ts'
import { sumReasons } from '../../shared/domain/messages/sum-reasons.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import type { Diagnostic } from '../../shared/domain/readiness.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import { DAY, HOUR } from '../../shared/domain/time.ts'
import { EVENT_DELIVERY_LAG } from '../../shared/domain/window.ts'
import { withLease } from '../../shared/store/lease.ts'
import { accountScope, ScopeProgress } from '../../shared/store/scope-progress.ts'
import { usageLease } from '../../shared/store/usage-lease.ts'
import { cloudDiagnostic, failedJob } from '../run/diagnostic.ts'
import { rethrowIfFatal } from '../run/scope-failure.ts'
import type { Job, Services } from '../run/services.ts'
import { adviseOnGap } from './advise-on-gap.ts'
import { readInstanceLogs } from './read-instance-logs.ts'
import { RegionReader } from './read-region.ts'
import type { ReadingOptions } from './reading-options.ts'
import { sourceDiagnostic } from './source-diagnostic.ts'
import { isElsewhere } from './source-watch.ts'
import { openSource } from './sources/open-source.ts'
import { keepHeapSmall } from './sources/steady-heap.ts'

/** So long after its begin a night reads nothing more, however late an account's turn came: the next one begins. In milliseconds. */
const LONGEST_NIGHT = 20 * HOUR

/**
 * Reads the usage of one account: the quota belongs to the account, so its lease is the limiter. All regions are read at once, so that none
 * waits for the end of another. Then every region that inventory could list is judged, on whatever
 * evidence there is.
 */
export async function usage(job: Job & { readonly accountId: string }, services: Services): Promise<readonly Job[]> {
  keepHeapSmall()
  const { store, clock } = services
  const { accountId, run } = job
  const account = new ScopeProgress(store, accountScope(accountId))
  const plan = await account.runPlan(run)
  const regions: string[] = []
  for (const region of plan?.regions ?? []) {
    const mark = await new ScopeProgress(store, scopeId({ accountId, region })).inventoryMark(run)
    if (mark?.ok) regions.push(region)
  }
  const failures = new Map<string, Diagnostic>()
  await withLease(
    store,
    { ...usageLease(accountId), owner: `${run}/usage`, clock, signal: services.signal },
    async (lease) => {
      const source = await openSource(services)
      const asOf = Date.parse(job.asOf)
      const before = await account.usageMark(run)
      const begun = clock()
      // What an account has waited for, a queue or other accounts, is no reading of its own.
      const left = Math.max(0, services.config.trailBudget - (before?.readFor ?? 0))
      const budgetEnd = Math.min(begun + left, asOf + EVENT_DELIVERY_LAG + LONGEST_NIGHT)
      const deadline = Math.min(budgetEnd, services.readUntil)
      const outOfTime = message(deadline < budgetEnd ? 'time-used-up' : 'budget-used-up')
      const budget = new Budget(deadline - begun)
      // Aborted when one region's reading ends all: the others must not go on writing without the lease.
      const rest = new AbortController()
      const signal = AbortSignal.any([lease.signal, rest.signal])
      const within = AbortSignal.any([signal, budget.signal])
      for (const each of [signal, within]) setMaxListeners(0, each)
      const options: ReadingOptions = {
        ...{ source, asOf, deadline, outOfTime, within },
        fence: lease.generation,
        check: () => lease.check(),
      }
      const leased = { ...services, signal }
      const isolated = async <T>(region: string, work: () => Promise<T>): Promise<T | undefined> => {
        if (failures.has(region)) return undefined
        return work().catch((error: unknown) => {
          failures.set(region, failedJob({ ...job, region }, rethrowIfFatal(error, signal)))
          return undefined
        })
      }
      const all = async <T>(works: readonly Promise<T>[]): Promise<T[]> => {
        await Promise.allSettled(works.map((work) => work.catch(() => rest.abort())))
        return Promise.all(works)
      }
      const open = (region: string) => isolated(region, () => RegionReader.open({ accountId, region }, leased, options))
      let readers: readonly RegionReader[]
      try {
        readers = (await all(regions.map(open))).filter((reader) => reader !== undefined)
        // The calls go out in the order in which they are asked for: the least covered region's first, and where keys are only watched last.
        const inTurn = [...readers].sort(
          (a, b) => Number(b.hasCandidates) - Number(a.hasCandidates) || b.missing - a.missing,
        )
        await all(inTurn.map((reader) => isolated(reader.scope.region, () => reader.read())))
        for (const { scope, watched } of readers) {
          const progress = new ScopeProgress(store, scopeId(scope))
          await isolated(scope.region, () => readInstanceLogs(scope, watched, { ...leased, progress }, options))
        }
      } finally {
        budget.end()
      }
      for (const [region, failure] of failures) {
        services.log.error(inEnglish(failure.message), { region })
        const progress = new ScopeProgress(store, scopeId({ accountId, region }))
        await progress.putDiagnostics('usage', [failure], lease.generation)
      }
      const whole = readers.filter(({ scope }) => !failures.has(scope.region))
      for (const reader of whole) {
        const progress = new ScopeProgress(store, scopeId(reader.scope))
        await progress.putDiagnostics('usage', diagnose(reader, job), lease.generation)
        await progress.putReadingScope({ asOf: job.asOf, ...reader.extent() }, lease.generation)
      }
      const complete = failures.size === 0 && whole.every((reader) => reader.remaining().gaps.length === 0)
      const pass = (before?.pass ?? 0) + 1
      const goesOn = !complete && deadline < budgetEnd && (budget.isUsedUp || clock() >= deadline)
      const readFor = (before?.readFor ?? 0) + clock() - begun
      await account.putUsageMark({ run, asOf: job.asOf, complete, pass, goesOn, readFor }, lease.generation)
    },
  )
  const judged = regions.filter((region) => !failures.has(region))
  return judged.map((region) => ({ run, asOf: job.asOf, stage: 'assess', accountId, region }))
}

/** A gap is never silent: what is missing, how long the rest would take, and what would read it faster. */
function diagnose(reader: RegionReader, job: Job): Diagnostic[] {
  const { gaps, seconds, reasons: all, errors } = reader.remaining()
  const about = { ...reader.scope, stage: 'usage', asOf: job.asOf } as const
  const { problem, source } = reader
  const sourceDiagnostics = problem ? [sourceDiagnostic(problem, source, about)] : []
  const refused = errors
    .filter((error) => !isElsewhere(error))
    .slice(0, 1)
    .map((error) => cloudDiagnostic(error, about))
  // What the answers of another scope leave unread is explained by what they are.
  if (problem?.why === 'contradiction') return [...sourceDiagnostics, ...refused]
  if (gaps.length === 0 && (all.length === 0 || refused.length > 0)) return [...sourceDiagnostics, ...refused]
  const days = Math.ceil(duration(gaps) / DAY)
  const reasons = sumReasons(all)
  const left = seconds === undefined ? null : timeLeft(seconds)
  return [
    ...sourceDiagnostics,
    ...refused,
    {
      ...about,
      status: 'incomplete',
      action: failedAction(all) ?? source.action,
      message: days === 0 ? message('reasons', { reasons }) : message('days-unread', { days, reasons, left }),
      advice: adviseOnGap({
        ...{ reasons: all, errors, source: source.name, told: refused[0]?.advice },
        own: gaps.length === 0 ? undefined : source.adviseOn(gaps),
      }),
      fatal: false,
    },
  ]
}

/** The call that is the only reason. */
function failedAction(reasons: readonly Text[]): string | undefined {
  const actions = reasons.map((reason) =>
    isMessage(reason) && reason.id === 'call' ? reason.params.action : undefined,
  )
  return new Set(actions).size === 1 ? actions[0] : undefined
}

function timeLeft(seconds: number): Message {
  return seconds < 3600
    ? message('minutes-left', { minutes: Math.ceil(seconds / 60) })
    : message('hours-left', { hours: seconds / 3600 })
}

/** The time that a night may read the trail: ends calls that wait for the quota as well. */
class Budget {
  readonly #over = new AbortController()
  readonly #timer: NodeJS.Timeout

  constructor(milliseconds: number) {
    this.#timer = setTimeout(() => this.#over.abort(), Math.max(0, milliseconds))
  }

  get signal(): AbortSignal {
    return this.#over.signal
  }

  get isUsedUp(): boolean {
    return this.#over.signal.aborted
  }

  end(): void {
    clearTimeout(this.#timer)
  }
}
