import type { LogService, LogStoreSettings } from '../../../../shared/cloud/cloud.ts'
import type { CallOptions } from '../../../../shared/cloud/credential-source.ts'

/** The settings of a logstore, which are asked for once in a run however many scopes it holds. */
export class Settings {
  readonly #logs: Pick<LogService, 'logStore'>
  #known: Promise<LogStoreSettings> | undefined

  constructor(logs: Pick<LogService, 'logStore'>) {
    this.#logs = logs
  }

  /** Throws a `CloudError`; what failed is asked for again. */
  get(options: CallOptions): Promise<LogStoreSettings> {
    this.#known ??= this.#logs.logStore(options).catch((error: unknown) => {
      this.#known = undefined
      throw error
    })
    return this.#known
  }
}
