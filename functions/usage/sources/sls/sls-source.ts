import type { LogPlace, LogService } from '../../../../shared/cloud/cloud.ts'
import { type CloudError, callFailure, callReason } from '../../../../shared/cloud/errors.ts'
import { sourceText } from '../../../../shared/config/source-value.ts'
import { type Coverage, coverageOf, hull, type Interval, intersection } from '../../../../shared/domain/coverage.ts'
import { type Message, message } from '../../../../shared/domain/messages/message.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import type { SourceProblem } from '../../../../shared/domain/source-proof.ts'
import { DAY, MINUTE, SECOND, startOfDay } from '../../../../shared/domain/time.ts'
import type { HistoryJob } from '../../../../shared/domain/trail.ts'
import { daysOf } from '../../../../shared/domain/window.ts'
import type { ReadingLimits, ReadingTask, ScopeSource, SourceParts } from '../source.ts'
import { LackingAnswer } from './bad-day.ts'
import { columnOf, type VisibleParts, visibleParts } from './columns.ts'
import { DaysReading, type UnreadDays } from './days-reading.ts'
import { LogReader } from './log-reader.ts'
import { LogVolume } from './log-volume.ts'
import { explainLogProblem } from './messages.ts'
import { Settings } from './settings.ts'
import { UnseenLogs } from './unseen-logs.ts'

/** How far inside what a logstore keeps a reading starts: clocks differ, and the queries of a night take a while. */
const HORIZON_MARGIN = 15 * MINUTE
/** Statements a second that a project answers about, of the 5 that it takes at once. */
const USUAL_PACE = 5

const UNBOUNDED: Coverage = [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }]

/** What is known of a logstore beforehand. */
export interface LogDelivery {
  /** What the trail has delivered of the scope; all of it unless told. */
  readonly delivered?: Coverage
  /** Jobs that have delivered some of it later than it happened. */
  readonly history?: readonly HistoryJob[]
  /** By a trail of the organization: whose member an account was, and when, the logs alone can tell. */
  readonly isOrganization?: boolean
  readonly settings?: Settings
}

/** A trail's logstore in Simple Log Service: one statement counts a day of one scope, and what decides is read whole. */
export class SlsSource implements ScopeSource {
  readonly name = 'sls'
  readonly action = 'GetLogStoreLogs'
  readonly maxPace = USUAL_PACE
  readonly #scope: Scope
  readonly #place: LogPlace
  readonly #parts: SourceParts
  readonly #logs: LogService
  readonly #delivered: Coverage
  readonly #history: readonly HistoryJob[]
  readonly #isOrganization: boolean
  readonly #settings: Settings
  #days: number | undefined

  constructor(
    scope: Scope,
    place: LogPlace,
    parts: SourceParts,
    { delivered = UNBOUNDED, history = [], isOrganization = false, settings }: LogDelivery = {},
  ) {
    this.#scope = scope
    this.#place = place
    this.#parts = parts
    this.#logs = parts.cloud.logService(place)
    this.#delivered = delivered
    this.#history = history
    this.#isOrganization = isOrganization
    this.#settings = settings ?? new Settings(this.#logs)
  }

  get pace(): number {
    return Math.min(this.maxPace, this.#parts.cloud.logPace(this.#place).rate)
  }

  /** Days side by side, the newest first, as many as the project takes statements at once. */
  async read(tasks: readonly ReadingTask[], limits: ReadingLimits): Promise<void> {
    const { signal, within } = limits
    const options = { signal: within }
    const all = tasks.find(({ stream }) => stream === 'all')
    try {
      const [store, index] = await Promise.all([this.#settings.get(options), this.#logs.index(options)])
      this.#days = store.days
      const parts = visibleParts(index)
      if (parts.poorer.length > 0)
        await all?.fail({ reason: message('index-poorer', { columns: parts.poorer.map(columnOf) }) })
      const reader = new LogReader(this.#logs, options, () => all?.step(0))
      const unread = this.#unread(tasks, await this.#shown(tasks, parts, reader))
      const volume = await volumeOf(unread, parts, reader)
      const { modifiedAt } = index
      const oldest = Math.min(...[...unread.values()].flatMap((days) => [...days.values()].map(({ from }) => from)))
      const unseen = new UnseenLogs(reader, modifiedAt, oldest)
      const writtenSince = coverageOf(this.#history.filter(({ createdAt }) => createdAt >= modifiedAt))
      const source = { scope: this.#scope, reader, parts, volume, modifiedAt, writtenSince, unseen }
      await new DaysReading(tasks, unread, source, limits).read()
    } catch (caught) {
      signal.throwIfAborted()
      if (within.aborted) for (const task of tasks) task.outOfTime()
      else await failAll(tasks, callFailure(caught))
    }
  }

  adviseOn(missing: Coverage): Message {
    const { from } = this.#kept
    const isGone = missing.length > 0 && missing.every(({ to }) => to <= startOfDay(from) + DAY)
    return this.#days !== undefined && isGone
      ? message('logstore-forgets', { days: this.#days })
      : message('next-run-resumes')
  }

  explain(problem: SourceProblem): { readonly message: Message; readonly advice: Message } {
    return explainLogProblem(problem, this.#scope.region, sourceText({ kind: 'sls', ...this.#place }))
  }

  /** What the logstore has not forgotten. */
  get #kept(): Interval {
    if (this.#days === undefined) return { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
    const horizon = this.#parts.clock() - this.#days * DAY + HORIZON_MARGIN
    return { from: Math.ceil(horizon / SECOND) * SECOND, to: Number.POSITIVE_INFINITY }
  }

  /** What of it the logs can be relied on for: days on which they show the account, where a trail delivers members that come and go. */
  async #shown(tasks: readonly ReadingTask[], parts: VisibleParts, reader: LogReader): Promise<Coverage> {
    const { from } = this.#kept
    const held = intersection(this.#delivered, [{ from, to: Number.POSITIVE_INFINITY }])
    if (!this.#isOrganization) return held
    const days = held.flatMap((each) => tasks.flatMap((task) => task.unread(each)))
    if (days.length === 0 || !parts.has.has('recipientAccountId')) return []
    return intersection(held, await reader.daysOfAccount(hull(days), this.#scope.accountId))
  }

  /** What each task lacks, by midnights: of a day that was delivered in parts, the last one. */
  #unread(tasks: readonly ReadingTask[], held: Coverage): UnreadDays {
    return new Map(
      tasks.map((task) => {
        const days = held.flatMap((each) => task.unread(each)).flatMap(daysOf)
        return [task, new Map(days.map((day) => [startOfDay(day.from), day]))]
      }),
    )
  }
}

async function failAll(tasks: readonly ReadingTask[], error: CloudError): Promise<void> {
  const reason = callReason(error)
  for (const [index, task] of tasks.entries()) await task.fail(index === 0 ? { reason, error } : { reason })
}

/** Unknown where SQL cannot say it: then slices are shorter than they need be, or are asked for again in halves. */
async function volumeOf(unread: UnreadDays, parts: VisibleParts, reader: LogReader): Promise<LogVolume> {
  const days = [...unread].flatMap(([{ stream }, each]) => (stream === 'all' ? [...each.values()] : []))
  if (days.length === 0 || parts.lacking.length > 0) return new LogVolume(undefined)
  try {
    return new LogVolume(await reader.volume(hull(days)))
  } catch (caught) {
    // What is wrong the days will meet as well, each for itself.
    if (!(caught instanceof LackingAnswer)) callFailure(caught)
    return new LogVolume(undefined)
  }
}
