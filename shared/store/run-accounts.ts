import type { Store } from './store.ts'

/** Where entries live that are of no account: no account and no region has this name. */
export const COMPANY = '*:*'
const NAME = 'accounts'

/** The accounts that a run set out to audit. */
export interface AccountsOfRun {
  readonly run: string
  /** ISO 8601 UTC. */
  readonly asOf: string
  readonly accounts: readonly string[]
}

/** Which accounts the last run set out to audit, so that the next one knows who has left. */
export class RunAccounts {
  readonly #store: Pick<Store, 'progress'>

  constructor(store: Pick<Store, 'progress'>) {
    this.#store = store
  }

  async latest(): Promise<AccountsOfRun | undefined> {
    return (await this.#store.progress.get(COMPANY, NAME))?.value as AccountsOfRun | undefined
  }

  /** In place of those of the last run. Who has left is forgotten with it: say so before. */
  put(accounts: AccountsOfRun): Promise<void> {
    return this.#store.progress.put(COMPANY, [{ name: NAME, value: accounts }])
  }
}
