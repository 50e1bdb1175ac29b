import type { ActionTrail, EventQuery } from '../../../../shared/cloud/cloud.ts'
import type { Interval } from '../../../../shared/domain/coverage.ts'
import { momentOf, parseEvent, type TrailEvent } from '../../../../shared/domain/event.ts'
import { identityOfEvent } from '../../../../shared/domain/event-identity.ts'
import { DAY, type Instant, MINUTE, startOfDay } from '../../../../shared/domain/time.ts'
import { daysOf } from '../../../../shared/domain/window.ts'
import { checkAnswer } from './check-answer.ts'
import { PageProgress } from './page-progress.ts'
import { RecentIds } from './recent-ids.ts'

/** A day of events is over when the stream is this far past its end: pages may be slightly out of order. */
const MAX_DISORDER = 15 * MINUTE
/** A window with fewer pages left is not shared: the page at the cut is read twice. */
const MIN_PAGES_TO_SPLIT = 4

/** What becomes of the events of a stream. */
export interface DaySink {
  /** An event of the window, once. */
  event(event: TrailEvent): void
  /** Every event of these days, oldest first, has been seen. Rows and coverage are written before the next page is asked for. */
  complete(days: readonly Interval[]): Promise<void>
  /** An event of a day that was called complete came after all: what was written of the day does not hold. */
  onLateEvent(midnight: Instant): Promise<void>
  /** All readable events of a page, before any of them counts; throws a `CloudError` where they are no evidence. */
  look(events: readonly TrailEvent[]): Promise<void>
  /** A page was read. */
  page(): void
  /** An answer held something that is no event: the day cannot be called complete. */
  unreadable(midnight: Instant): void
}

/** What is asked of a trail, and until when. */
export interface Question {
  readonly attribute: EventQuery['attribute']
  readonly window: Interval
  readonly signal: AbortSignal
  /** Another stream of the region was led nowhere before. */
  readonly ledNowhere: boolean
  /** True when the time for reading is used up. */
  isOver(): boolean
  /** Runs what an answer leads to when nothing else of the region is under way: answers come side by side, rows and coverage do not. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
}

/** One window that is read forward in time, page after page, and tells of each day as the stream passes its end. */
export class WindowReading {
  readonly #trail: Pick<ActionTrail, 'lookupEvents'>
  readonly #question: Question
  readonly #sink: DaySink
  readonly #stream: DayStream
  #pages = 0

  constructor(trail: Pick<ActionTrail, 'lookupEvents'>, question: Question, sink: DaySink) {
    this.#trail = trail
    this.#question = question
    this.#sink = sink
    this.#stream = new DayStream(question.window, sink)
  }

  /** What is read here: less than was asked for once the later part is left to another reading. */
  get window(): Interval {
    return this.#stream.window
  }

  /** How much of the day at which the stream is was read, from 0 to 1. */
  get partOfDay(): number {
    const { latest } = this.#stream
    return (latest - startOfDay(latest)) / DAY
  }

  /**
   * Throws what the trail throws, and a `CloudError` where an answer is none to the question or there is no progress; every day that was
   * called complete stays so. Ends early, with the days that it came to, when `isOver` says so.
   */
  async read(): Promise<void> {
    const { attribute, window, signal, ledNowhere, isOver, inTurn } = this.#question
    const progress = new PageProgress(ledNowhere)
    let nextToken: string | undefined
    do {
      const query = { attribute, ...window, ...(nextToken ? { nextToken } : {}) }
      const page = await this.#trail.lookupEvents(query, { signal })
      nextToken = await inTurn(async () => {
        const hasNews = await this.#take(page.events)
        if (page.nextToken === undefined || this.#stream.isPast) {
          await this.#stream.end()
          return undefined
        }
        progress.page(page.nextToken, hasNews)
        return page.nextToken
      })
    } while (nextToken && !isOver())
  }

  /** Leaves the later days to another reading, and tells which; undefined where that would save nothing. */
  split(): Interval | undefined {
    const { latest, window } = this.#stream
    const left = (this.#pages * (window.to - latest)) / (latest - window.from)
    if (!(left >= MIN_PAGES_TO_SPLIT)) return undefined
    const later = daysOf({ from: startOfDay(latest) + DAY, to: window.to })
    const from = later[Math.floor(later.length / 2)]?.from
    if (from === undefined) return undefined
    this.#stream.endAt(from)
    return { from, to: window.to }
  }

  /** True when an event was among them that was not there before. */
  async #take(raws: readonly unknown[]): Promise<boolean> {
    const { attribute, window } = this.#question
    const read = raws.map((raw) => ({ raw, event: parseEvent(raw) }))
    const events = read.flatMap(({ event }) => event ?? [])
    await this.#sink.look(events)
    for (const event of events) checkAnswer(event, attribute, window)
    const before = this.#stream.events
    for (const { raw, event } of read) await this.#stream.take(raw, event)
    await this.#stream.pass()
    this.#pages += 1
    this.#sink.page()
    return this.#stream.events > before
  }
}

class DayStream {
  #window: Interval
  readonly #sink: DaySink
  readonly #seen = new RecentIds()
  #events = 0
  #open: Interval[]
  #latest: Instant
  /** An event of this moment came, in the window or after it. */
  #reached = Number.NEGATIVE_INFINITY
  /** Something without a time came after this moment. */
  #unreadableSince: Instant | undefined

  constructor(window: Interval, sink: DaySink) {
    this.#window = window
    this.#sink = sink
    this.#open = daysOf(window)
    this.#latest = window.from
  }

  get window(): Interval {
    return this.#window
  }

  /** How far in time the stream has come. */
  get latest(): Instant {
    return this.#latest
  }

  /** How many events came, each counted once. */
  get events(): number {
    return this.#events
  }

  /** True when what comes is of days that another reading has. */
  get isPast(): boolean {
    return this.#reached >= this.#window.to + MAX_DISORDER
  }

  /** The window ends at this midnight: the days after it, none of which is closed, are another reading's. */
  endAt(to: Instant): void {
    this.#window = { ...this.#window, to }
    this.#open = this.#open.filter((day) => day.from < to)
  }

  /** `event`: what is there to read of `raw`, if anything. */
  async take(raw: unknown, event: TrailEvent | undefined): Promise<void> {
    if (!event) return this.#markUnreadable(momentOf(raw))
    this.#reached = Math.max(this.#reached, event.at)
    // Both ends belong to a lookup: an event of the very end is the next window's.
    if (event.at >= this.#window.to || this.#seen.seen(identityOfEvent(event))) return
    this.#events += 1
    if (!this.#isOpen(event.at)) {
      await this.#sink.onLateEvent(startOfDay(event.at))
      return
    }
    this.#markUnreadableUpTo(event.at)
    this.#latest = Math.max(this.#latest, event.at)
    this.#sink.event(event)
  }

  /** Something unreadable came: of the day that it says, or else of any day from here to the next event. */
  async #markUnreadable(at: Instant | undefined): Promise<void> {
    if (at === undefined) {
      this.#unreadableSince ??= this.#latest
      return
    }
    if (at < this.#window.from || at >= this.#window.to) return
    this.#sink.unreadable(startOfDay(at))
    if (!this.#isOpen(at)) await this.#sink.onLateEvent(startOfDay(at))
  }

  #markUnreadableUpTo(at: Instant): void {
    if (this.#unreadableSince === undefined) return
    const to = Math.min(Math.max(at, this.#unreadableSince) + 1, this.#window.to)
    for (const day of daysOf({ from: this.#unreadableSince, to })) this.#sink.unreadable(startOfDay(day.from))
    this.#unreadableSince = undefined
  }

  #isOpen(at: Instant): boolean {
    return this.#open.some((day) => day.from <= at && at < day.to)
  }

  /** Closes the days that the stream has passed. */
  async pass(): Promise<void> {
    await this.#close(this.#open.filter((day) => day.to + MAX_DISORDER <= this.#latest))
  }

  async end(): Promise<void> {
    this.#markUnreadableUpTo(this.#window.to - 1)
    await this.#close(this.#open)
  }

  async #close(days: readonly Interval[]): Promise<void> {
    if (days.length === 0) return
    this.#open = this.#open.filter((day) => !days.includes(day))
    await this.#sink.complete(days)
  }
}
