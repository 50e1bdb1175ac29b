import { COMPANY } from '../run-accounts.ts'
import type { ProgressTable } from '../store.ts'

/** What is kept of a scope; null: what it is made of is being written, or was and nobody has summed it up since. */
export interface Kept<T> {
  readonly scope: string
  readonly value: T | null
}

/** What is made of a scope to be kept, and the part of it that most readers need. */
export interface Made<T, B> {
  readonly value: T
  readonly brief?: B
}

/** The briefs by scope, and the scopes that have an entry without one. */
export interface BriefsFound<B> {
  readonly briefs: ReadonlyMap<string, B>
  readonly open: ReadonlySet<string>
}

/** Another form is another program's: the value is read instead. */
const BRIEF_FORM = 1

interface FormedBrief<B> {
  readonly form: number
  readonly brief: B
}

/**
 * What is made from what the tables hold of each scope, one entry a scope, all of them side by side, so that a few calls read them. Derived: whoever
 * writes that takes back what was made of it first, so that a crash leaves nothing that contradicts them, and it is made again.
 */
export class KeptByScope<T, B = never> {
  readonly #progress: ProgressTable
  readonly #prefix: string

  constructor(progress: ProgressTable, kind: string) {
    this.#progress = progress
    this.#prefix = `${kind}/`
  }

  /** Before rows of these scopes are written, each time: somebody else may have summed them up since the last. */
  async takeBack(scopes: Iterable<string>): Promise<void> {
    const entries = [...new Set(scopes)].map((scope) => ({ name: this.#nameOf(scope), value: null }))
    if (entries.length > 0) await this.#progress.put(COMPANY, entries)
  }

  /** Keeps what `make` reads of a scope, unless what is kept already holds, or somebody takes it back meanwhile. */
  async keep(
    scope: string,
    make: () => Promise<Made<T, B> | null>,
    holds: (kept: T, brief: B | undefined) => boolean,
  ): Promise<void> {
    const name = this.#nameOf(scope)
    const entry = await this.#progress.get(COMPANY, name)
    const kept = (entry?.value ?? null) as T | null
    if (kept !== null && holds(kept, formedBrief<B>(entry?.brief)?.brief)) return
    const made = await make()
    if (made === null) return
    const { value, brief } = made
    const formed: FormedBrief<B> | undefined = brief === undefined ? undefined : { form: BRIEF_FORM, brief }
    await this.#progress.swap(COMPANY, name, value, entry?.version ?? 0, formed)
  }

  /** Of every scope: so much less is read than by `list`. */
  async briefs(): Promise<BriefsFound<B>> {
    const briefs = new Map<string, B>()
    const open = new Set<string>()
    for await (const { name, brief } of this.#progress.briefs(COMPANY, this.#prefix)) {
      const scope = this.#scopeOf(name)
      const formed = formedBrief<B>(brief)
      if (formed) briefs.set(scope, formed.brief)
      else open.add(scope)
    }
    return { briefs, open }
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
      yield { scope: this.#scopeOf(name), value: value as T | null }
  }

  /** Notes scopes that have rows and of which nothing was ever kept. */
  async note(scopes: readonly string[]): Promise<void> {
    const known = new Set<string>()
    for await (const { name } of this.#progress.briefs(COMPANY, this.#prefix)) known.add(this.#scopeOf(name))
    const entries = scopes
      .filter((scope) => !known.has(scope))
      .map((scope) => ({ name: this.#nameOf(scope), value: null }))
    if (entries.length > 0) await this.#progress.put(COMPANY, entries)
  }

  #nameOf(scope: string): string {
    return `${this.#prefix}${scope}`
  }

  #scopeOf(name: string): string {
    return name.slice(this.#prefix.length)
  }
}

function formedBrief<B>(stored: unknown): FormedBrief<B> | undefined {
  const formed = stored as FormedBrief<B> | undefined
  return formed?.form === BRIEF_FORM ? formed : undefined
}
