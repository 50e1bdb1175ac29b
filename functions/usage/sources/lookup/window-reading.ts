import type { ActionTrail, EventQuery } from '../../../../shared/cloud/cloud.ts'
import type { Interval } from '../../../../shared/domain/coverage.ts'
import { parseEvent } from '../../../../shared/domain/event.ts'
import { DAY, startOfDay } from '../../../../shared/domain/time.ts'
import { daysOf } from '../../../../shared/domain/window.ts'
import { checkAnswer } from './check-answer.ts'
import { DayStream, type WindowEvents } from './day-stream.ts'
import { PageProgress } from './page-progress.ts'

/** A window with fewer pages left is not shared: the page at the cut is read twice. */
const MIN_PAGES_TO_SPLIT = 4

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

/** One window that is read forward in time, page after page, and tells of each day as the stream passes its end. */
export class WindowReading {
  readonly #trail: Pick<ActionTrail, 'lookupEvents'>
  readonly #question: Question
  readonly #events: WindowEvents
  readonly #stream: DayStream
  #pages = 0

  constructor(trail: Pick<ActionTrail, 'lookupEvents'>, question: Question, events: WindowEvents) {
    this.#trail = trail
    this.#question = question
    this.#events = events
    this.#stream = new DayStream(question.window, events)
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
    const { attribute, window, signal, ledNowhere, isOver } = this.#question
    const progress = new PageProgress(ledNowhere)
    let nextToken: string | undefined
    do {
      const query = { attribute, ...window, ...(nextToken ? { nextToken } : {}) }
      const page = await this.#trail.lookupEvents(query, { signal })
      const hasNews = await this.#take(page.events)
      if (page.nextToken === undefined || this.#stream.isPast) return this.#stream.end()
      progress.page(page.nextToken, hasNews)
      nextToken = page.nextToken
    } while (!isOver())
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
    await this.#events.look(events)
    for (const event of events) checkAnswer(event, attribute, window)
    const before = this.#stream.events
    for (const { raw, event } of read) await this.#stream.take(raw, event)
    await this.#stream.pass()
    this.#pages += 1
    this.#events.page()
    return this.#stream.events > before
  }
}
