/** Calls go out this much slower than the rate, and no window of the ceiling is shorter: room for jitter on the way to the server. */
const PACE_MARGIN = 1.045
const WINDOW_MARGIN = 1.04
/** Quotas are counted by the second, in milliseconds. */
const WINDOW = 1_000
/** How far a late timer may be caught up with, in milliseconds. */
const CATCH_UP = 250

/**
 * When the next call may go. Calls are spread evenly; one that went late is followed sooner, so that lateness costs no pace, but never
 * so that a second holds more calls than the ceiling. Arithmetic only, in milliseconds.
 */
export class Pacer {
  readonly #ceiling: number
  /** When the last call was due. */
  #due = Number.NEGATIVE_INFINITY
  /** When the last calls really went, as many as one window may hold. */
  readonly #sent: number[] = []

  constructor(ceiling: number) {
    this.#ceiling = Math.floor(ceiling)
  }

  /** The moment from which another call may go at this rate (calls a second). */
  nextAt(rate: number): number {
    const first = this.#sent.length < this.#ceiling ? undefined : this.#sent[0]
    return Math.max(this.#due + interval(rate), first === undefined ? this.#due : first + WINDOW * WINDOW_MARGIN)
  }

  /** A call went. `waited`: it was there when it was due, so a delay was the timer's; else there was nothing to send before. */
  sent(now: number, rate: number, waited: boolean): void {
    this.#due = Math.max(this.#due + interval(rate), waited ? now - CATCH_UP : now)
    this.#sent.push(now)
    if (this.#sent.length > this.#ceiling) this.#sent.shift()
  }
}

function interval(rate: number): number {
  return (WINDOW * PACE_MARGIN) / rate
}
