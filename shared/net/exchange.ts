import type { ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

/** Milliseconds. */
export interface Timeouts {
  /** From the request to a connection, TLS included. */
  readonly connect: number
  /** From the connection to the end of the answer. */
  readonly read: number
}

/** Long enough for a slow region, short enough that six attempts at a dead endpoint stay within two minutes. */
export const TIMEOUTS: Timeouts = { connect: 3_000, read: 10_000 }

/** A timer that comes so much too late tells that the process was busy, in milliseconds. */
const LATE = 100

/** How one HTTP exchange ended. `status` is known as soon as an answer began. */
export type Exchange<T> =
  | { readonly end: 'answer'; readonly value: T; readonly status?: number }
  | { readonly end: 'error'; readonly error: unknown; readonly status?: number }
  | { readonly end: 'timeout' }
  | { readonly end: 'aborted' }

/** Takes a request of a call, before it is sent or as it is. */
export type OnRequest = (request: ClientRequest) => void

/**
 * Runs one SDK call under deadlines of our own. The SDKs' are of no use: httpx takes `connectTimeout` for the idle time of the whole
 * exchange, stops its read timer at the headers, and lets the timer of a finished request clear the one of the next on the same
 * connection. `call` tells its requests (`requests-of-call.ts`): so the connection is closed when time is up, and the status of answers that the
 * SDK cannot parse is known. `onSent`: the request goes out, over a connection that stands.
 */
export function exchange<T>(
  call: (onRequest: OnRequest) => Promise<T>,
  timeouts: Timeouts,
  signal?: AbortSignal,
  onSent: () => void = () => {},
): Promise<Exchange<T>> {
  return new Promise((resolve) => {
    const watch = new Watch(timeouts, onSent, (reason) => settle({ end: reason }))
    const onAbort = () => watch.cut('aborted')
    const settle = (exchange: Exchange<T>) => {
      watch.stop()
      signal?.removeEventListener('abort', onAbort)
      resolve(exchange)
    }
    const status = () => (watch.status === undefined ? {} : { status: watch.status })
    if (signal?.aborted) return settle({ end: 'aborted' })
    signal?.addEventListener('abort', onAbort)
    call(watch.onRequest).then(
      (value) => settle({ end: 'answer', value, ...status() }),
      (error: unknown) => settle({ end: 'error', error, ...status() }),
    )
  })
}

class Watch {
  status: number | undefined
  readonly #timeouts: Timeouts
  readonly #onSent: () => void
  #onCut: (reason: 'timeout' | 'aborted') => void
  #request: ClientRequest | undefined
  #timer: NodeJS.Timeout | undefined
  #over = false

  constructor(timeouts: Timeouts, onSent: () => void, onCut: (reason: 'timeout' | 'aborted') => void) {
    this.#timeouts = timeouts
    this.#onSent = onSent
    this.#onCut = onCut
    this.#arm(timeouts.connect + timeouts.read)
  }

  /** The SDKs' own timers keep it alive for seconds after the exchange, so it knows no more than the watch. */
  readonly onRequest: OnRequest = (request) => {
    if (this.#over) {
      request.destroy()
      return
    }
    this.#request = request
    request.once('response', ({ statusCode }) => {
      this.status = statusCode
    })
    if (request.socket) this.#connecting(request.socket)
    else request.once('socket', (socket) => this.#connecting(socket))
  }

  #connecting(socket: Socket): void {
    if (!socket.connecting) {
      this.#sending()
      return
    }
    this.#arm(this.#timeouts.connect)
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => this.#sending())
  }

  #sending(): void {
    this.#onSent()
    this.#arm(this.#timeouts.read)
  }

  cut(reason: 'timeout' | 'aborted'): void {
    // Taken before: the end of the exchange stops the watch.
    const request = this.#request
    this.#onCut(reason)
    request?.destroy()
  }

  /** Ends the watch, which lets go of the answer: that can be large. */
  stop(): void {
    this.#over = true
    clearTimeout(this.#timer)
    this.#onCut = () => {}
    this.#request = undefined
  }

  #arm(milliseconds: number): void {
    clearTimeout(this.#timer)
    if (this.#over) return
    const dueAt = performance.now() + milliseconds
    this.#timer = setTimeout(() => {
      const late = performance.now() - dueAt
      if (late < LATE) this.cut('timeout')
      // What came while the process was busy is looked at after its timers: the time that was lost is given once more.
      else this.#timer = setTimeout(() => this.cut('timeout'), Math.min(late, milliseconds))
    }, milliseconds)
  }
}
