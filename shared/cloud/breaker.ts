import { setMaxListeners } from 'node:events'

/** Timeouts in a row that open the breaker (DESIGN section 6). */
const THRESHOLD = 3
/** How long an open breaker refuses calls before it lets one find out again, in milliseconds. */
export const COOL_DOWN = 60_000

/**
 * Ends the work on an endpoint that is dead: after three timeouts in a row every further call fails at once, and so does every queued
 * one. A timeout counts when nothing was answered while it ran: single calls that hang do not make a dead endpoint.
 */
export class Breaker {
  readonly #now: () => number
  readonly #coolDown: number
  readonly #onOpen: () => void
  #timeouts = 0
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
  }

  /** A call that was sent at `sentAt` timed out. */
  timedOut(sentAt: number): void {
    if (this.#lastAnswer > sentAt) return
    this.#timeouts += 1
    if (this.#timeouts >= THRESHOLD) this.#open()
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
