import type { TrailEvent } from '../../../../shared/domain/event.ts'
import type { Instant } from '../../../../shared/domain/time.ts'

/** Events of a batch at most: bounds what is under way between a reader and who counts. */
export const BATCH = 8_192
/** Bytes of ids that a batch holds at most on average. */
const ID = 64

/** Calls that say the same but for id and time. */
export interface EventShape {
  /** One of them. */
  readonly event: TrailEvent
  /** See `saidBy`. */
  readonly said: string
}

/** Events of KMS as a reader found them, in the order of the file. */
export interface EventBatch {
  /** True: the numbers of shapes begin anew, and those that were told before are forgotten. */
  readonly startsAnew: boolean
  /** Shapes that the reader has not told before, in the order of their numbers. */
  readonly shapes: readonly EventShape[]
  readonly count: number
  /** Of each event: the number of its shape, its moment, both halves of its identity, and where its id ends in `ids`. */
  readonly shape: Uint32Array
  readonly at: Float64Array
  readonly high: Uint32Array
  readonly low: Uint32Array
  readonly idEnd: Uint32Array
  /** UTF-8. */
  readonly ids: Uint8Array
  /** Events that are looked at one by one. */
  readonly whole: readonly TrailEvent[]
  /** Moments of what is no event. */
  readonly noEvents: readonly Instant[]
}

/** Shapes by the numbers that a reader told them by: those of all its batches since numbers began anew. */
export class ShapeNumbers {
  #shapes: EventShape[] = []

  /** The shapes that a batch speaks of. Batches come in the order in which the reader made them. */
  of({ startsAnew, shapes }: EventBatch): readonly EventShape[] {
    // Whoever still works at an earlier batch keeps the numbers of its own.
    if (startsAnew) this.#shapes = []
    for (const shape of shapes) this.#shapes.push(shape)
    return this.#shapes
  }
}

/** Collects a batch. */
export class BatchBuilder {
  #shapes: EventShape[] = []
  #whole: TrailEvent[] = []
  #noEvents: Instant[] = []
  #startsAnew = false
  #told = 0
  #count = 0
  #shape = new Uint32Array(BATCH)
  #at = new Float64Array(BATCH)
  #high = new Uint32Array(BATCH)
  #low = new Uint32Array(BATCH)
  #idEnd = new Uint32Array(BATCH)
  #ids = new Uint8Array(BATCH * ID)
  #idsEnd = 0

  get isFull(): boolean {
    return this.#count === BATCH || this.#whole.length >= BATCH || this.#noEvents.length >= BATCH
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

  /** An event of a shape, with its id as bytes. */
  add(shape: number, at: Instant, high: number, low: number, bytes: Uint8Array, from: number, to: number): void {
    const n = this.#count
    this.#shape[n] = shape
    this.#at[n] = at
    this.#high[n] = high
    this.#low[n] = low
    const end = this.#idsEnd + to - from
    if (end > this.#ids.length) this.#growIds(end)
    for (let at = from, to = this.#idsEnd; to < end; at += 1, to += 1) this.#ids[to] = bytes[at] ?? 0
    this.#idsEnd = end
    this.#idEnd[n] = end
    this.#count = n + 1
  }

  /** What was collected since the last time. */
  take(): EventBatch {
    const count = this.#count
    const batch = {
      ...{ startsAnew: this.#startsAnew, shapes: this.#shapes, count, whole: this.#whole, noEvents: this.#noEvents },
      ...{ shape: this.#shape.slice(0, count), at: this.#at.slice(0, count) },
      ...{ high: this.#high.slice(0, count), low: this.#low.slice(0, count), idEnd: this.#idEnd.slice(0, count) },
      ids: this.#ids.slice(0, this.#idsEnd),
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
    this.#count = 0
    this.#idsEnd = 0
  }

  #growIds(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, 2 * this.#ids.length))
    grown.set(this.#ids)
    this.#ids = grown
  }
}

/** The memory of a batch, to be handed over rather than copied. */
export function buffersOf({ shape, at, high, low, idEnd, ids }: EventBatch): ArrayBuffer[] {
  return [shape, at, high, low, idEnd, ids].map(({ buffer }) => buffer as ArrayBuffer)
}
