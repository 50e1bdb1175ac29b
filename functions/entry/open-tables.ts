import { ownCredentials } from '../../shared/cloud/own-credentials.ts'
import { ConfigError } from '../../shared/config/config-error.ts'
import type { Environment } from '../../shared/config/read-settings.ts'
import type { Config } from '../../shared/config/settings.ts'
import { NO_STORE_OF_FUNCTIONS } from '../../shared/config/store-value.ts'
import type { Store } from '../../shared/store/store.ts'
import type { StoreMode } from '../../shared/store/store-options.ts'

/**
 * The tables of a function: in Tablestore, because what an instance of a function keeps on its disk is gone with it. `areThere`: another
 * invocation has made them, and nothing is asked of them before the first row.
 */
export async function openTables(
  { config, env, end }: { readonly config: Config; readonly env: Environment; readonly end?: AbortSignal },
  mode: StoreMode,
  { areThere = false } = {},
): Promise<Store> {
  const address = tablestoreOf(config)
  // Loaded here: its SDK is more than half of what a function would read before it does anything.
  const { openTablestore } = await import('../../shared/store/tablestore/open-tablestore.ts')
  return openTablestore(address, { mode, areThere, credentials: ownCredentials(env), ...(end && { signal: end }) })
}

function tablestoreOf({ store }: Config): Extract<Config['store'], { kind: 'tablestore' }> {
  if (store.kind === 'tablestore') return store
  throw new ConfigError([NO_STORE_OF_FUNCTIONS])
}
