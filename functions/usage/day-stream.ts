import type { ActionTrail, EventQuery } from '../../shared/cloud/cloud.ts'
import type { Interval } from '../../shared/domain/coverage.ts'
import { parseEvent, type TrailEvent } from '../../shared/domain/event.ts'
import { type Instant, MINUTE, startOfDay } from '../../shared/domain/time.ts'
import { daysOf } from '../../shared/domain/window.ts'
import { RecentIds } from './recent-ids.ts'

/** A day of events is over when the stream is this far past its end: pages may be slightly out of order. */
const DISORDER = 15 * MINUTE

/** What becomes of the events of a stream. */
export interface DaySink {
  /** An event of the window, once. */
  event(event: TrailEvent): void
  /** Every event of these days, oldest first, has been seen. Rows and coverage are written before the next page is asked for. */
  complete(days: readonly Interval[]): Promise<void>
  /** An event of a day that was called complete came after all: what was written of the day does not hold. */
  disordered(midnight: Instant): Promise<void>
  /** A page was read, up to this moment. */
  page(latest: Instant): void
  /** An answer held something that is no event: the days cannot be called complete. */
  unreadable(midnight: Instant): void
}

/**
 * Reads one window forward in time and tells of each day as the stream passes its end. Throws what the trail throws; every day that
 * was called complete stays so. Ends early, with the days that it came to, when `isOver` says so.
 */
export async function readWindow(
  trail: ActionTrail,
  attribute: EventQuery['attribute'],
  window: Interval,
  sink: DaySink,
  { signal, isOver }: { readonly signal: AbortSignal; isOver(): boolean },
): Promise<void> {
  const stream = new DayStream(window, sink)
  let nextToken: string | undefined
  do {
    const page = await trail.lookupEvents({ attribute, ...window, ...(nextToken ? { nextToken } : {}) }, { signal })
    for (const raw of page.events) await stream.take(raw)
    await stream.pass()
    sink.page(stream.latest)
    nextToken = page.nextToken
    if (nextToken && isOver()) return
  } while (nextToken)
  await stream.end()
}

class DayStream {
  readonly #window: Interval
  readonly #sink: DaySink
  readonly #ids = new RecentIds()
  #open: Interval[]
  #latest: Instant

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

  async take(raw: unknown): Promise<void> {
    const event = parseEvent(raw)
    if (!event) {
      this.#sink.unreadable(startOfDay(this.#latest))
      return
    }
    if (event.at < this.#window.from || event.at >= this.#window.to || this.#ids.seen(event.id)) return
    if (!this.#open.some((day) => day.from <= event.at && event.at < day.to)) {
      await this.#sink.disordered(startOfDay(event.at))
      return
    }
    this.#latest = Math.max(this.#latest, event.at)
    this.#sink.event(event)
  }

  /** Closes the days that the stream has passed. */
  async pass(): Promise<void> {
    await this.#close(this.#open.filter((day) => day.to + DISORDER <= this.#latest))
  }

  async end(): Promise<void> {
    await this.#close(this.#open)
  }

  async #close(days: readonly Interval[]): Promise<void> {
    if (days.length === 0) return
    this.#open = this.#open.filter((day) => !days.includes(day))
    await this.#sink.complete(days)
  }
}
