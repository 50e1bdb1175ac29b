import type { Store } from './store.ts'

/** Where entries live that are of no account. */
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

  /**
   * Puts the accounts of a run in place of the last run's, and says which of those are not among them any more. The same run, begun a second
   * time, says the same.
   */
  async replace(next: AccountsOfRun): Promise<readonly string[]> {
    const last = await this.#previous(next)
    const left = (last?.accounts ?? []).filter((account) => !next.accounts.includes(account))
    const value: Stored = { ...next, left }
    await this.#store.progress.put(COMPANY, [{ name: NAME, value }])
    return left
  }

  /** What stood there before this run, whether or not it has been here. */
  async #previous({ run, accounts }: AccountsOfRun): Promise<AccountsOfRun | undefined> {
    const stored = (await this.#store.progress.get(COMPANY, NAME))?.value as Stored | undefined
    return stored?.run === run ? { ...stored, accounts: [...accounts, ...stored.left] } : stored
  }
}

interface Stored extends AccountsOfRun {
  readonly left: readonly string[]
}
