import { setMaxListeners } from 'node:events'
import type { ActionTrail, EventQuery } from '../../../../shared/cloud/cloud.ts'
import { type CloudError, callFailure, callReason } from '../../../../shared/cloud/errors.ts'
import { coverageOf, difference, type Interval } from '../../../../shared/domain/coverage.ts'
import { type Instant, MINUTE, SECOND, startOfDay } from '../../../../shared/domain/time.ts'
import { daysOf, lookupWindows, TRAIL_RETENTION } from '../../../../shared/domain/window.ts'
import type { StreamName } from '../../../../shared/store/streams.ts'
import type { ReadingLimits, ReadingTask } from '../source.ts'
import { isAnotherQuestion } from './check-answer.ts'
import type { WindowEvents } from './day-stream.ts'
import { leadsNowhere } from './page-progress.ts'
import { WindowReading } from './window-reading.ts'

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

export interface LookupSettings {
  readonly trail: Pick<ActionTrail, 'lookupEvents'>
  readonly clock: () => Instant
  readonly limits: ReadingLimits
  /** True once another stream of the region was led nowhere, by tokens that bring nothing new. */
  ledNowhere(): boolean
}

/**
 * Reads one task by lookups: everything that is unread, newest window first, until nothing is left, the time is over or there is no
 * progress. A failure is told to the task; only an abort throws.
 */
export class StreamReader {
  readonly #task: ReadingTask
  readonly #settings: LookupSettings
  /** Days, by their midnight, that are read by themselves: their events come in no order. */
  readonly #alone = new Set<Instant>()
  readonly #underWay = new Set<WindowReading>()
  /** Aborted when nothing more is to be read; `#within` also when the time for reading is over. */
  readonly #end = new AbortController()
  readonly #within: AbortSignal
  #ledNowhere = false
  #failures = 0
  #margin = HORIZON_MARGIN
  #restarts = 0

  constructor(task: ReadingTask, settings: LookupSettings) {
    this.#task = task
    this.#settings = settings
    this.#within = AbortSignal.any([settings.limits.within, this.#end.signal])
    // Every window that is under way listens.
    setMaxListeners(0, this.#within)
  }

  /** True once tokens led it nowhere. */
  get ledNowhere(): boolean {
    return this.#ledNowhere
  }

  /** Reads the next window; undefined where none is left that is not under way. */
  next(): Promise<void> | undefined {
    const { limits } = this.#settings
    limits.signal.throwIfAborted()
    if (this.#end.signal.aborted) return undefined
    const taken = [...this.#underWay].map(({ window }) => window)
    const [window] = lookupWindows(difference(this.#task.unread(this.#held), coverageOf(taken)), this.#alone)
    if (window === undefined) return undefined
    if (limits.isOver()) {
      this.#endOfTime()
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

  /** What the trail holds by now. */
  get #held(): Interval {
    const horizon = this.#settings.clock() - TRAIL_RETENTION + this.#margin
    return { from: ceilSecond(horizon), to: Number.POSITIVE_INFINITY }
  }

  #endOfTime(): void {
    this.#task.outOfTime()
    this.stop()
  }

  async #read(window: Interval): Promise<void> {
    const { trail, limits, ledNowhere } = this.#settings
    let daysRead = 0
    const events = this.#eventsOf(window, (days) => {
      daysRead += days
    })
    const question = {
      ...{ attribute: attributeOf(this.#task.stream), window, ledNowhere: ledNowhere() },
      signal: this.#within,
      isOver: () => this.#end.signal.aborted || limits.isOver(),
    }
    const reading = new WindowReading(trail, question, events)
    this.#underWay.add(reading)
    try {
      await reading.read()
    } catch (caught) {
      await this.#failure(caught, reading.window, daysRead > 0)
    } finally {
      this.#underWay.delete(reading)
    }
  }

  #eventsOf(window: Interval, onDays: (days: number) => void): WindowEvents {
    const task = this.#task
    const sink = task.begin(window)
    return {
      look: (events) => sink.look(events),
      add: (event) => sink.add(event),
      damaged: (midnight, reason) => sink.damaged(midnight, reason),
      complete: async (days) => {
        onDays(days.length)
        await sink.complete(days)
      },
      late: async (midnight) => {
        this.#alone.add(midnight)
        await task.reopen(midnight)
      },
      page: () => task.step([...this.#underWay].reduce((sum, { partOfDay }) => sum + partOfDay, 0)),
    }
  }

  /** What a window's failure means for it and for the stream. `gained`: it had come to the end of a day. */
  async #failure(caught: unknown, window: Interval, gained: boolean): Promise<void> {
    const { within, signal } = this.#settings.limits
    if (within.aborted && !signal.aborted) return this.#endOfTime()
    // Cut off because another window's failure ended the stream.
    if (this.#end.signal.aborted && !signal.aborted) return
    const error = callFailure(caught)
    this.#restarts = gained ? 1 : this.#restarts + 1
    // A token that ran out, or a window whose start has left the trail by the service's clock: the same days are queried again.
    if (error.kind === 'invalid' && this.#restarts < MAX_RESTARTS) {
      this.#margin += HORIZON_STEP
      return
    }
    this.#failures += 1
    this.#ledNowhere ||= leadsNowhere(error)
    const failure = { reason: callReason(error), error }
    const isLast = this.#failures >= MAX_FAILED_DAYS
    if (isAnotherQuestion(error)) {
      const days = daysOf(window).map(({ from }) => startOfDay(from))
      if (isLast) this.stop()
      return this.#task.fail({ ...failure, days, withdrawn: true })
    }
    if (isLast || this.#ledNowhere || !OF_ONE_PAGE.has(error.kind)) {
      this.stop()
      return this.#task.fail(failure)
    }
    // The day on which the stream broke off is left out; the days after it may be fine.
    const open = new Set(
      this.#task
        .unread(this.#held)
        .flatMap(daysOf)
        .map(({ from }) => startOfDay(from)),
    )
    const broken = daysOf(window)
      .map(({ from }) => startOfDay(from))
      .find((midnight) => open.has(midnight))
    this.#restarts = 0
    return this.#task.fail({ ...failure, days: broken === undefined ? [] : [broken] })
  }
}

function attributeOf(stream: StreamName): EventQuery['attribute'] {
  return stream === 'all' ? { key: 'ServiceName', value: 'Kms' } : { key: 'EventName', value: stream }
}

/** Lookups and stored coverage know whole seconds. */
function ceilSecond(at: Instant): Instant {
  return Math.ceil(at / SECOND) * SECOND
}
