import type { TrailEvent } from '../../../../shared/domain/event.ts'
import type { Instant } from '../../../../shared/domain/time.ts'
import { BATCH, type EventBatch, type EventShape } from './event-batch.ts'
import { COUNT, type EventMemory, HIGH, IDS_END, LOW } from './event-memory.ts'
import { IDS_FULL, PLACES } from './memory-layout.ts'

/** Collects a batch in memory: event-code.wat adds what is known, and this what was parsed. */
export class BatchBuilder {
  readonly #memory: EventMemory
  #shapes: EventShape[] = []
  #whole: TrailEvent[] = []
  #noEvents: Instant[] = []
  #startsAnew = false
  #told = 0

  constructor(memory: EventMemory) {
    this.#memory = memory
  }

  get isFull(): boolean {
    const isFull = this.#memory.get(COUNT) >= BATCH || this.#memory.get(IDS_END) > IDS_FULL
    return isFull || this.#whole.length >= BATCH || this.#noEvents.length >= BATCH
  }

  /** Shapes told since their numbers began. */
  get told(): number {
    return this.#told
  }

  /** Tells of a shape, and gives its number. */
  addShape({ event, said }: EventShape): number {
    this.#shapes.push({ event, said })
    this.#told += 1
    return this.#told - 1
  }

  /** Numbers of shapes begin anew with the next batch. Nothing is in this one. */
  startAnew(): void {
    this.#told = 0
    this.#startsAnew = true
  }

  addWhole(event: TrailEvent): void {
    this.#whole.push(event)
  }

  addNoEvent(at: Instant): void {
    this.#noEvents.push(at)
  }

  /** An event of a shape, whose identity was just made. */
  add(shape: number, at: Instant, id: Uint8Array): void {
    const memory = this.#memory
    const { bytes, view } = memory
    const n = memory.get(COUNT)
    const idsEnd = memory.get(IDS_END)
    memory.set(PLACES.shape + 4 * n, shape)
    view.setFloat64(PLACES.at + 8 * n, at, true)
    memory.set(PLACES.high + 4 * n, memory.get(HIGH))
    memory.set(PLACES.low + 4 * n, memory.get(LOW))
    bytes.set(id, PLACES.ids + idsEnd)
    memory.set(PLACES.idEnd + 4 * n, idsEnd + id.length)
    memory.set(IDS_END, idsEnd + id.length)
    memory.set(COUNT, n + 1)
  }

  /** What was collected since the last time. */
  take(): EventBatch {
    const { buffer } = this.#memory.view
    const count = this.#memory.get(COUNT)
    const numbers = (place: number) => new Uint32Array(buffer, place, count).slice()
    const batch = {
      ...{ startsAnew: this.#startsAnew, shapes: this.#shapes, count, whole: this.#whole, noEvents: this.#noEvents },
      ...{ shape: numbers(PLACES.shape), at: new Float64Array(buffer, PLACES.at, count).slice() },
      ...{ high: numbers(PLACES.high), low: numbers(PLACES.low), idEnd: numbers(PLACES.idEnd) },
      ids: new Uint8Array(buffer, PLACES.ids, this.#memory.get(IDS_END)).slice(),
    }
    this.#startsAnew = false
    this.#shapes = []
    this.drop()
    return batch
  }

  /** Forgets the events that were not taken; shapes are told with the next ones. */
  drop(): void {
    this.#whole = []
    this.#noEvents = []
    this.#memory.set(COUNT, 0)
    this.#memory.set(IDS_END, 0)
  }
}
