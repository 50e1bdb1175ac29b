import type { TrailEvent } from '../../../../shared/domain/event.ts'
import type { Instant } from '../../../../shared/domain/time.ts'

/** Events of a batch at most: bounds what is under way between a reader and who counts. */
export const BATCH = 4_096
/** Bytes of an id at most; an event with a longer one is looked at on its own. */
export const MAX_ID = 256

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

/** The memory of a batch, to be handed over rather than copied. */
export function buffersOf({ shape, at, high, low, idEnd, ids }: EventBatch): ArrayBuffer[] {
  return [shape, at, high, low, idEnd, ids].map(({ buffer }) => buffer as ArrayBuffer)
}
