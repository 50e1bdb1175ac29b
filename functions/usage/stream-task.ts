import type { CloudError } from '../../shared/cloud/errors.ts'
import type { Coverage, Interval } from '../../shared/domain/coverage.ts'
import { coverageOf } from '../../shared/domain/coverage.ts'
import type { TrailEvent } from '../../shared/domain/event.ts'
import { distinctTexts, type Message, type Text } from '../../shared/domain/messages/message.ts'
import { type Instant, startOfDay } from '../../shared/domain/time.ts'
import {
  daysOf,
  LATE_EVENT_WINDOW,
  LATE_EVENT_WINDOW_BY_NAME,
  type Reading,
  readBy,
  unreadOf,
  withDay,
  withoutDay,
  withProof,
} from '../../shared/domain/window.ts'
import type { StreamName } from '../../shared/store/streams.ts'
import type { SourceWatch } from './source-watch.ts'
import type { DaySink, ReadingFailure, ReadingTask } from './sources/source.ts'
import type { StreamConsumer } from './stream-consumer.ts'
import type { StreamReadings } from './stream-readings.ts'
import type { Turns } from './turns.ts'

/** What a stream of a region is read by. */
export interface StreamSettings {
  readonly stream: StreamName
  readonly readings: StreamReadings
  /** Looks at every answer, and knows whether the source is proven. */
  readonly watch: Pick<SourceWatch, 'look' | 'save' | 'confirmed' | 'contradicted'>
  /** Of the region: days are read side by side, rows and coverage are written one by one. */
  readonly turns: Turns
  readonly since: Instant
  /** Up to where the stream is read. */
  readonly asOf: Instant
  /** asOf of the run: in another process it resumes with what was read. */
  readonly run: Instant
  /** The name of the source. */
  readonly sourceName: string
  /** What the end of the time for reading means, as a short phrase. */
  readonly outOfTime: Message
  /** Throws once the lease is lost. */
  check(): void
  /** Days read completely so far, those under way in part; called after each step of the source. */
  onStep(days: number): void
}

/** How far a stream came, and what stopped it: `reasons` are a short phrase each. */
export interface StreamResult {
  readonly reading: Reading
  readonly errors: readonly CloudError[]
  readonly reasons: readonly Text[]
}

/** One stream of a region as a task for its source: which days are unread, and what is stored of those that were read. */
export class StreamTask implements ReadingTask {
  readonly #settings: StreamSettings
  readonly #consumerOf: () => StreamConsumer
  #reading: Reading
  /** Days, by their midnight: in which something is no event, that failed. */
  readonly #damaged = new Set<Instant>()
  readonly #failed = new Set<Instant>()
  /** Days that this run has read, in whatever process. Provisional ones stay unread for the next. */
  readonly #done: Set<Instant>
  readonly #errors: CloudError[] = []
  readonly #reasons: Message[] = []
  /** Told of no event. */
  #asked: StreamConsumer | undefined

  private constructor(settings: StreamSettings, consumerOf: () => StreamConsumer, reading: Reading) {
    this.#settings = settings
    this.#consumerOf = consumerOf
    this.#reading = reading
    const read = readBy(reading, settings.run).flatMap(daysOf)
    this.#done = new Set(read.map((day) => startOfDay(day.from)))
  }

  /** `consumerOf`: makes what becomes of the events of days that are read together. */
  static async open(settings: StreamSettings, consumerOf: () => StreamConsumer): Promise<StreamTask> {
    return new StreamTask(settings, consumerOf, await settings.readings.of(settings.stream))
  }

  get stream(): StreamName {
    return this.#settings.stream
  }

  get result(): StreamResult {
    return { reading: this.#reading, errors: this.#errors, reasons: distinctTexts(this.#reasons) }
  }

  unread(held: Interval): Coverage {
    const { since, asOf, watch } = this.#settings
    if (watch.contradicted) return []
    const days = unreadOf(this.#reading, since, Math.min(asOf, held.to), held.from).flatMap(daysOf)
    return coverageOf(
      days.filter(({ from }) => !this.#done.has(startOfDay(from)) && !this.#failed.has(startOfDay(from))),
    )
  }

  begin(days: Interval, isPart = false): DaySink {
    const { watch, turns } = this.#settings
    if (!isPart && days.from !== startOfDay(days.from)) this.#reading = { ...this.#reading, horizon: days.from }
    const consumer = this.#consumerOf()
    return {
      look: (events) => turns.take(() => watch.look(events)),
      add: (event, calls) => consumer.event(event, calls),
      damaged: (midnight, reason) => {
        this.#damaged.add(midnight)
        this.#reasons.push(reason)
      },
      complete: (complete, by) => turns.take(() => this.#complete(complete, consumer, by)),
    }
  }

  reopen(midnight: Instant): Promise<void> {
    return this.#settings.turns.take(async () => {
      this.#done.delete(midnight)
      this.#damaged.delete(midnight)
      this.#reading = withoutDay(this.#reading, midnight)
      await this.#store()
    })
  }

  fail({ reason, error, days = [], withdrawn = false }: ReadingFailure): Promise<void> {
    return this.#settings.turns.take(async () => {
      this.#reasons.push(reason)
      if (error) this.#errors.push(error)
      for (const midnight of days) this.#failed.add(midnight)
      if (!withdrawn) return
      for (const midnight of days) this.#reading = withoutDay(this.#reading, midnight)
      await this.#store()
    })
  }

  isByHour(event: TrailEvent, like: object): boolean {
    this.#asked ??= this.#consumerOf()
    return this.#asked.isByHour?.(event, like) === true
  }

  outOfTime(): void {
    this.#reasons.push(this.#settings.outOfTime)
  }

  step(partOfDays: number): void {
    this.#settings.onStep(this.#done.size + partOfDays)
  }

  async #complete(days: readonly Interval[], consumer: StreamConsumer, by?: string): Promise<void> {
    const { check, run, sourceName } = this.#settings
    await consumer.keep(days, check)
    for (const day of days) {
      const midnight = startOfDay(day.from)
      this.#done.add(midnight)
      this.#reading = this.#damaged.has(midnight)
        ? withoutDay(this.#reading, midnight)
        : withDay(this.#reading, day, run, by ?? sourceName)
    }
    await this.#store()
  }

  /** Coverage is written after what it rests on. */
  async #store(): Promise<void> {
    const { stream, watch, readings } = this.#settings
    await watch.save(stream === 'all' ? this.#reading : undefined)
    if (watch.confirmed) this.#reading = withProof(this.#reading, lateEventWindowOf(stream))
    await readings.put([stream, this.#reading])
  }
}

/** How long a day may still get late events that this stream would find, in milliseconds. */
export function lateEventWindowOf(stream: StreamName): number {
  return stream === 'all' ? LATE_EVENT_WINDOW : LATE_EVENT_WINDOW_BY_NAME
}
