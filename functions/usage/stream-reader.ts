import type { ActionTrail, EventQuery } from '../../shared/cloud/cloud.ts'
import { type CloudError, callFailure } from '../../shared/cloud/errors.ts'
import { coverageOf } from '../../shared/domain/coverage.ts'
import { DAY, type Instant, iso, MINUTE, SECOND, startOfDay } from '../../shared/domain/time.ts'
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
} from '../../shared/domain/window.ts'
import type { ScopeProgress, StreamName } from '../../shared/store/scope-progress.ts'
import { isAnotherQuestion } from './check-answer.ts'
import { type DaySink, readWindow } from './day-stream.ts'
import { leadsNowhere } from './page-progress.ts'
import { isElsewhere, type SourceWatch } from './source-watch.ts'
import type { StreamConsumer } from './stream-consumer.ts'

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

export interface StreamSettings {
  readonly trail: Pick<ActionTrail, 'lookupEvents'>
  readonly stream: StreamName
  readonly progress: ScopeProgress
  /** Looks at every answer, and knows whether the source is proven. */
  readonly watch: Pick<SourceWatch, 'look' | 'save' | 'confirmed'>
  /** Another stream of the region was led nowhere before, by tokens that bring nothing new. */
  readonly ledNowhere: boolean
  readonly since: Instant
  /** Up to where the stream is read. */
  readonly asOf: Instant
  /** asOf of the run: in another process it resumes with what was read. */
  readonly run: Instant
  /** Moment at which the time for reading is used up. */
  readonly deadline: Instant
  /** What the deadline means, as a short phrase. */
  readonly outOfTime: string
  readonly fence: number
  /** Throws once the lease is lost. */
  check(): void
  readonly clock: () => Instant
  readonly signal: AbortSignal
  /** Aborts with `signal`, and when the deadline comes. */
  readonly within: AbortSignal
  /** Days read completely so far, the one under way in part; called after each page. */
  onPage(days: number): void
}

/** How far a stream came, and what stopped it: `reasons` are a short phrase each. */
export interface StreamResult {
  readonly reading: Reading
  readonly errors: readonly CloudError[]
  readonly reasons: readonly string[]
}

/**
 * Reads everything of one stream that is not final yet, newest window first, until it is covered, the budget is used up or there is no
 * progress. A failure is a gap, and said; only an abort throws.
 */
export async function readStream(settings: StreamSettings, consumer: StreamConsumer): Promise<StreamResult> {
  const { stream, progress, watch, since, asOf, clock, signal } = settings
  const alone = new Set<Instant>()
  const damaged = new Set<Instant>()
  let reading = await progress.reading(stream)
  const errors: CloudError[] = []
  const reasons = new Set<string>()
  const failed = new Set<Instant>()
  /** Days that this run has read, in whatever process. Provisional ones stay unread for the next. */
  const done = new Set(
    readBy(reading, settings.run)
      .flatMap(daysOf)
      .map((day) => startOfDay(day.from)),
  )

  const store = async () => {
    await watch.save(stream === 'all' ? reading : undefined)
    if (watch.confirmed) reading = withProof(reading, lateEventWindowOf(stream))
    settings.check()
    await progress.putReading(stream, reading, settings.fence)
  }
  const sink: DaySink = {
    event: (event) => consumer.event(event),
    complete: async (days) => {
      await consumer.keep(days, settings.check)
      for (const day of days) {
        done.add(startOfDay(day.from))
        const midnight = startOfDay(day.from)
        reading = damaged.has(midnight) ? withoutDay(reading, midnight) : withDay(reading, day, settings.run)
      }
      await store()
    },
    onLateEvent: async (midnight) => {
      alone.add(midnight)
      done.delete(midnight)
      reading = withoutDay(reading, midnight)
      await store()
    },
    look: (events) => watch.look(events),
    page: (latest) => settings.onPage(done.size + (latest - startOfDay(latest)) / DAY),
    unreadable: (midnight) => {
      damaged.add(midnight)
      reasons.add(`LookupEvents answered something that is no event on ${iso(midnight).slice(0, 10)}`)
    },
  }
  let margin = HORIZON_MARGIN
  const next = () => {
    const horizon = ceilSecond(clock() - TRAIL_RETENTION + margin)
    const days = unreadOf(reading, since, asOf, horizon).flatMap(daysOf)
    return lookupWindows(coverageOf(days.filter((day) => isOpen(day.from))), alone)[0]
  }
  const isOpen = (at: Instant) => !done.has(startOfDay(at)) && !failed.has(startOfDay(at))

  const isOver = () => clock() >= settings.deadline
  let restarts = 0
  for (let window = next(); window; window = next()) {
    signal.throwIfAborted()
    if (isOver()) {
      reasons.add(settings.outOfTime)
      break
    }
    const before = done.size
    consumer.reset()
    try {
      if (window.from !== startOfDay(window.from)) reading = { ...reading, horizon: window.from }
      const question = {
        attribute: attributeOf(stream),
        window,
        signal: settings.within,
        ledNowhere: settings.ledNowhere,
        isOver,
      }
      await readWindow(settings.trail, question, sink)
    } catch (caught) {
      if (settings.within.aborted && !signal.aborted) {
        reasons.add(settings.outOfTime)
        break
      }
      const error = callFailure(caught)
      restarts = done.size > before ? 1 : restarts + 1
      // A token that ran out, or a window whose start has left the trail by the service's clock: the same days are queried again.
      if (error.kind === 'invalid' && restarts < MAX_RESTARTS) {
        margin += HORIZON_STEP
        continue
      }
      errors.push(error)
      reasons.add(`LookupEvents: ${error.code}`)
      if (isElsewhere(error) || leadsNowhere(error)) break
      if (isAnotherQuestion(error)) {
        for (const { from } of daysOf(window)) {
          failed.add(startOfDay(from))
          reading = withoutDay(reading, startOfDay(from))
        }
        await store()
        if (errors.length >= MAX_FAILED_DAYS) break
        continue
      }
      if (errors.length >= MAX_FAILED_DAYS || !OF_ONE_PAGE.has(error.kind)) break
      // The day on which the stream broke off is left out; the days after it may be fine.
      const broken = daysOf(window).find((day) => isOpen(day.from))
      if (broken) failed.add(startOfDay(broken.from))
      restarts = 0
    }
  }
  return { reading, errors, reasons: [...reasons] }
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
