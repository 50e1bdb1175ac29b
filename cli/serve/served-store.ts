import { statSync } from 'node:fs'
import type { Config } from '../../shared/config/settings.ts'
import type { Store } from '../../shared/store/store.ts'

/** Answers may still read the store before; what was opened before that is closed. */
const MAX_OPEN = 2

/**
 * The configured store for as long as the program serves: opened when it is first asked for, so that an audit may come later, and again
 * where its file has been replaced by another.
 */
export class ServedStore {
  readonly #open: () => Promise<Store>
  readonly #file: string | undefined
  #opened: { readonly identity: string; readonly store: Promise<Store> }[] = []

  constructor(config: Config['store'], open: () => Promise<Store>) {
    this.#open = open
    this.#file = config.kind === 'sqlite' ? config.file : undefined
  }

  /** Throws a `StoreError` where there is none; the next request tries again. */
  async get(): Promise<Store> {
    const identity = this.#identity()
    const last = this.#opened.at(-1)
    if (last?.identity === identity) return last.store
    const entry = { identity, store: this.#open() }
    this.#opened.push(entry)
    try {
      const store = await entry.store
      for (const { store: old } of this.#opened.splice(0, this.#opened.length - MAX_OPEN)) await (await old).close()
      return store
    } catch (error) {
      this.#opened = this.#opened.filter((each) => each !== entry)
      throw error
    }
  }

  async close(): Promise<void> {
    for (const { store } of this.#opened.splice(0)) await store.then((opened) => opened.close()).catch(() => undefined)
  }

  /** A file that was replaced has another inode; one that is written to keeps it. */
  #identity(): string {
    const stats = this.#file === undefined ? undefined : statSync(this.#file, { throwIfNoEntry: false })
    return stats ? `${stats.dev}:${stats.ino}` : ''
  }
}
