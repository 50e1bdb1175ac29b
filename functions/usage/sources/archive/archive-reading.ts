import type { Interval } from '../../../../shared/domain/coverage.ts'
import { type Message, message } from '../../../../shared/domain/messages/message.ts'
import { DAY, dayOf, type Instant, startOfDay } from '../../../../shared/domain/time.ts'
import { daysOf, LATE_EVENT_WINDOW } from '../../../../shared/domain/window.ts'
import type { ReadingLimits, ReadingTask } from '../source.ts'
import { type Archive, ArchiveError } from './archive.ts'
import { ArchiveDay } from './archive-day.ts'
import { type CommonShape, commonShape } from './day-events.ts'
import type { EventBatch, EventShape } from './event-batch.ts'
import { fileFault } from './explain-archive.ts'
import type { ReaderPool } from './reader-pool.ts'
import { mayHold, type TrailFile } from './trail-files.ts'

/** Files and folders that are named one by one; of the rest there is a number. */
const MAX_NAMED = 5
/** Shapes that are known by what they say. */
const MAX_SHAPES = 65_536

/** Reads the files of a scope, newest first, and completes each day when no file is left that may hold events of it. */
export class ArchiveReading {
  readonly #archive: Archive
  readonly #limits: ReadingLimits
  readonly #onFile: () => void
  readonly #days = new Map<Instant, ArchiveDay>()
  readonly #tasks = new Set<ReadingTask>()
  /** Days that were completed, and for whom: what they held is gone. */
  readonly #closed = new Map<Instant, readonly ReadingTask[]>()
  /** Those of which events came all the same. */
  readonly #early = new Map<Instant, readonly ReadingTask[]>()
  readonly #shapes = new Map<string, CommonShape>()
  /** What a reader's shape is to all of them. */
  readonly #common = new WeakMap<EventShape, CommonShape>()
  #shapeCount = 0
  #faults = 0
  #last: ArchiveDay | undefined

  /** `onFile`: called when a file was read. */
  constructor(archive: Archive, limits: ReadingLimits, onFile: () => void) {
    this.#archive = archive
    this.#limits = limits
    this.#onFile = onFile
  }

  /** What a task lacks of what the archive holds. */
  want(task: ReadingTask, held: Interval): void {
    for (const day of task.unread(held).flatMap(daysOf)) {
      const midnight = startOfDay(day.from)
      const known = this.#days.get(midnight) ?? new ArchiveDay(midnight)
      this.#days.set(midnight, known)
      known.want(task, day)
      this.#tasks.add(task)
    }
  }

  /**
   * True for a file that may hold events of a day that is asked for; or late ones, which it need not: it is read where nobody asks for its own
   * days, and breaks none.
   */
  needs({ from, to }: Pick<TrailFile, 'from' | 'to'>): boolean {
    return this.#daysOf({ from: from - LATE_EVENT_WINDOW, to }).some((midnight) => this.#days.has(midnight))
  }

  /** `files`: those that are needed, newest first. */
  async read(files: readonly TrailFile[], pool: ReaderPool): Promise<void> {
    const limits = this.#limits
    const open = new Set(files)
    let next = 0
    let failure: unknown
    let isOver = false
    const worker = async (n: number) => {
      while (next < files.length && failure === undefined) {
        limits.signal.throwIfAborted()
        if (limits.isOver()) {
          isOver = true
          return
        }
        const file = files[next]
        next += 1
        if (!file) return
        await this.#readFile(pool, n, file)
        open.delete(file)
        await this.#closeDays(newestOf(open))
        this.#onFile()
      }
    }
    await Promise.all(
      Array.from({ length: pool.size }, (_, n) =>
        worker(n).catch((error: unknown) => {
          failure ??= error
        }),
      ),
    )
    if (failure !== undefined) throw failure
    limits.signal.throwIfAborted()
    if (isOver) for (const task of this.#tasks) task.outOfTime()
    else await this.#closeDays(Number.NEGATIVE_INFINITY)
  }

  async #readFile(pool: ReaderPool, n: number, file: TrailFile): Promise<void> {
    try {
      if (file.fault) throw file.fault
      const end = await pool.read(n, this.#archive.open(file.path), (batch, shapes) => this.#take(batch, shapes, file))
      if (end.events !== file.events) throw new ArchiveError('count', `${end.events}, ${file.events}`)
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      this.#breakDays(file, fileFault(file.path, error))
    }
  }

  async #take(batch: EventBatch, told: readonly EventShape[], file: TrailFile): Promise<void> {
    const { shape, at, high, low, idEnd, ids } = batch
    const text = Buffer.from(ids.buffer, ids.byteOffset, ids.length)
    const touched = new Set<ArchiveDay>()
    let last: ArchiveDay | undefined
    for (let e = batch.count - 1; e >= 0; e -= 1) {
      const moment = at[e] ?? 0
      const day = this.#dayOf(moment)
      const said = told[shape[e] ?? 0]
      if (!day || !said) continue
      const common = this.#common.get(said) ?? this.#commonShape(said)
      const from = e === 0 ? 0 : (idEnd[e - 1] ?? 0)
      day.add(common, moment, high[e] ?? 0, low[e] ?? 0, text, from, idEnd[e] ?? 0)
      if (day !== last) touched.add(day)
      last = day
    }
    for (const event of batch.whole) this.#dayOf(event.at)?.addWhole(event)
    for (const moment of batch.noEvents) this.#dayOf(moment)?.addNoEvent()
    for (const day of touched) if (day.isFull) await day.flush()
    for (const [midnight, tasks] of this.#early) {
      const reason = message('archive-early-events', { path: file.path, day: dayOf(midnight) })
      for (const task of tasks) await task.fail({ reason, days: [midnight], withdrawn: true })
    }
    this.#early.clear()
  }

  /** The day of a moment, where anybody asks for it. */
  #dayOf(at: Instant): ArchiveDay | undefined {
    if (this.#last && at >= this.#last.midnight && at < this.#last.midnight + DAY) return this.#last
    const midnight = startOfDay(at)
    const closed = this.#closed.get(midnight)
    if (closed) this.#early.set(midnight, closed)
    this.#closed.delete(midnight)
    const day = this.#days.get(midnight)
    if (day) this.#last = day
    return day
  }

  #commonShape(told: EventShape): CommonShape {
    const known = this.#shapes.get(told.said)
    if (this.#shapes.size === MAX_SHAPES) this.#shapes.clear()
    if (!known) this.#shapeCount += 1
    const shape = known ?? commonShape(this.#shapeCount, told.event)
    this.#shapes.set(told.said, shape)
    this.#common.set(told, shape)
    return shape
  }

  #breakDays(file: TrailFile, reason: Message): void {
    this.#faults += 1
    const said = this.#faults <= MAX_NAMED ? reason : message('archive-more-files')
    for (const midnight of this.#daysOf(file)) this.#days.get(midnight)?.break(said)
  }

  /** Days, by their midnights, of which a file may hold events. */
  #daysOf(file: Pick<TrailFile, 'from' | 'to'>): readonly Instant[] {
    const { from, to } = mayHold(file)
    return daysOf({ from, to: to + 1 }).map((day) => startOfDay(day.from))
  }

  /** Completes the days, newest first, of which no file that is open may hold events. */
  async #closeDays(openUpTo: Instant): Promise<void> {
    const over = [...this.#days.values()]
      .filter(({ midnight }) => midnight > openUpTo)
      .sort((a, b) => b.midnight - a.midnight)
    for (const day of over) {
      this.#days.delete(day.midnight)
      this.#closed.set(day.midnight, day.tasks)
      if (this.#last === day) this.#last = undefined
      await day.close()
    }
  }
}

/** The newest moment of which one of the files may hold events. */
function newestOf(files: Iterable<TrailFile>): Instant {
  // Newest first.
  for (const file of files) return mayHold(file).to
  return Number.NEGATIVE_INFINITY
}
