import type { Interval } from '../../../../shared/domain/coverage.ts'
import { momentOf, type TrailEvent } from '../../../../shared/domain/event.ts'
import { identityOfEvent } from '../../../../shared/domain/event-identity.ts'
import { message } from '../../../../shared/domain/messages/message.ts'
import { dayOf, type Instant, MINUTE, startOfDay } from '../../../../shared/domain/time.ts'
import { daysOf } from '../../../../shared/domain/window.ts'
import type { DaySink } from '../source.ts'
import { RecentIds } from './recent-ids.ts'

/** A day of events is over when the stream is this far past its end: pages may be slightly out of order. */
const MAX_DISORDER = 15 * MINUTE

/** What becomes of the events of a window. */
export interface WindowEvents extends Omit<DaySink, 'add'> {
  /** An event of the window, once. */
  add(event: TrailEvent): void
  /** An event of a day (its midnight) that was called complete came after all: what was written of the day does not hold. */
  late(midnight: Instant): Promise<void>
  /** A page was read. */
  page(): void
}

/** The events of a window as they come, forward in time: each once, and each day closed once the stream has passed its end. */
export class DayStream {
  #window: Interval
  readonly #sink: WindowEvents
  readonly #seen = new RecentIds()
  #events = 0
  #open: Interval[]
  #latest: Instant
  /** An event of this moment came, in the window or after it. */
  #reached = Number.NEGATIVE_INFINITY
  /** Something without a time came after this moment. */
  #unreadableSince: Instant | undefined

  constructor(window: Interval, sink: WindowEvents) {
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
      await this.#sink.late(startOfDay(event.at))
      return
    }
    this.#markUnreadableUpTo(event.at)
    this.#latest = Math.max(this.#latest, event.at)
    this.#sink.add(event)
  }

  /** Something unreadable came: of the day that it says, or else of any day from here to the next event. */
  async #markUnreadable(at: Instant | undefined): Promise<void> {
    if (at === undefined) {
      this.#unreadableSince ??= this.#latest
      return
    }
    if (at < this.#window.from || at >= this.#window.to) return
    this.#damage(at)
    if (!this.#isOpen(at)) await this.#sink.late(startOfDay(at))
  }

  #markUnreadableUpTo(at: Instant): void {
    if (this.#unreadableSince === undefined) return
    const to = Math.min(Math.max(at, this.#unreadableSince) + 1, this.#window.to)
    for (const day of daysOf({ from: this.#unreadableSince, to })) this.#damage(day.from)
    this.#unreadableSince = undefined
  }

  #damage(at: Instant): void {
    this.#sink.damaged(startOfDay(at), message('not-an-event', { action: 'LookupEvents', day: dayOf(at) }))
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
