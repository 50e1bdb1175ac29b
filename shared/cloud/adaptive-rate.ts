/** Calls a second to begin with, where the ceiling is higher: what the oldest documented quota of KMS reads allows. */
const START = 20
/** Each answer adds so many calls a second as far as the quota that is documented today goes, and one from there on. */
const CLIMB = 4
const DOCUMENTED = 50
/** The rate never falls below this, in calls a second: a throttle slows work down, it does not end it. */
const MIN_RATE = 0.5
/** After a throttle the rate is halved, and goes back in this many milliseconds … */
const RECOVERY = 1_000
/** … to this part of the rate that was too much … */
const KNOWN_GOOD = 0.9
/** … and from there on grows with the square of time: by a tenth, to what was too much, in this many milliseconds. */
const PROBE = 10_000
/** A throttle so soon after the one that set the goal is for the same full second of the quota, in milliseconds. */
const BURST = 1_000

/**
 * The rate that one quota is believed to bear, in calls a second: from 20 up with every answer at first, halved by a throttle, soon back
 * near what went well, then slowly up again. Arithmetic only: time comes in, in milliseconds of a clock that never goes back.
 */
export class AdaptiveRate {
  readonly #ceiling: number
  /** The rate at `#since`, where it heads for at once, and whether a throttle is known. */
  #low: number
  #goal: number
  #since: number | undefined
  #throttled = false
  /** When the goal was last set. */
  #aimedAt = Number.NEGATIVE_INFINITY

  /** `start` in calls a second: the rate to begin with. */
  constructor(ceiling: number, start = START) {
    this.#ceiling = ceiling
    this.#low = Math.min(ceiling, start)
    this.#goal = ceiling
  }

  at(now: number): number {
    this.#since ??= now
    const elapsed = now - this.#since
    return Math.min(this.#ceiling, this.#throttled ? this.#recovering(elapsed) : this.#low)
  }

  /** A call was answered. */
  succeeded(): void {
    if (!this.#throttled) this.#low = Math.min(this.#ceiling, this.#low + (this.#low < DOCUMENTED ? CLIMB : 1))
  }

  /** A call that was sent at `sentAt` came back throttled. Calls from before the last decrease tell nothing about the rate since. */
  throttled(sentAt: number, now: number): void {
    if (this.#throttled && sentAt < (this.#since ?? now)) return
    const rate = this.at(now)
    const sameBurst = now - this.#aimedAt < BURST
    this.#low = Math.max(Math.min(MIN_RATE, this.#ceiling), rate / 2)
    if (!sameBurst) {
      this.#goal = Math.max(this.#low, rate * KNOWN_GOOD)
      this.#aimedAt = now
    }
    this.#since = now
    this.#throttled = true
  }

  #recovering(elapsed: number): number {
    if (elapsed < RECOVERY) return this.#low + ((this.#goal - this.#low) * elapsed) / RECOVERY
    return this.#goal * (1 + (1 - KNOWN_GOOD) * ((elapsed - RECOVERY) / PROBE) ** 2)
  }
}
