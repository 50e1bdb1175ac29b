import type { ActionTrail, EventQuery } from '../../shared/cloud/cloud.ts'
import type { Interval } from '../../shared/domain/coverage.ts'
import { momentOf, parseEvent, type TrailEvent } from '../../shared/domain/event.ts'
import { identityOfEvent } from '../../shared/domain/event-identity.ts'
import { type Instant, MINUTE, startOfDay } from '../../shared/domain/time.ts'
import { daysOf } from '../../shared/domain/window.ts'
import { checkAnswer } from './check-answer.ts'
import { PageProgress } from './page-progress.ts'
import { RecentIds } from './recent-ids.ts'

/** A day of events is over when the stream is this far past its end: pages may be slightly out of order. */
const MAX_DISORDER = 15 * MINUTE

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
  /** A page was read, up to this moment. */
  page(latest: Instant): void
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
}

/**
 * Reads one window forward in time and tells of each day as the stream passes its end. Throws what the trail throws, and a `CloudError`
 * where an answer is none to the question or there is no progress; every day that was called complete stays so. Ends early, with the
 * days that it came to, when `isOver` says so.
 */
export async function readWindow(
  trail: Pick<ActionTrail, 'lookupEvents'>,
  { attribute, window, signal, ledNowhere, isOver }: Question,
  sink: DaySink,
): Promise<void> {
  const stream = new DayStream(window, sink)
  const progress = new PageProgress(ledNowhere)
  let nextToken: string | undefined
  do {
    const page = await trail.lookupEvents({ attribute, ...window, ...(nextToken ? { nextToken } : {}) }, { signal })
    const read = page.events.map((raw) => ({ raw, event: parseEvent(raw) }))
    const events = read.flatMap(({ event }) => event ?? [])
    await sink.look(events)
    for (const event of events) checkAnswer(event, attribute, window)
    const before = stream.events
    for (const { raw, event } of read) await stream.take(raw, event)
    await stream.pass()
    sink.page(stream.latest)
    nextToken = page.nextToken
    if (nextToken) progress.page(nextToken, stream.events > before)
    if (nextToken && isOver()) return
  } while (nextToken)
  await stream.end()
}

class DayStream {
  readonly #window: Interval
  readonly #sink: DaySink
  readonly #seen = new RecentIds()
  #events = 0
  #open: Interval[]
  #latest: Instant
  /** Something without a time came after this moment. */
  #unreadableSince: Instant | undefined

  constructor(window: Interval, sink: DaySink) {
    this.#window = window
    this.#sink = sink
    this.#open = daysOf(window)
    this.#latest = window.from
  }

  /** How far in time the stream has come. */
  get latest(): Instant {
    return this.#latest
  }

  /** How many events came, each counted once. */
  get events(): number {
    return this.#events
  }

  /** `event`: what is there to read of `raw`, if anything. */
  async take(raw: unknown, event: TrailEvent | undefined): Promise<void> {
    if (!event) return this.#markUnreadable(momentOf(raw))
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
    for (const day of daysOf({ from: this.#unreadableSince, to: Math.max(at, this.#unreadableSince) + 1 })) {
      this.#sink.unreadable(startOfDay(day.from))
    }
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
