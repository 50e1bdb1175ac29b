import { setMaxListeners } from 'node:events'

/** Timeouts in a row that open the breaker. */
const THRESHOLD = 3
/** How long an open breaker refuses calls before it lets one find out again, in milliseconds. */
export const COOL_DOWN = 60_000
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

/**
 * Ends the work on an endpoint that is dead: after three timeouts in a row every further call fails at once, and so does every queued
 * one. A timeout counts when nothing was answered while it ran. Where the endpoint had answered shortly before a call was first sent,
 * the three must be of different calls: a single one that hangs on every attempt does not make a dead endpoint.
 */
export class Breaker {
  readonly #now: () => number
  readonly #coolDown: number
  readonly #onOpen: () => void
  #timeouts = 0
  /** The calls whose timeouts are counted. */
  readonly #calls = new Set<string>()
  #lastAnswer = Number.NEGATIVE_INFINITY
  #openedAt = 0
  #opened = openable()

  constructor(now: () => number, coolDown: number, onOpen: () => void) {
    this.#now = now
    this.#coolDown = coolDown
    this.#onOpen = onOpen
  }

  /** Aborted while the breaker is open. */
  get signal(): AbortSignal {
    if (this.#opened.signal.aborted && this.#now() - this.#openedAt >= this.#coolDown) {
      this.#opened = openable()
      this.#timeouts = THRESHOLD - 1
    }
    return this.#opened.signal
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

  #open(): void {
    if (this.#opened.signal.aborted) return
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
