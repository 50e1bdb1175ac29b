import type { Config } from '../../shared/config.ts'
import { StoreMissingError } from '../../shared/store/errors.ts'
import { openStore, type StoreOptions } from '../../shared/store/open-store.ts'
import type { Store } from '../../shared/store/store.ts'

/** The store as the digest on its timer needs it: one that no audit has made yet is made, so that the digest can say so once a day. */
export async function openDigestStore(
  config: Config['store'],
  { credentials }: Pick<StoreOptions, 'credentials'>,
): Promise<Store> {
  try {
    return await openStore(config, { mode: 'mark', credentials })
  } catch (error) {
    if (!(error instanceof StoreMissingError)) throw error
    return await openStore(config, { mode: 'write', credentials })
  }
}
