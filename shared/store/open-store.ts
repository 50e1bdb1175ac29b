import type { Config } from '../config/settings.ts'
import type { Store } from './store.ts'
import type { StoreOptions } from './store-options.ts'

type SqliteConfig = Extract<Config['store'], { readonly kind: 'sqlite' }>

/** Opens the configured store. Throws a `StoreError` that says what to do where it is missing, damaged, foreign or out of reach. */
export async function openStore(config: SqliteConfig, options: Pick<StoreOptions, 'mode'>): Promise<Store>
export async function openStore(config: Config['store'], options: StoreOptions): Promise<Store>
export async function openStore(
  config: Config['store'],
  options: StoreOptions | Pick<StoreOptions, 'mode'>,
): Promise<Store> {
  // The engines are loaded by who opens a store, not by who prints a help text.
  if (config.kind === 'sqlite') {
    const { openSqlite } = await import('./sqlite/open-sqlite.ts')
    return openSqlite(config.file, options.mode)
  }
  if (!('credentials' in options)) throw new TypeError('a store in Tablestore is opened with credentials')
  const { openTablestore } = await import('./tablestore/open-tablestore.ts')
  return openTablestore(config, options)
}
