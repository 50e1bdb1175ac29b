import { setMaxListeners } from 'node:events'
import type { EventQuery } from '../../../../shared/cloud/cloud.ts'
import { type CloudError, callFailure } from '../../../../shared/cloud/errors.ts'
import { coverageOf, difference, type Interval } from '../../../../shared/domain/coverage.ts'
import { type Instant, iso, MINUTE, SECOND, startOfDay } from '../../../../shared/domain/time.ts'
import {
  daysOf,
  LATE_EVENT_WINDOW,
  LATE_EVENT_WINDOW_BY_NAME,
  lookupWindows,
  type Reading,
  readBy,
  TRAIL_RETENTION,
  unreadOf,
  withDay,
  withoutDay,
  withProof,
} from '../../../../shared/domain/window.ts'
import type { StreamName } from '../../../../shared/store/scope-progress.ts'
import { isElsewhere } from '../../source-watch.ts'
import type { StreamConsumer } from '../../stream-consumer.ts'
import type { StreamResult, StreamSettings } from '../../stream-task.ts'
import { isAnotherQuestion } from './check-answer.ts'
import { type DaySink, WindowReading } from './day-stream.ts'
import { leadsNowhere } from './page-progress.ts'

/** How far inside the trail's 90 days a lookup starts: clocks differ, and the calls of a window take a while. */
const HORIZON_MARGIN = MINUTE
/** How much later a lookup starts after the service refused its start. */
const HORIZON_STEP = 6 * MINUTE
/** Days of a stream that may fail before it is given up. */
const MAX_FAILED_DAYS = 5
/** Failures that may be of one page, and not of the service or the caller. */
const OF_ONE_PAGE: ReadonlySet<CloudError['kind']> = new Set([
  'server',
  'bad-response',
  'invalid',
  'network',
  'timeout',
])
/** Token and window errors in a row, without a day gained, after which a stream is given up. */
const MAX_RESTARTS = 3

/**
 * One stream of a region: everything of it that is not final yet is read, newest window first, until it is covered, the budget is used
 * up or there is no progress. A failure is a gap, and said; only an abort throws.
 */
export class StreamReader {
  readonly #settings: StreamSettings
  readonly #consumerOf: () => StreamConsumer
  #reading: Reading
  /** Days, by their midnight: to be read by themselves, in which something is no event, that failed. */
  readonly #alone = new Set<Instant>()
  readonly #damaged = new Set<Instant>()
  readonly #failed = new Set<Instant>()
  /** Days that this run has read, in whatever process. Provisional ones stay unread for the next. */
  readonly #done: Set<Instant>
  readonly #errors: CloudError[] = []
  readonly #reasons = new Set<string>()
  readonly #underWay = new Set<WindowReading>()
  /** Aborted when nothing more is to be read; `#within` also when the time for reading is over. */
  readonly #end = new AbortController()
  readonly #within: AbortSignal
  #margin = HORIZON_MARGIN
  #restarts = 0

  private constructor(settings: StreamSettings, consumerOf: () => StreamConsumer, reading: Reading) {
    this.#settings = settings
    this.#consumerOf = consumerOf
    this.#reading = reading
    this.#within = AbortSignal.any([settings.within, this.#end.signal])
    // Every window that is under way listens.
    setMaxListeners(0, this.#within)
    const read = readBy(reading, settings.run).flatMap(daysOf)
    this.#done = new Set(read.map((day) => startOfDay(day.from)))
  }

  /** `consumerOf`: makes what becomes of the events of one window. */
  static async open(settings: StreamSettings, consumerOf: () => StreamConsumer): Promise<StreamReader> {
    return new StreamReader(settings, consumerOf, await settings.progress.reading(settings.stream))
  }

  get result(): StreamResult {
    return { reading: this.#reading, errors: this.#errors, reasons: [...this.#reasons] }
  }

  /** Reads the next window; undefined where none is left that is not under way. */
  next(): Promise<void> | undefined {
    const { clock, since, asOf, signal, watch } = this.#settings
    signal.throwIfAborted()
    if (this.#end.signal.aborted || watch.contradicted) return undefined
    const horizon = ceilSecond(clock() - TRAIL_RETENTION + this.#margin)
    const taken = [...this.#underWay].map(({ window }) => window)
    const days = difference(unreadOf(this.#reading, since, asOf, horizon), coverageOf(taken))
    const open = days.flatMap(daysOf).filter((day) => this.#isOpen(day.from))
    const [window] = lookupWindows(coverageOf(open), this.#alone)
    if (window === undefined) return undefined
    if (this.#isOver()) {
      this.#giveUp(this.#settings.outOfTime)
      return undefined
    }
    return this.#read(window)
  }

  /** Shares the rest of a window that is under way with a second reading; undefined where that would save nothing. */
  share(): Promise<void> | undefined {
    if (this.#end.signal.aborted) return undefined
    for (const reading of this.#underWay) {
      const later = reading.split()
      if (later) return this.#read(later)
    }
    return undefined
  }

  /** Ends what is under way, with the days that it came to. */
  stop(): void {
    this.#end.abort()
  }

  #giveUp(reason: string): void {
    this.#reasons.add(reason)
    this.stop()
  }

  async #read(window: Interval): Promise<void> {
    const { trail, stream, ledNowhere, inTurn } = this.#settings
    if (window.from !== startOfDay(window.from)) this.#reading = { ...this.#reading, horizon: window.from }
    let daysRead = 0
    const sink = this.#sinkOf(this.#consumerOf(), (days) => {
      daysRead += days
    })
    const question = {
      ...{ attribute: attributeOf(stream), window, ledNowhere: ledNowhere(), inTurn },
      signal: this.#within,
      isOver: () => this.#end.signal.aborted || this.#isOver(),
    }
    const reading = new WindowReading(trail, question, sink)
    this.#underWay.add(reading)
    try {
      await reading.read()
    } catch (caught) {
      await inTurn(() => this.#failure(caught, reading.window, daysRead > 0))
    } finally {
      this.#underWay.delete(reading)
    }
  }

  #sinkOf(consumer: StreamConsumer, onDays: (days: number) => void): DaySink {
    const { watch, check, run, onPage } = this.#settings
    return {
      event: (event) => consumer.event(event),
      complete: async (days) => {
        await consumer.keep(days, check)
        for (const day of days) {
          const midnight = startOfDay(day.from)
          this.#done.add(midnight)
          this.#reading = this.#damaged.has(midnight)
            ? withoutDay(this.#reading, midnight)
            : withDay(this.#reading, day, run)
        }
        onDays(days.length)
        await this.#store()
      },
      onLateEvent: async (midnight) => {
        this.#alone.add(midnight)
        this.#done.delete(midnight)
        this.#reading = withoutDay(this.#reading, midnight)
        await this.#store()
      },
      look: (events) => watch.look(events),
      page: () => onPage([...this.#underWay].reduce((sum, { partOfDay }) => sum + partOfDay, this.#done.size)),
      unreadable: (midnight) => {
        this.#damaged.add(midnight)
        this.#reasons.add(`LookupEvents answered something that is no event on ${iso(midnight).slice(0, 10)}`)
      },
    }
  }

  /** What a window's failure means for it and for the stream. `gained`: it had come to the end of a day. */
  async #failure(caught: unknown, window: Interval, gained: boolean): Promise<void> {
    const { within, signal, outOfTime } = this.#settings
    if (within.aborted && !signal.aborted) return this.#giveUp(outOfTime)
    // Cut off because another window's failure ended the stream.
    if (this.#end.signal.aborted && !signal.aborted) return
    const error = callFailure(caught)
    this.#restarts = gained ? 1 : this.#restarts + 1
    // A token that ran out, or a window whose start has left the trail by the service's clock: the same days are queried again.
    if (error.kind === 'invalid' && this.#restarts < MAX_RESTARTS) {
      this.#margin += HORIZON_STEP
      return
    }
    this.#errors.push(error)
    this.#reasons.add(`LookupEvents: ${error.code}`)
    if (isElsewhere(error) || leadsNowhere(error)) return this.stop()
    if (isAnotherQuestion(error)) {
      for (const { from } of daysOf(window)) {
        this.#failed.add(startOfDay(from))
        this.#reading = withoutDay(this.#reading, startOfDay(from))
      }
      await this.#store()
      if (this.#errors.length >= MAX_FAILED_DAYS) this.stop()
      return
    }
    if (this.#errors.length >= MAX_FAILED_DAYS || !OF_ONE_PAGE.has(error.kind)) return this.stop()
    // The day on which the stream broke off is left out; the days after it may be fine.
    const broken = daysOf(window).find((day) => this.#isOpen(day.from))
    if (broken) this.#failed.add(startOfDay(broken.from))
    this.#restarts = 0
  }

  /** Coverage is written after what it rests on. */
  async #store(): Promise<void> {
    const { stream, watch, progress, check, fence } = this.#settings
    await watch.save(stream === 'all' ? this.#reading : undefined)
    if (watch.confirmed) this.#reading = withProof(this.#reading, lateEventWindowOf(stream))
    check()
    await progress.putReading(stream, this.#reading, fence)
  }

  #isOver(): boolean {
    return this.#settings.clock() >= this.#settings.deadline
  }

  #isOpen(at: Instant): boolean {
    return !this.#done.has(startOfDay(at)) && !this.#failed.has(startOfDay(at))
  }
}

/** How long a day may still get late events that this stream would find, in milliseconds. */
export function lateEventWindowOf(stream: StreamName): number {
  return stream === 'all' ? LATE_EVENT_WINDOW : LATE_EVENT_WINDOW_BY_NAME
}

function attributeOf(stream: StreamName): EventQuery['attribute'] {
  return stream === 'all' ? { key: 'ServiceName', value: 'Kms' } : { key: 'EventName', value: stream }
}

/** Lookups and stored coverage know whole seconds. */
function ceilSecond(at: Instant): Instant {
  return Math.ceil(at / SECOND) * SECOND
}
