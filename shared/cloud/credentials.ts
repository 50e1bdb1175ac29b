import type { CallOptions, CredentialSource, Credentials } from './credential-source.ts'
import { CloudError } from './errors.ts'
import type { FaultKind } from './fault.ts'

/** Credentials as they are kept: loaded once for all who ask, until they are said to be stale or due. */
export class CachedCredentials implements CredentialSource {
  readonly #load: (options: CallOptions) => Promise<Credentials>
  readonly #isDue: () => boolean
  #current: Credentials | undefined
  #loading: Promise<Credentials> | undefined

  constructor(load: (options: CallOptions) => Promise<Credentials>, isDue: () => boolean = () => false) {
    this.#load = load
    this.#isDue = isDue
  }

  async get(options: CallOptions = {}): Promise<Credentials> {
    if (this.#current !== undefined && !this.#isDue()) return this.#current
    return this.#reload(options)
  }

  async renew(stale: Credentials, options: CallOptions = {}): Promise<Credentials> {
    return this.#current !== undefined && this.#current !== stale ? this.#current : this.#reload(options)
  }

  async #reload(options: CallOptions): Promise<Credentials> {
    const loading = this.#loading
    if (loading === undefined) return this.#start(options)
    try {
      return await loading
    } catch (error) {
      // Whoever started the load may have been cut off; that is no answer for the others.
      const cutOff = error instanceof CloudError && error.kind === 'aborted' && options.signal?.aborted !== true
      if (cutOff) return this.#reload(options)
      throw error
    }
  }

  #start(options: CallOptions): Promise<Credentials> {
    this.#loading = this.#load(options)
      .then((credentials) => {
        this.#current = credentials
        return credentials
      })
      .finally(() => {
        this.#loading = undefined
      })
    return this.#loading
  }
}

/** Newer credentials that one call tries at most: a source that always has newer ones and a service that refuses all would never end. */
const MAX_NEWER = 20

/** The credentials that a service refused in one call. */
export class RefusedCredentials {
  readonly #all: Credentials[] = []
  #isPatient = true

  /**
   * Renews credentials that were refused; true when what their source has now was not refused yet. Temporary ones are given a moment, and
   * one more try where the source has the same again: whoever replaces them may not have written the new ones yet.
   */
  async mayRetry(
    refused: Credentials,
    kind: FaultKind,
    source: CredentialSource,
    options: CallOptions,
    pause: () => Promise<unknown>,
  ): Promise<boolean> {
    this.#all.push(refused)
    if (this.#all.length > MAX_NEWER) return false
    const next = await source.renew(refused, options)
    if (!this.#has(next)) {
      this.#isPatient = true
      return true
    }
    const isTemporary = refused.securityToken !== undefined || kind === 'expired-token'
    if (!this.#isPatient || !isTemporary) return false
    this.#isPatient = false
    await pause()
    await source.renew(next, options)
    return true
  }

  #has(credentials: Credentials): boolean {
    return this.#all.some((each) => isSame(each, credentials))
  }
}

function isSame(one: Credentials, other: Credentials): boolean {
  return (
    one.accessKeyId === other.accessKeyId &&
    one.accessKeySecret === other.accessKeySecret &&
    one.securityToken === other.securityToken
  )
}
