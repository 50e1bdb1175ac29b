import type { Config } from '../config.ts'
import { StoreError } from './errors.ts'
import type { Store } from './store.ts'

/** `read` never creates and never writes; `write` creates what is missing. */
export type StoreMode = 'read' | 'write'

/** Opens the configured store. Throws a `StoreError` that says what to do where it is missing, damaged, foreign or out of reach. */
export async function openStore(config: Config['store'], options: { readonly mode: StoreMode }): Promise<Store> {
  if (config.kind === 'tablestore') {
    throw new StoreError(
      `The store ${config.endpoint} is in Tablestore, and this version has the embedded store only. Set CMK_STORE to sqlite:<file>.`,
      config.endpoint,
    )
  }
  // The database engine is loaded by who opens a store, not by who prints a help text.
  const { openSqlite } = await import('./sqlite/open-sqlite.ts')
  return openSqlite(config.file, options.mode)
}
