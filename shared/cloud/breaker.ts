import { setMaxListeners } from 'node:events'
import { sleep } from '../net/sleep.ts'

/** Timeouts in a row that open the breaker. */
const THRESHOLD = 3
/** How long an endpoint that is given up is not called, in milliseconds. */
export const COOL_DOWN = 60_000
/**
 * How long one that has answered before is left alone first, in milliseconds: its calls wait. With the attempts before and the one after, a dead
 * endpoint is given up within 2 minutes.
 */
export const RECOVERY = 20_000
/**
 * How long after its last answer an endpoint passes for alive, in milliseconds: less than all attempts take at a call that is not
 * answered, so that calls made one after the other find out a dead endpoint within 2 minutes.
 */
export const RECENTLY = 60_000

/** An attempt at a call that ran out of time. Times are milliseconds of the breaker's clock. */
export interface TimedOut {
  /** What is asked: the same for every attempt. */
  readonly call: string
  /** When the call's first attempt was sent. */
  readonly firstSentAt: number
  readonly sentAt: number
}

/** How long a breaker stays open, in milliseconds. */
export interface BreakerTiming {
  /** Where the endpoint is given up. */
  readonly coolDown: number
  /** Where it has answered before, and is not given up yet. */
  readonly recovery: number
}

/**
 * Ends the work on an endpoint that is dead: after three timeouts in a row no further call is sent, and no queued one. A timeout counts when
 * nothing was answered while it ran. Where the endpoint had answered shortly before a call was first sent, the three must be of different calls:
 * a single one that hangs on every attempt does not make a dead endpoint. One that has answered since the breaker was last open is tried again
 * after a while before it is given up: failing at once would cost a night all accounts whose turn is in the meantime.
 */
export class Breaker {
  readonly #now: () => number
  readonly #timing: BreakerTiming
  readonly #onOpen: () => void
  #timeouts = 0
  /** The calls whose timeouts are counted. */
  readonly #calls = new Set<string>()
  #lastAnswer = Number.NEGATIVE_INFINITY
  #openedAt = Number.NEGATIVE_INFINITY
  #isDead = false
  #opened = openable()

  constructor(now: () => number, timing: BreakerTiming, onOpen: () => void) {
    this.#now = now
    this.#timing = timing
    this.#onOpen = onOpen
  }

  /** Aborted while the breaker is open. */
  get signal(): AbortSignal {
    if (this.#opened.signal.aborted && this.#openFor <= 0) {
      this.#opened = openable()
      this.#timeouts = THRESHOLD - 1
    }
    return this.#opened.signal
  }

  /** True while the breaker is open and its endpoint is taken for dead: calls fail. */
  get isGivenUp(): boolean {
    return this.signal.aborted && this.#isDead
  }

  /** Waits until calls may be sent. False: the endpoint is given up, or the caller's signal aborts. */
  async closed(signal?: AbortSignal): Promise<boolean> {
    while (this.signal.aborted && !this.#isDead && !signal?.aborted) await sleep(this.#openFor, signal ? [signal] : [])
    return !this.isGivenUp && !signal?.aborted
  }

  /** Waits until it is not open, even where the endpoint is given up: then it may be tried again. */
  async cooledDown(signal: AbortSignal): Promise<void> {
    while (this.signal.aborted && !signal.aborted) await sleep(this.#openFor, [signal])
  }

  /** The endpoint answered, whatever it said. */
  answered(): void {
    this.#lastAnswer = this.#now()
    this.#timeouts = 0
    this.#calls.clear()
  }

  /** An attempt timed out. */
  timedOut({ call, firstSentAt, sentAt }: TimedOut): void {
    if (this.#lastAnswer > sentAt) return
    this.#timeouts += 1
    this.#calls.add(call)
    // By the first attempt: a call that was sent to a living endpoint stays one call, however long its attempts take.
    const answeredRecently = firstSentAt - this.#lastAnswer < RECENTLY
    if ((answeredRecently ? this.#calls.size : this.#timeouts) >= THRESHOLD) this.#open()
  }

  /** A call used up its attempts without once getting a connection. */
  neverConnected(sentAt: number): void {
    if (this.#lastAnswer <= sentAt) this.#open()
  }

  /** Milliseconds, of an open breaker. */
  get #openFor(): number {
    const { coolDown, recovery } = this.#timing
    return this.#openedAt + (this.#isDead ? coolDown : recovery) - this.#now()
  }

  #open(): void {
    if (this.#opened.signal.aborted) return
    this.#isDead = this.#lastAnswer <= this.#openedAt
    this.#openedAt = this.#now()
    this.#opened.abort()
    this.#onOpen()
  }
}

/** Every call that waits for this endpoint listens: hundreds at once are no leak. */
function openable(): AbortController {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  return controller
}
