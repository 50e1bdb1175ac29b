import type { OwnAddresses } from '../domain/own-addresses.ts'
import { COMPANY } from './run-accounts.ts'
import type { Store } from './store.ts'

const PREFIX = 'own-addresses/'

/** The public addresses of every account. They lie together, so that whoever judges has them all by one call. */
export class CompanyAddresses {
  readonly #store: Pick<Store, 'progress'>

  constructor(store: Pick<Store, 'progress'>) {
    this.#store = store
  }

  async of(accountId: string): Promise<OwnAddresses | undefined> {
    return (await this.#store.progress.get(COMPANY, `${PREFIX}${accountId}`))?.value as OwnAddresses | undefined
  }

  put(accountId: string, addresses: OwnAddresses): Promise<void> {
    return this.#store.progress.put(COMPANY, [{ name: `${PREFIX}${accountId}`, value: addresses }])
  }

  /** By account. */
  async all(): Promise<ReadonlyMap<string, OwnAddresses>> {
    const all = new Map<string, OwnAddresses>()
    for await (const { name, value } of this.#store.progress.list(COMPANY, PREFIX))
      all.set(name.slice(PREFIX.length), value as OwnAddresses)
    return all
  }
}
