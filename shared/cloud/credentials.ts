import type { CallOptions } from './cloud.ts'
import { CloudError } from './errors.ts'

/** What requests are signed with. */
export interface Credentials {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken?: string
}

/** Where credentials come from. Both methods throw a `CloudError`. */
export interface CredentialSource {
  get(options?: CallOptions): Promise<Credentials>
  /** Fresh ones in place of `stale`, which were refused; does nothing when they have been replaced meanwhile. */
  renew(stale: Credentials, options?: CallOptions): Promise<Credentials>
}

/** Credentials as they are kept: loaded once for all who ask, until they are said to be stale or due. */
export class KeptCredentials implements CredentialSource {
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
