import { COMPANY } from '../run-accounts.ts'
import type { ProgressTable } from '../store.ts'

/** What is kept of a scope; null: what it is made of is being written, or was and nobody has summed it up since. */
export interface Kept<T> {
  readonly scope: string
  readonly value: T | null
}

/**
 * What is made from what the tables hold of each scope, one entry a scope, all of them side by side, so that a few calls read them. Derived: whoever
 * writes that takes back what was made of it first, so that a crash leaves nothing that contradicts them, and it is made again.
 */
export class KeptByScope<T> {
  readonly #progress: ProgressTable
  readonly #prefix: string
  readonly #besides: (scope: string) => readonly string[]

  /** `besides`: names of what else is made of a scope's entry, and taken back with it. */
  constructor(progress: ProgressTable, kind: string, besides: (scope: string) => readonly string[] = () => []) {
    this.#progress = progress
    this.#prefix = `${kind}/`
    this.#besides = besides
  }

  /** Before rows of these scopes are written, each time: somebody else may have summed them up since the last. */
  async takeBack(scopes: Iterable<string>): Promise<void> {
    const names = [...new Set(scopes)].flatMap((scope) => [this.#nameOf(scope), ...this.#besides(scope)])
    const entries = names.map((name) => ({ name, value: null }))
    if (entries.length > 0) await this.#progress.put(COMPANY, entries)
  }

  /**
   * Keeps what `make` reads of a scope, unless what is kept already holds, or somebody takes it back meanwhile. Gives what is kept then, with the version
   * of its entry; undefined where nothing is.
   */
  async keep(
    scope: string,
    make: () => Promise<T | null>,
    holds: (kept: T) => boolean = () => true,
  ): Promise<{ readonly value: T; readonly version: number } | undefined> {
    const name = this.#nameOf(scope)
    const { value: kept = null, version = 0 } = (await this.#progress.get(COMPANY, name)) ?? {}
    if (kept !== null && holds(kept as T)) return { value: kept as T, version }
    const value = await make()
    if (value === null || !(await this.#progress.swap(COMPANY, name, value, version))) return undefined
    return { value, version: version + 1 }
  }

  /** Of one scope. */
  async get(scope: string): Promise<T | undefined> {
    const entry = await this.#progress.get(COMPANY, this.#nameOf(scope))
    return (entry?.value as T | null | undefined) ?? undefined
  }

  /** Of every scope, or of those of an account, by scope, streamed. */
  async *list(accountId?: string): AsyncGenerator<Kept<T>> {
    const prefix = accountId === undefined ? this.#prefix : this.#nameOf(`${accountId}:`)
    for await (const { name, value } of this.#progress.list(COMPANY, prefix))
      yield { scope: name.slice(this.#prefix.length), value: value as T | null }
  }

  /** Notes scopes that have rows and of which nothing was ever kept. */
  async note(scopes: readonly string[]): Promise<void> {
    const known = new Set<string>()
    for await (const { scope } of this.list()) known.add(scope)
    const entries = scopes
      .filter((scope) => !known.has(scope))
      .map((scope) => ({ name: this.#nameOf(scope), value: null }))
    if (entries.length > 0) await this.#progress.put(COMPANY, entries)
  }

  #nameOf(scope: string): string {
    return `${this.#prefix}${scope}`
  }
}
