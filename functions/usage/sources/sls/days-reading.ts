import { type CloudError, callFailure, callReason } from '../../../../shared/cloud/errors.ts'
import { hull, type Interval } from '../../../../shared/domain/coverage.ts'
import type { TrailEvent } from '../../../../shared/domain/event.ts'
import { type Message, message } from '../../../../shared/domain/messages/message.ts'
import { DAY, dayOf, type Instant, startOfDay } from '../../../../shared/domain/time.ts'
import type { DaySink, ReadingLimits, ReadingTask } from '../source.ts'
import { LackingAnswer, UnreadableDay } from './bad-day.ts'
import type { DaySource } from './day-source.ts'
import { type DaysPart, readDays } from './read-day.ts'

/** Spans of days that are read side by side: as many as a project takes completely accurate statements. */
const AT_ONCE = 5
/** Days of a span: a quiet account has a month in a few answers, but who comes last should not read alone for long. */
const SHORTEST_SPAN = 2
const LONGEST_SPAN = 8

/** Days that may fail before the rest is given up. */
const MAX_FAILED_DAYS = 5
/** Failures that may be of one day, and not of the service or the caller. */
const OF_ONE_DAY: ReadonlySet<CloudError['kind']> = new Set([
  ...(['server', 'bad-response', 'invalid', 'network', 'timeout', 'contradiction'] as const),
])

/** What each task lacks, by midnights. */
export type UnreadDays = ReadonlyMap<ReadingTask, ReadonlyMap<Instant, Interval>>

/** Reads days side by side, each for all tasks that lack it. A day's failure is told to its tasks; only an abort throws. */
export class DaysReading {
  readonly #unread: UnreadDays
  readonly #source: DaySource
  readonly #limits: ReadingLimits
  readonly #tasks: readonly ReadingTask[]
  /** Midnights, the newest first, and those that are read by themselves because something was wrong with their span. */
  readonly #waiting: Instant[]
  readonly #alone = new Set<Instant>()
  #failures = 0
  #isOver = false

  constructor(tasks: readonly ReadingTask[], unread: UnreadDays, source: DaySource, limits: ReadingLimits) {
    this.#tasks = tasks
    this.#unread = unread
    this.#source = source
    this.#limits = limits
    const days = new Set([...unread.values()].flatMap((each) => [...each.keys()]))
    this.#waiting = [...days].sort((a, b) => b - a)
  }

  async read(): Promise<void> {
    const lanes = Array.from({ length: AT_ONCE }, () => this.#lane())
    const ended = await Promise.allSettled(lanes)
    const failed = ended.find((each) => each.status === 'rejected')
    if (failed) throw failed.reason
    if (this.#isOver) for (const task of this.#tasks) if (this.#lacks(task)) task.outOfTime()
  }

  async #lane(): Promise<void> {
    for (let span = this.#next(); span !== undefined; span = this.#next()) {
      try {
        await this.#read(span)
      } catch (caught) {
        // Whatever ends one lane ends them all.
        this.#waiting.length = 0
        throw caught
      }
    }
  }

  /** The newest days that are read together: side by side in time, and lacking to the same tasks. */
  #next(): Span | undefined {
    const { signal, isOver } = this.#limits
    signal.throwIfAborted()
    if (this.#waiting.length > 0 && isOver()) {
      this.#isOver = true
      return undefined
    }
    const first = this.#waiting.shift()
    if (first === undefined) return undefined
    const span = this.#daysOf(first)
    const share = Math.ceil((1 + this.#waiting.length) / AT_ONCE)
    const most = Math.min(Math.max(share, SHORTEST_SPAN), LONGEST_SPAN)
    while (!this.#alone.has(first) && span.midnights.length < most) {
      const next = this.#waiting[0]
      if (next === undefined || this.#alone.has(next)) break
      const before = this.#daysOf(next)
      if (!this.#source.volume.fits({ from: next, to: first + DAY })) break
      const isNext = ({ task, days }: Share, index: number) =>
        before.shares[index]?.task === task && before.shares[index]?.days[0]?.to === days[0]?.from
      if (before.shares.length !== span.shares.length || !span.shares.every(isNext)) break
      this.#waiting.shift()
      span.midnights.unshift(next)
      for (const [index, { days }] of span.shares.entries()) days.unshift(...(before.shares[index]?.days ?? []))
    }
    return span
  }

  #daysOf(midnight: Instant): Span {
    const shares = this.#tasks.flatMap((task) => {
      const days = this.#unread.get(task)?.get(midnight)
      return days ? [{ task, days: [days] }] : []
    })
    return { midnights: [midnight], shares }
  }

  /** True while the task lacks a day that nobody has begun to read. */
  #lacks(task: ReadingTask): boolean {
    return this.#waiting.some((midnight) => this.#unread.get(task)?.has(midnight))
  }

  async #read(span: Span): Promise<void> {
    try {
      const window = hull(span.shares.flatMap(({ days }) => days))
      const all = span.shares.find(({ task }) => task.stream === 'all')
      const rest = all && {
        window: hull(all.days),
        isByHour: (event: TrailEvent, like: object) => all.task.isByHour(event, like),
      }
      const given = span.shares.map((share) => new GivenDays(share))
      let by = ''
      for await (const part of readDays(window, rest, this.#source)) {
        by = part.by
        for (const each of given) await each.take(part)
      }
      for (const each of given) await each.complete(by)
    } catch (caught) {
      await this.#failed(caught, span)
    }
  }

  async #failed(caught: unknown, { midnights, shares }: Span): Promise<void> {
    const { signal, within } = this.#limits
    signal.throwIfAborted()
    if (within.aborted) {
      this.#isOver = true
      this.#waiting.unshift(...midnights)
      return
    }
    const ofDay = caught instanceof LackingAnswer || caught instanceof UnreadableDay ? caught : undefined
    const error = ofDay ? undefined : callFailure(caught)
    // Of another region or account: so is all that it answers.
    const isElsewhere = error?.kind === 'contradiction' && error.service !== 'sls'
    const isOneDays = error === undefined || (OF_ONE_DAY.has(error.kind) && !isElsewhere)
    if (isOneDays && midnights.length > 1) {
      for (const midnight of midnights) this.#alone.add(midnight)
      this.#waiting.unshift(...[...midnights].reverse())
      return
    }
    this.#failures += ofDay ? 0 : 1
    if (this.#failures >= MAX_FAILED_DAYS || !isOneDays) this.#waiting.length = 0
    const reason = ofDay ? reasonOf(ofDay, midnights[0] ?? 0) : callReason(callFailure(caught))
    const withdrawn = error?.kind === 'contradiction'
    for (const [index, { task }] of shares.entries()) {
      await task.fail({ reason, days: midnights, withdrawn, ...(error && index === 0 ? { error } : {}) })
    }
  }
}

/** Days that are read together, oldest first, for the tasks that lack them. */
interface Span {
  readonly midnights: Instant[]
  readonly shares: readonly Share[]
}

interface Share {
  readonly task: ReadingTask
  readonly days: Interval[]
}

function reasonOf(caught: LackingAnswer | UnreadableDay, midnight: Instant): Message {
  return caught instanceof UnreadableDay
    ? caught.reason
    : message('answer-lacks', { day: dayOf(midnight), lacks: caught.lacks })
}

/** What a task has asked for of days that are read. */
class GivenDays {
  readonly #share: Share
  readonly #window: Interval
  #sink: DaySink | undefined

  constructor(share: Share) {
    this.#share = share
    this.#window = hull(share.days)
  }

  async take(part: DaysPart): Promise<void> {
    const { stream } = this.#share.task
    const { from, to } = this.#window
    const isAll = stream === 'all'
    const isWithin = ({ at }: { readonly at: Instant }) => at >= from && at < to
    const events = part.events.filter((event) => isWithin(event) && (isAll || event.name === stream))
    const groups = isAll ? part.groups : []
    this.#sink ??= this.#share.task.begin(this.#window)
    await this.#sink.look([...events, ...groups.map(({ event }) => event)])
    for (const event of events) this.#sink.add(event)
    for (const { event, calls } of groups) this.#sink.add(event, calls)
    for (const each of part.damaged.filter(isWithin)) {
      const midnight = startOfDay(each.at)
      if (isAll || each.operation === stream)
        this.#sink.damaged(midnight, message('not-an-event', { action: 'GetLogStoreLogs', day: dayOf(midnight) }))
    }
  }

  async complete(by: string): Promise<void> {
    await this.#sink?.complete(this.#share.days, by)
  }
}
