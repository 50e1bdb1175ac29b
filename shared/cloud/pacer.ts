/** Calls go out this much slower than the rate, and no window of the ceiling is shorter: clocks run differently. */
const PACE_MARGIN = 1.015
const WINDOW_MARGIN = 1.01
/** Quotas are counted by the second, in milliseconds. */
const WINDOW = 1_000
/** How much of the time that nothing was sent in is made up for, in milliseconds: a late timer, or a list whose answer had to come first. */
const CATCH_UP = 500

/** A call that was sent. `at` is put right once more is known of when the service saw it. */
export interface SentCall {
  at: number
}

/**
 * When the next call may go. Calls are spread evenly; what comes late is followed sooner, so that lateness costs no pace, but never so
 * that a second holds more calls than the ceiling. Arithmetic only, in milliseconds.
 */
export class Pacer {
  readonly #calls: number
  readonly #window: number
  /** When the last call was due. */
  #due = Number.NEGATIVE_INFINITY
  #last: SentCall = { at: Number.NEGATIVE_INFINITY }
  /** The last calls, as many as one window may hold. */
  readonly #sent: SentCall[] = []

  /** `ceiling` in calls a second. */
  constructor(ceiling: number) {
    this.#calls = Math.max(1, Math.floor(ceiling))
    this.#window = WINDOW * WINDOW_MARGIN * Math.max(1, 1 / ceiling)
  }

  /** The moment from which another call may go at this rate (calls a second). */
  nextAt(rate: number): number {
    const first = this.#sent.length < this.#calls ? undefined : this.#sent[0]
    return Math.max(this.#due + interval(rate), first === undefined ? this.#due : first.at + this.#window)
  }

  /** The moment from which a call would go where nothing is to be made up for. */
  evenlyAt(rate: number): number {
    return Math.max(this.nextAt(rate), this.#last.at + interval(rate))
  }

  /** A call goes. */
  sent(now: number, rate: number): SentCall {
    const first = this.#due === Number.NEGATIVE_INFINITY
    this.#due = first ? now : Math.max(this.#due + interval(rate), now - CATCH_UP)
    this.#last = { at: now }
    this.#sent.push(this.#last)
    if (this.#sent.length > this.#calls) this.#sent.shift()
    return this.#last
  }
}

function interval(rate: number): number {
  return (WINDOW * PACE_MARGIN) / rate
}
