import { AdaptiveRate } from './adaptive-rate.ts'
import type { Pace } from './cloud.ts'
import { Pacer, type SentCall } from './pacer.ts'

/** Answers that may be outstanding at once: enough for 50 calls a second at 5 seconds each. */
const MAX_IN_FLIGHT = 256
/** Milliseconds between two moments that are told to be spare: who was told the first needs time to make a call of it. */
const BETWEEN_SPARE = 50
/** What passes for the quickest answer grows by this with each that is slower: services become slower, too. */
const FORGETTING = 1.01

/** Leave to make one call. */
export interface Slot {
  /** Milliseconds of the limiter's clock. */
  readonly sentAt: number
  /** The request is on its way: a busy process may have needed a while for it. */
  left(): void
  /** The vendor answered. What the answer took longer than others may have been the way there: the call may have been counted so much later. */
  answered(): void
  /** The call has ended. */
  release(): void
}

interface Waiter<T> {
  readonly grant: (granted: T) => void
}

/** One quota of the vendor: who wants to call waits for a slot, first come, first served. */
export class Limiter {
  readonly #now: () => number
  readonly #rate: AdaptiveRate
  readonly #pacer: Pacer
  readonly #waiting: Waiter<Slot>[] = []
  readonly #idle: Waiter<true>[] = []
  #spareAt = 0
  /** About the least that an answer took lately, in milliseconds. */
  #quickest = Number.POSITIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #inFlight = 0
  #calls = 0
  #throttles = 0
  readonly #most: number

  /** `ceiling` and `start` in calls a second; `now` in milliseconds, never going back; `most`: calls that may be outstanding at once. */
  constructor(ceiling: number, now: () => number, start?: number, most = MAX_IN_FLIGHT) {
    this.#now = now
    this.#most = most
    this.#rate = new AdaptiveRate(ceiling, start)
    this.#pacer = new Pacer(ceiling)
  }

  /** Waits for a slot; undefined when one of the signals cuts the wait off. `first`: before those that wait, as a call does that had its turn. */
  acquire(signals: readonly AbortSignal[], first: boolean): Promise<Slot | undefined> {
    return this.#wait(this.#waiting, signals, first)
  }

  /** Waits until a call could go and nobody waits to make one, one who asks at a time; false when one of the signals cuts the wait off. */
  async spare(signals: readonly AbortSignal[]): Promise<boolean> {
    return (await this.#wait(this.#idle, signals, false)) ?? false
  }

  #wait<T>(queue: Waiter<T>[], signals: readonly AbortSignal[], first: boolean): Promise<T | undefined> {
    if (signals.some((signal) => signal.aborted)) return Promise.resolve(undefined)
    return new Promise((resolve) => {
      const done = (granted: T | undefined) => {
        for (const signal of signals) signal.removeEventListener('abort', cancel)
        resolve(granted)
      }
      const waiter: Waiter<T> = { grant: done }
      const cancel = () => {
        queue.splice(queue.indexOf(waiter), 1)
        done(undefined)
        this.#next()
      }
      for (const signal of signals) signal.addEventListener('abort', cancel)
      if (first) queue.unshift(waiter)
      else queue.push(waiter)
      this.#next()
    })
  }

  /** The vendor refused the call of this slot for its rate. */
  throttled(slot: Slot): void {
    this.#throttles += 1
    this.#rate.throttled(slot.sentAt, this.#now())
  }

  pace(): Pace {
    return { calls: this.#calls, rate: this.#rate.at(this.#now()), throttled: this.#throttles }
  }

  #next(): void {
    clearTimeout(this.#timer)
    while (this.#waiting.length > 0 && this.#inFlight < this.#most) {
      const now = this.#now()
      const rate = this.#rate.at(now)
      const wait = this.#pacer.nextAt(rate) - now
      if (wait > 0) {
        // Rounded up: a timer of less than a millisecond fires at once.
        this.#timer = setTimeout(() => this.#next(), Math.ceil(wait))
        return
      }
      this.#waiting.shift()?.grant(this.#slot(this.#pacer.sent(now, rate)))
    }
    if (this.#waiting.length === 0) this.#tellSpare()
  }

  /** Tells one of those who could make more calls that one could go now. */
  #tellSpare(): void {
    if (this.#idle.length === 0 || this.#inFlight >= this.#most) return
    const now = this.#now()
    const wait = Math.max(this.#pacer.evenlyAt(this.#rate.at(now)), this.#spareAt + BETWEEN_SPARE) - now
    if (wait <= 0) {
      this.#spareAt = now
      this.#idle.shift()?.grant(true)
    }
    if (this.#idle.length > 0) this.#timer = setTimeout(() => this.#next(), Math.max(BETWEEN_SPARE, Math.ceil(wait)))
  }

  #slot(call: SentCall): Slot {
    this.#calls += 1
    this.#inFlight += 1
    let open = true
    return {
      sentAt: call.at,
      left: () => {
        call.at = this.#now()
      },
      answered: () => {
        this.#rate.succeeded()
        const now = this.#now()
        this.#quickest = Math.min(now - call.at, this.#quickest * FORGETTING)
        call.at = now - this.#quickest
      },
      release: () => {
        if (!open) return
        open = false
        this.#inFlight -= 1
        this.#next()
      },
    }
  }
}
