import { AdaptiveRate } from './adaptive-rate.ts'
import type { Pace } from './cloud.ts'
import { Pacer } from './pacer.ts'

/** Answers that may be outstanding at once: enough for 50 calls a second at 5 seconds each. */
const MAX_IN_FLIGHT = 256

/** Leave to make one call. */
export interface Slot {
  /** Milliseconds of the limiter's clock. */
  readonly sentAt: number
  /** The call has ended. */
  release(): void
}

interface Waiter {
  readonly grant: (slot: Slot) => void
}

/** One quota of the vendor: who wants to call waits for a slot, first come, first served. */
export class Limiter {
  readonly #now: () => number
  readonly #rate: AdaptiveRate
  readonly #pacer: Pacer
  readonly #waiting: Waiter[] = []
  #timer: NodeJS.Timeout | undefined
  /** The queue was not empty when the next call was due. */
  #behind = false
  #inFlight = 0
  #calls = 0
  #throttles = 0

  /** `ceiling` and `start` in calls a second; `now` in milliseconds, never going back. */
  constructor(ceiling: number, now: () => number, start?: number) {
    this.#now = now
    this.#rate = new AdaptiveRate(ceiling, start)
    this.#pacer = new Pacer(ceiling)
  }

  /** Waits for a slot; undefined when one of the signals cuts the wait off. `again`: a call that had its turn goes before the rest. */
  acquire(signals: readonly AbortSignal[], again: boolean): Promise<Slot | undefined> {
    if (signals.some((signal) => signal.aborted)) return Promise.resolve(undefined)
    return new Promise((resolve) => {
      const done = (slot: Slot | undefined) => {
        for (const signal of signals) signal.removeEventListener('abort', cancel)
        resolve(slot)
      }
      const waiter: Waiter = { grant: done }
      const cancel = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        done(undefined)
        this.#next()
      }
      for (const signal of signals) signal.addEventListener('abort', cancel)
      if (again) this.#waiting.unshift(waiter)
      else this.#waiting.push(waiter)
      this.#next()
    })
  }

  /** The vendor refused the call of this slot for its rate. */
  throttled(slot: Slot): void {
    this.#throttles += 1
    this.#rate.throttled(slot.sentAt, this.#now())
  }

  /** The vendor answered a call. */
  succeeded(): void {
    this.#rate.succeeded()
  }

  pace(): Pace {
    return { calls: this.#calls, rate: this.#rate.at(this.#now()), throttled: this.#throttles }
  }

  #next(): void {
    clearTimeout(this.#timer)
    while (this.#waiting.length > 0 && this.#inFlight < MAX_IN_FLIGHT) {
      const now = this.#now()
      const rate = this.#rate.at(now)
      const wait = this.#pacer.nextAt(rate) - now
      if (wait > 0) {
        // Rounded up: a timer of less than a millisecond fires at once.
        this.#timer = setTimeout(() => this.#next(), Math.ceil(wait))
        this.#behind = true
        return
      }
      this.#pacer.sent(now, rate, this.#behind)
      this.#waiting.shift()?.grant(this.#slot(now))
    }
    this.#behind = false
  }

  #slot(sentAt: number): Slot {
    this.#calls += 1
    this.#inFlight += 1
    let open = true
    return {
      sentAt,
      release: () => {
        if (!open) return
        open = false
        this.#inFlight -= 1
        this.#next()
      },
    }
  }
}
