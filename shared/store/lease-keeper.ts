import { setMaxListeners } from 'node:events'
import { type Instant, SECOND } from '../domain/time.ts'
import { StaleLeaseError } from './errors.ts'
import type { Lease, LeaseOptions } from './lease-contract.ts'
import { claim, type LeaseRow, letGo, parseLease } from './lease-row.ts'
import type { Store } from './store.ts'

/** How often a lease is renewed, in milliseconds. */
const RENEW_EVERY = 10 * SECOND
/** How soon a renewal that failed is tried again. */
const RENEW_AGAIN = 2 * SECOND

/** A lease in hand: renews it, and notices when it is lost. */
export class LeaseKeeper implements Lease {
  readonly generation: number
  readonly signal: AbortSignal
  readonly #store: Store
  readonly #options: Required<LeaseOptions>
  readonly #holder: string
  readonly #lost = new AbortController()
  readonly #stopped = new AbortController()
  readonly #ended = AbortSignal.any([this.#stopped.signal, this.#lost.signal])
  readonly #renewing: Promise<void>
  #expiresAt: Instant

  constructor(store: Store, options: Required<LeaseOptions>, holder: string, taken: LeaseRow) {
    this.#store = store
    this.#options = options
    this.#holder = holder
    this.generation = taken.generation
    this.#expiresAt = Date.parse(taken.expiresAt)
    this.signal = AbortSignal.any([options.signal, this.#lost.signal])
    // Everything that is done under the lease listens: hundreds at once are no leak.
    setMaxListeners(0, this.signal)
    this.#renewing = this.#keepRenewed()
    void this.#watchExpiry()
  }

  check(): void {
    if (!this.#stopped.signal.aborted && this.#options.clock() >= this.#expiresAt) this.#lose('was not renewed in time')
    this.#lost.signal.throwIfAborted()
  }

  async release(): Promise<void> {
    this.#stopped.abort()
    await this.#renewing
    const { scope, name, owner } = this.#options
    for (;;) {
      const entry = await this.#store.progress.get(scope, name)
      const current = parseLease(entry, this.#options)
      if (!entry || current?.owner !== owner || !current.holders.includes(this.#holder)) return
      if (await this.#store.progress.swap(scope, name, letGo(current, this.#holder), entry.version)) return
    }
  }

  /** Renews until released or lost. Never rejects: a renewal that fails is tried again until the lease has run out. */
  async #keepRenewed(): Promise<void> {
    let wait = RENEW_EVERY
    while (await this.#slept(wait)) {
      wait = await this.#renew().then(
        () => RENEW_EVERY,
        () => RENEW_AGAIN,
      )
    }
  }

  async #renew(): Promise<void> {
    const { scope, name, owner, clock } = this.#options
    const entry = await this.#store.progress.get(scope, name)
    const current = parseLease(entry, this.#options)
    const now = clock()
    if (now >= this.#expiresAt) return this.#lose('was not renewed in time')
    if (!entry || current?.generation !== this.generation) return this.#lose('was taken over by another run')
    const renewed = claim(current, owner, this.#holder, now)
    if (await this.#store.progress.swap(scope, name, renewed, entry.version)) {
      this.#expiresAt = Date.parse(renewed.expiresAt)
    } else {
      throw new Error('somebody else wrote the lease meanwhile')
    }
  }

  /** A store that does not answer must not keep the holder from noticing, so the end is watched apart from the renewals. */
  async #watchExpiry(): Promise<void> {
    while (await this.#slept(Math.max(this.#expiresAt - this.#options.clock(), 1))) {
      if (this.#options.clock() >= this.#expiresAt) this.#lose('was not renewed in time')
    }
  }

  /** False when the lease was released or lost meanwhile. */
  async #slept(ms: number): Promise<boolean> {
    if (!this.#ended.aborted) await this.#options.sleep(ms, this.#ended).catch(() => undefined)
    return !this.#ended.aborted
  }

  #lose(how: string): void {
    const { name, scope } = this.#options
    const where = `${name} of ${scope}`
    this.#lost.abort(
      new StaleLeaseError(
        `The lease ${where} ${how}, so this run stopped there. Let the other run end, or run again.`,
        where,
      ),
    )
  }
}
