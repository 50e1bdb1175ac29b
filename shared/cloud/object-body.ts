import type { Readable } from 'node:stream'
import { ATTEMPTS, type Backoff, backoffAfter } from '../net/backoff.ts'
import { sleep } from '../net/sleep.ts'
import { Crc64 } from './crc64.ts'
import type { ServiceClient } from './service-client.ts'

export interface BodyTiming {
  readonly backoff: Backoff
  /** Milliseconds without a byte after which an answer passes for broken off. */
  readonly idle: number
}

/** An answer to GetObject whose body has not been read. */
export interface BodyAnswer {
  readonly body: Readable
  readonly status: number
  readonly headers: {
    readonly etag: string
    readonly 'content-length': string
    readonly 'content-range'?: string | undefined
    readonly 'x-oss-hash-crc64ecma'?: string | undefined
  }
}

/** What the first answer says of an object, and every further one has to say, too. */
interface Told {
  readonly etag: string
  readonly size: number
  readonly crc64: string | undefined
}

type Get = (from: number, etag: string) => Promise<BodyAnswer>

/**
 * The bytes of an object. One that breaks off goes on where it stopped, of the same object or not at all; what came is compared with the
 * length and the checksum that were told. Throws a `CloudError`.
 */
export class ObjectBody implements AsyncIterable<Uint8Array> {
  readonly #client: Pick<ServiceClient, 'error'>
  readonly #get: Get
  readonly #timing: BodyTiming
  readonly #signal: AbortSignal | undefined

  constructor(client: Pick<ServiceClient, 'error'>, get: Get, timing: BodyTiming, signal: AbortSignal | undefined) {
    this.#client = client
    this.#get = get
    this.#timing = timing
    this.#signal = signal
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const sum = new Crc64()
    let told: Told | undefined
    let at = 0
    for (let failures = 0; ; failures += 1) {
      if (failures === ATTEMPTS) throw this.#fault('network', 'BrokenOff')
      if (failures > 0) await this.#pause(failures)
      const answer = await this.#get(at, told?.etag ?? '')
      told = this.#check(answer, told, at)
      for await (const piece of this.#pieces(answer.body)) {
        at += piece.length
        if (at > told.size) throw this.#fault('bad-response', 'AnotherLength')
        sum.add(piece)
        yield piece
      }
      if (at === told.size) break
    }
    if (told.crc64 !== undefined && told.crc64 !== sum.text()) throw this.#fault('bad-response', 'AnotherChecksum')
  }

  /** The bytes of one answer up to where they end or break off. */
  async *#pieces(body: Readable): AsyncIterable<Uint8Array> {
    const abort = () => body.destroy()
    this.#signal?.addEventListener('abort', abort)
    const pieces = body[Symbol.asyncIterator]()
    try {
      for (;;) {
        const next = await withinIdle(pieces.next(), this.#timing.idle)
        if (next === undefined || next.done) return
        yield next.value
      }
    } finally {
      this.#signal?.removeEventListener('abort', abort)
      body.destroy()
    }
  }

  #check({ status, headers, body }: BodyAnswer, told: Told | undefined, at: number): Told {
    const length = Number(headers['content-length'])
    const now = { etag: headers.etag, size: at + length, crc64: headers['x-oss-hash-crc64ecma'] }
    const isWhole = at === 0 && status === 200
    const isRest = at > 0 && status === 206 && headers['content-range'] === `bytes ${at}-${now.size - 1}/${now.size}`
    const isSame = told === undefined || (told.etag === now.etag && told.size === now.size)
    if ((isWhole || isRest) && isSame) return told ?? now
    body.destroy()
    throw this.#fault('bad-response', 'AnotherObject')
  }

  async #pause(failures: number): Promise<void> {
    const signals = this.#signal ? [this.#signal] : []
    if (!(await sleep(backoffAfter(failures, this.#timing.backoff, Math.random), signals)))
      throw this.#fault('aborted', 'Aborted')
  }

  #fault(kind: 'network' | 'bad-response' | 'aborted', code: string) {
    return this.#client.error('GetObject', { kind, code })
  }
}

/** Undefined: it broke off, or nothing came in time. */
async function withinIdle<T>(next: Promise<T>, idle: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, idle, undefined)
  })
  try {
    return await Promise.race([next.catch(() => undefined), late])
  } finally {
    clearTimeout(timer)
  }
}
