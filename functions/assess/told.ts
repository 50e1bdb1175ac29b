import type { Change, ReadinessRow } from '../../shared/domain/readiness.ts'
import { DAY, iso } from '../../shared/domain/time.ts'
import type { Verdict } from '../../shared/domain/verdict.ts'
import type { Job } from '../../shared/runtime.ts'
import type { Store } from '../../shared/store/store.ts'

/** How far back a change can lie that was told by a run which was cut off before the row. */
const RECENT = 2 * DAY

/** What is remembered of a row while its scope is judged. */
type Before = Pick<ReadinessRow, 'verdict' | 'checkedAt' | 'changedAt'>

/** What the tables say of a key's verdict before this run. */
export interface Past {
  /** Null: there was no such key. */
  readonly verdict: Verdict | null
  readonly changedAt: string | undefined
}

/** Rows and changes of a scope as they were when a run came to judge it: each table is read once, not once a key. */
export class Told {
  readonly #store: Store
  readonly #scope: string
  readonly #asOf: string
  readonly #rows = new Map<string, Before>()
  /** What this run told itself: in an invocation that was stopped, or on less evidence. */
  readonly #own = new Map<string, Change>()
  /** The last that an earlier run told. */
  readonly #last = new Map<string, Change>()

  private constructor(store: Store, scope: string, asOf: string) {
    this.#store = store
    this.#scope = scope
    this.#asOf = asOf
  }

  static async read(scope: string, { asOf }: Pick<Job, 'asOf'>, store: Store): Promise<Told> {
    const told = new Told(store, scope, asOf)
    for await (const { keyId, verdict, checkedAt, changedAt } of store.readiness.list(scope)) {
      told.#rows.set(keyId, { verdict, checkedAt, changedAt })
    }
    for await (const change of store.history.list({ scope, since: iso(Date.parse(asOf) - RECENT) })) {
      if (change.changedAt === asOf) told.#own.set(change.keyId, change)
      if (change.changedAt < asOf) told.#last.set(change.keyId, change)
    }
    return told
  }

  hasRow(keyId: string): boolean {
    return this.#rows.has(keyId)
  }

  /** True when a later run has judged the key already: a late job changes nothing. */
  isAhead(keyId: string): boolean {
    return (this.#rows.get(keyId)?.checkedAt ?? '') > this.#asOf
  }

  /** The change that this run has told of a key before. */
  ownChange(keyId: string): Change | undefined {
    return this.#own.get(keyId)
  }

  async past(keyId: string): Promise<Past> {
    const row = this.#rows.get(keyId)
    const own = this.#own.get(keyId)
    const last = this.#last.get(keyId)
    if (own) return { verdict: own.before, changedAt: last?.changedAt ?? (await this.#changeBefore(keyId)) }
    // A change that is newer than the row was told by a run that was cut off before the row: the row is behind, not the history.
    if (last && last.changedAt > (row?.checkedAt ?? '')) return { verdict: last.after, changedAt: last.changedAt }
    return { verdict: row?.verdict ?? null, changedAt: row?.changedAt }
  }

  /** Rare: the run has told a change, and the one before is older than what was read at once. */
  async #changeBefore(keyId: string): Promise<string | undefined> {
    let latest: string | undefined
    for await (const { changedAt } of this.#store.history.list({ scope: this.#scope, keyId })) {
      if (changedAt < this.#asOf) latest = changedAt
    }
    return latest
  }
}
