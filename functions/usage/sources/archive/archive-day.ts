import { callFailure } from '../../../../shared/cloud/errors.ts'
import type { Interval } from '../../../../shared/domain/coverage.ts'
import type { TrailEvent } from '../../../../shared/domain/event.ts'
import { type Message, message } from '../../../../shared/domain/messages/message.ts'
import { dayOf, type Instant } from '../../../../shared/domain/time.ts'
import type { DaySink, ReadingTask } from '../source.ts'
import { type Collected, type CommonShape, DayEvents, newestOfEach } from './day-events.ts'

/** What is asked, as diagnostics name it. */
export const ACTION = 'ReadArchive'

/** One task's part of a day. */
interface Wanted {
  readonly task: ReadingTask
  readonly day: Interval
  sink: DaySink | undefined
}

/** A day that is being read, for every task that lacks it. */
export class ArchiveDay {
  readonly midnight: Instant
  /** What of it the full reading asks for. */
  #all: Wanted | undefined
  readonly #wanted: Wanted[] = []
  readonly #events = new DayEvents((event) => this.#isByHour(event))
  /** Why it cannot be complete. */
  #broken: Message | undefined
  #hasNoEvent = false
  #hasFailed = false

  constructor(midnight: Instant) {
    this.midnight = midnight
  }

  want(task: ReadingTask, day: Interval): void {
    const wanted = { task, day, sink: undefined }
    this.#wanted.push(wanted)
    if (task.stream === 'all') this.#all = wanted
  }

  /** Who asks for it. */
  get tasks(): readonly ReadingTask[] {
    return this.#wanted.map(({ task }) => task)
  }

  /** True when what is held should be given on. */
  get isFull(): boolean {
    return this.#events.isFull
  }

  /** A call of a shape; its id stands in `text`. Only who asks for everything gets it. */
  add(shape: CommonShape, at: Instant, high: number, low: number, text: Buffer, from: number, to: number): void {
    if (this.#all && isIn(this.#all.day, at)) this.#events.add(shape, at, high, low, text, from, to)
  }

  /** An event of an operation that is asked for by name as well. */
  addWhole(event: TrailEvent): void {
    if (this.#wanted.some(({ day }) => isIn(day, event.at))) this.#events.addWhole(event)
  }

  /** A file that may hold events of the day cannot be used. */
  break(reason: Message): void {
    this.#broken ??= reason
  }

  addNoEvent(): void {
    this.#hasNoEvent = true
  }

  /** Gives on what was collected, so that it takes no memory. */
  async flush(): Promise<void> {
    const taken = this.#events.take()
    if (this.#broken !== undefined || this.#hasFailed) return
    const [first] = this.#wanted
    if (!first) return
    try {
      // All tasks of a region look through the same eyes.
      await this.#sinkOf(first).look([...taken.whole, ...newestOfEach(taken.counted)])
    } catch (caught) {
      const error = callFailure(caught)
      this.#hasFailed = true
      for (const { task } of this.#wanted)
        await task.fail({ reason: message('call', { action: ACTION, code: error.code }), error, days: [this.midnight] })
      return
    }
    for (const wanted of this.#wanted) this.#give(wanted, taken)
  }

  #isByHour(event: TrailEvent): boolean {
    return this.#all?.task.isByHour(event, event) === true
  }

  /** Every file that may hold events of the day was read. */
  async close(): Promise<void> {
    await this.flush()
    if (this.#hasFailed) return
    if (this.#broken !== undefined) {
      for (const { task } of this.#wanted) await task.fail({ reason: this.#broken, days: [this.midnight] })
      return
    }
    for (const wanted of this.#wanted) {
      const sink = this.#sinkOf(wanted)
      if (this.#hasNoEvent)
        sink.damaged(this.midnight, message('not-an-event', { action: ACTION, day: dayOf(this.midnight) }))
      await sink.complete([wanted.day])
    }
  }

  #give(wanted: Wanted, { whole, counted }: Collected): void {
    const { task, day } = wanted
    const sink = this.#sinkOf(wanted)
    const isAll = task.stream === 'all'
    for (const event of whole) if ((isAll || event.name === task.stream) && isIn(day, event.at)) sink.add(event)
    if (isAll) for (const { event, calls } of counted) sink.add(event, calls)
  }

  #sinkOf(wanted: Wanted): DaySink {
    wanted.sink ??= wanted.task.begin(wanted.day)
    return wanted.sink
  }
}

function isIn({ from, to }: Interval, at: Instant): boolean {
  return at >= from && at < to
}
