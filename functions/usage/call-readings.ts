import { attributeEvent } from '../../shared/domain/attribution.ts'
import type { Caller } from '../../shared/domain/caller.ts'
import type { AttributionContext } from '../../shared/domain/claims.ts'
import type { TrailEvent } from '../../shared/domain/event.ts'
import { identifyCaller } from '../../shared/domain/identify-caller.ts'

/** Who made a call, and where it is counted. */
export interface CallReading {
  readonly caller: Caller
  readonly targets: readonly string[]
}

/** What events of a region come to; of those that are alike it is worked out once. */
export class CallReadings {
  readonly context: AttributionContext
  readonly #known = new WeakMap<object, CallReading>()

  constructor(context: AttributionContext) {
    this.context = context
  }

  /** `like`: see `GroupedCalls`. */
  of(event: TrailEvent, like: object | undefined): CallReading {
    const known = like && this.#known.get(like)
    if (known) return known
    const reading = { caller: identifyCaller(event), targets: attributeEvent(event, this.context) }
    if (like) this.#known.set(like, reading)
    return reading
  }
}
