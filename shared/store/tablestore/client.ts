import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CallOptions, CredentialSource } from '../../cloud/credential-source.ts'
import { SECOND } from '../../domain/time.ts'
import { BACKOFF, type Backoff, backoffAfter } from '../../net/backoff.ts'
import { exchange, type OnRequest, TIMEOUTS, type Timeouts } from '../../net/exchange.ts'
import type { StoreError } from '../errors.ts'
import type { StoreMode } from '../store-options.ts'
import { openedForReading, storeFailure } from './failure.ts'
import { type Fault, readFault } from './fault.ts'
import type { InstanceAddress } from './instance-address.ts'
import { type SdkClient, sdkClient } from './sdk.ts'

/** How long a call is repeated, in milliseconds: as long as a lease lasts, because whoever waits longer has lost it. */
const PATIENCE = 30 * SECOND
/** How long a new table is waited for: the vendor says about a minute. */
const TABLE_READY = 120 * SECOND

/** All that is called in a store that is opened for reading, whatever the caller's rights are. */
const READS: ReadonlySet<string> = new Set(['GetRow', 'GetRange'])

/** Shorter waits, for tests. */
export interface StoreTiming {
  readonly timeouts: Timeouts
  readonly backoff: Backoff
  /** Ends what is repeated, and what is repeated row by row. */
  readonly patience: number
  readonly tableReady: number
}

export interface ClientOptions {
  readonly mode: StoreMode
  readonly signal?: AbortSignal
  readonly timing?: Partial<StoreTiming>
}

/** What came of a call that is no failure of the store. `repeated`: an earlier attempt at the same call may have done it. */
export type Outcome<T> = { readonly value: T } | { readonly refused: Fault; readonly repeated: boolean }

/** One Tablestore instance: calls that are repeated where that helps, under deadlines of our own. */
export class TablestoreClient {
  readonly #address: InstanceAddress
  readonly #source: CredentialSource
  readonly #mode: StoreMode
  readonly #options: CallOptions
  readonly timing: StoreTiming

  constructor(address: InstanceAddress, source: CredentialSource, { mode, signal, timing }: ClientOptions) {
    this.#address = address
    this.#mode = mode
    this.#source = source
    this.#options = signal ? { signal } : {}
    // Each call that waits listens: many at once are no leak.
    if (signal) setMaxListeners(0, signal)
    this.timing = { timeouts: TIMEOUTS, backoff: BACKOFF, patience: PATIENCE, tableReady: TABLE_READY, ...timing }
  }

  /** The instance's name, for messages. */
  get where(): string {
    return this.#address.instance
  }

  /** Makes a call that may safely be made twice. Throws a `StoreError`, or the signal's reason. */
  async call<T>(action: string, send: (sdk: SdkClient) => Promise<T>): Promise<T> {
    const outcome = await this.attempt(action, send, [])
    if ('value' in outcome) return outcome.value
    throw this.failure(outcome.refused, action)
  }

  /**
   * Makes a call until it is done, until it is refused in one of the ways that the caller `expects`, or for as long as a lease lasts.
   * Throws a `StoreError` for every other end, or the signal's reason.
   */
  async attempt<T>(
    action: string,
    send: (sdk: SdkClient) => Promise<T>,
    expects: readonly Fault['kind'][],
  ): Promise<Outcome<T>> {
    if (this.#mode === 'read' && !READS.has(action)) throw openedForReading(this.where, action)
    const giveUpAt = performance.now() + this.timing.patience
    let renewed = false
    for (let failures = 1; ; failures += 1) {
      // Asked for each time: those of a role are replaced during a run.
      const credentials = await unlessStopped(this.#source.get(this.#options), this.#options.signal)
      const fault = await this.#exchange((onRequest) => send(sdkClient(this.#address, credentials, onRequest)))
      if ('value' in fault) return fault
      if (expects.includes(fault.kind)) return { refused: fault, repeated: failures > 1 }
      if (fault.code === 'OTSAuthFailed' && credentials.securityToken !== undefined && !renewed) {
        renewed = true
        await unlessStopped(this.#source.renew(credentials, this.#options), this.#options.signal)
        continue
      }
      if (fault.kind !== 'again' || performance.now() >= giveUpAt) throw this.failure(fault, action)
      await this.pause(failures)
    }
  }

  failure(fault: Fault, action: string): StoreError {
    return storeFailure(fault, action, this.#address)
  }

  /** Waits before the nth repetition. Throws the signal's reason. */
  async pause(failures: number): Promise<void> {
    const milliseconds = backoffAfter(failures, this.timing.backoff, Math.random)
    await sleep(milliseconds, undefined, this.#options).catch(() => this.#options.signal?.throwIfAborted())
  }

  async #exchange<T>(call: (onRequest: OnRequest) => Promise<T>): Promise<{ readonly value: T } | Fault> {
    const result = await exchange(call, this.timing.timeouts, this.#options.signal)
    switch (result.end) {
      case 'answer':
        return { value: result.value }
      case 'timeout':
        return { kind: 'again', code: 'Timeout' }
      case 'aborted':
        this.#options.signal?.throwIfAborted()
        return { kind: 'again', code: 'Aborted' }
      case 'error':
        return readFault(result.error)
    }
  }
}

/** Sources of credentials that the SDK's default chain asks know no signal. */
function unlessStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal?.reason)
    if (signal?.aborted) stop()
    signal?.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop))
  })
}
