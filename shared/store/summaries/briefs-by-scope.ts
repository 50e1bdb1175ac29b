import { COMPANY } from '../run-accounts.ts'
import type { ProgressTable } from '../store.ts'

/** Another form is another program's: the value is read instead. */
const FORM = 1

/** What is kept of a value, and of which version of its entry. */
interface KeptBrief<T> {
  readonly form: number
  readonly of: number
  readonly brief: T
}

/** The briefs that count, and the scopes that have an entry and none that does. */
export interface BriefsFound<T> {
  readonly briefs: ReadonlyMap<string, T>
  readonly open: ReadonlySet<string>
}

/**
 * The part that most readers need of what is kept by scope (`KeptByScope`), beside it: so much less is read. It counts while the entry that it was made
 * of has the same version, and every write makes another one, whatever version of the program writes.
 */
export class BriefsByScope<T> {
  readonly #progress: ProgressTable
  readonly #kind: string

  constructor(progress: ProgressTable, kind: string) {
    this.#progress = progress
    this.#kind = kind
  }

  /** The entry of a scope that is taken back with the value: versions begin anew where somebody has deleted that. */
  nameOf(scope: string): string {
    return `${this.#prefix}${scope}`
  }

  /** `of`: the version of the entry that the brief was made of. */
  put(scope: string, of: number, brief: T): Promise<void> {
    const value: KeptBrief<T> = { form: FORM, of, brief }
    return this.#progress.put(COMPANY, [{ name: this.nameOf(scope), value }])
  }

  async all(): Promise<BriefsFound<T>> {
    const [versions, kept] = await Promise.all([this.#versions(), this.#kept()])
    const briefs = new Map<string, T>()
    const open = new Set<string>()
    for (const [scope, version] of versions) {
      const brief = kept.get(scope)
      if (brief?.form === FORM && brief.of === version) briefs.set(scope, brief.brief)
      else open.add(scope)
    }
    return { briefs, open }
  }

  async #versions(): Promise<ReadonlyMap<string, number>> {
    const prefix = `${this.#kind}/`
    const versions = await this.#progress.versions(COMPANY, prefix)
    return new Map([...versions].map(([name, version]) => [name.slice(prefix.length), version]))
  }

  async #kept(): Promise<ReadonlyMap<string, KeptBrief<T> | null>> {
    const kept = new Map<string, KeptBrief<T> | null>()
    for await (const { name, value } of this.#progress.list(COMPANY, this.#prefix))
      kept.set(name.slice(this.#prefix.length), value as KeptBrief<T> | null)
    return kept
  }

  get #prefix(): string {
    return `${this.#kind}-brief/`
  }
}
