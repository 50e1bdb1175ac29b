import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../../shared/store/open-store.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { StoreUnderTest } from './opened.ts'

/** A fresh SQLite store in a directory of its own, which `dispose` removes. */
export async function scratchStore(): Promise<StoreUnderTest & { readonly file: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'store-'))
  const file = join(directory, 'readiness.db')
  const stores: Store[] = []
  const reopen = async () => {
    const store = await openStore({ kind: 'sqlite', file }, { mode: 'write' })
    stores.push(store)
    return store
  }
  return {
    file,
    store: await reopen(),
    reopen,
    async dispose() {
      for (const store of stores) await store.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
