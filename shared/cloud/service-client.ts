import type * as z from 'zod'
import type { Log } from '../log/log.ts'
import { ATTEMPTS, type Backoff, backoffAfter } from '../net/backoff.ts'
import { exchange, type OnRequest, type Timeouts } from '../net/exchange.ts'
import type { HttpProxy } from '../net/proxy.ts'
import { proxyAdvice } from '../net/proxy-error.ts'
import { tellingRequests } from '../net/requests-of-call.ts'
import { sleep } from '../net/sleep.ts'
import { errorInAnswer } from './answer-error.ts'
import type { Breaker } from './breaker.ts'
import { isOfCredentials } from './classify.ts'
import { type Contradiction, contradictionAdvice } from './contradiction.ts'
import type { CallOptions, CredentialSource, Credentials } from './credential-source.ts'
import { RefusedCredentials } from './credentials.ts'
import { CloudError } from './errors.ts'
import type { CloudService, Fault, FaultKind } from './fault.ts'
import type { Limiter, Slot } from './limiter.ts'
import { readSdkError, type SdkFault } from './sdk-fault.ts'

export type Query = Readonly<Record<string, unknown>>

/** One HTTP call through a vendor's SDK; gives the parsed body, throws the SDK's error. */
export type Send = (action: string, query: Query, credentials: Credentials) => Promise<unknown>

/** What of an answer and its HTTP status is not about what was asked. */
type ContradictionOf<T> = (answer: T, status: number | undefined) => Contradiction | undefined

/** Faults that may pass by themselves. */
const RETRYABLE: ReadonlySet<FaultKind> = new Set(['timeout', 'network', 'server', 'bad-response'])

export interface ServiceClientParts {
  readonly service: CloudService
  readonly region: string
  /** Where it is called, with the port where one is given: for people. */
  readonly host: string
  /** Loads the SDK on first use. */
  readonly open: () => Promise<Send>
  readonly credentials: CredentialSource
  readonly limiter: Limiter
  readonly breaker: Breaker
  /** Through which the endpoint is called. */
  readonly proxy?: HttpProxy
  readonly timeouts: Timeouts
  readonly backoff: Backoff
  readonly log: Log
}

/** One service of one account in one region: calls that are paced, repeated where that helps, and parsed. */
export class ServiceClient {
  readonly #parts: ServiceClientParts

  constructor(parts: ServiceClientParts) {
    this.#parts = parts
  }

  /**
   * Calls an API and parses its answer; an answer of another shape is a fault like any other, and so is one that tells of an error or is
   * not about what was asked (`contradictionOf`). Throws a `CloudError`. Throttling never exhausts a call; refused credentials are renewed
   * for as long as their source has newer ones; an endpoint that stops answering is waited for once.
   */
  async call<T>(
    action: string,
    query: Query,
    schema: z.ZodType<T>,
    { signal, first = false }: CallOptions = {},
    contradictionOf: ContradictionOf<T> = () => undefined,
  ): Promise<T> {
    const { open, credentials, limiter, breaker, backoff, log } = this.#parts
    const send = await open()
    let failures = 0
    /** In a row, up to now. */
    let throttles = 0
    const refused = new RefusedCredentials()
    let connected = false
    let firstSentAt: number | undefined
    let isNext = first
    for (;;) {
      const current = await credentials.get({ ...(signal && { signal }) })
      const signals = signal ? [signal, breaker.signal] : [breaker.signal]
      const slot = await limiter.acquire(signals, isNext)
      if (slot === undefined) {
        if (await breaker.closed(signal)) continue
        throw this.#cutOff(action, signal, throttles > 0)
      }
      firstSentAt ??= slot.sentAt
      isNext = true
      const outcome = await this.#attempt(send, slot, {
        action,
        query,
        schema,
        contradictionOf,
        credentials: current,
        signal,
        firstSentAt,
        isThrottled: throttles > 0,
      })
      if ('value' in outcome) return outcome.value
      const { fault } = outcome
      if (fault.kind === 'throttled') {
        throttles += 1
        // Behind the others: a region that is always throttled must not hold up those that share its quota.
        isNext = false
        continue
      }
      throttles = 0
      log.debug('a call failed', { action, region: this.#parts.region, kind: fault.kind, code: fault.code })
      if (isOfCredentials(fault.code)) {
        const pause = () => sleep(backoffAfter(1, backoff, Math.random), signals)
        if (await refused.mayRetry(current, fault.kind, credentials, { ...(signal && { signal }) }, pause)) continue
        throw this.error(action, fault)
      }
      if (!RETRYABLE.has(fault.kind)) throw this.error(action, fault)
      failures += 1
      connected ||= fault.unconnected !== true
      if (failures === ATTEMPTS) {
        if (!connected) breaker.neverConnected(firstSentAt)
        throw this.error(action, fault)
      }
      const whole = await sleep(backoffAfter(failures, backoff, Math.random), signals)
      if (!whole && !(await breaker.closed(signal))) throw this.#cutOff(action, signal)
    }
  }

  /** Waits until the quota allows a call that nobody has asked for; false when the signal or an open breaker cuts the wait off. */
  spare({ signal }: CallOptions = {}): Promise<boolean> {
    const { limiter, breaker } = this.#parts
    return limiter.spare(signal ? [signal, breaker.signal] : [breaker.signal])
  }

  /** A fault of this service as the error that callers get. */
  error(action: string, fault: Pick<Fault, 'kind' | 'code' | 'status' | 'requestId' | 'advice'>): CloudError {
    const { kind, code, status, requestId } = fault
    const { service, region, proxy } = this.#parts
    const advice = fault.advice ?? (proxy && kind !== 'aborted' ? proxyAdvice(code, proxy) : undefined)
    return new CloudError({
      ...{ service, region, action, kind, code },
      ...(status === undefined ? {} : { status }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(advice === undefined ? {} : { advice }),
    })
  }

  async #attempt<T>(
    send: Send,
    slot: Slot,
    call: {
      readonly action: string
      readonly query: Query
      readonly schema: z.ZodType<T>
      readonly contradictionOf: ContradictionOf<T>
      readonly credentials: Credentials
      readonly signal: AbortSignal | undefined
      readonly firstSentAt: number
      readonly isThrottled: boolean
    },
  ): Promise<{ readonly value: T } | { readonly fault: SdkFault & Pick<Fault, 'advice'> }> {
    const { limiter, breaker, timeouts } = this.#parts
    try {
      const sending = (onRequest: OnRequest) =>
        tellingRequests(() => send(call.action, call.query, call.credentials), onRequest)
      const result = await exchange(sending, timeouts, call.signal, slot.left)
      if (result.end === 'aborted') throw this.#cutOff(call.action, call.signal, call.isThrottled)
      if (result.end === 'timeout') {
        const asked = `${call.action} ${JSON.stringify(call.query)}`
        breaker.timedOut({ call: asked, firstSentAt: call.firstSentAt, sentAt: slot.sentAt })
        return { fault: { kind: 'timeout', code: 'Timeout' } }
      }
      if (result.status !== undefined) breaker.answered()
      const fault = result.end === 'answer' ? errorInAnswer(result.value) : readSdkError(result.error, result.status)
      if (fault?.kind === 'throttled') limiter.throttled(slot)
      if (fault !== undefined) return { fault }
      slot.answered()
      const parsed = call.schema.safeParse(result.end === 'answer' ? result.value : undefined)
      if (!parsed.success) return { fault: { kind: 'bad-response', code: 'UnexpectedAnswer' } }
      const contradiction = call.contradictionOf(parsed.data, result.status)
      if (contradiction === undefined) return { value: parsed.data }
      const advice = contradictionAdvice(contradiction, this.#parts.host)
      return { fault: { kind: 'contradiction', code: contradiction.code, advice } }
    } finally {
      slot.release()
    }
  }

  /** Why a wait ended early: the caller's signal, or else the breaker. One that was throttled to its end says so. */
  #cutOff(action: string, signal: AbortSignal | undefined, isThrottled = false): CloudError {
    return signal?.aborted
      ? this.error(action, { kind: 'aborted', code: isThrottled ? 'Throttled' : 'Aborted' })
      : this.error(action, { kind: 'unreachable', code: 'Unreachable' })
  }
}
