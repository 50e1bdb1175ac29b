import type { Change, ReadinessRow } from '../../shared/domain/readiness.ts'
import type { Verdict } from '../../shared/domain/verdict.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Job } from '../run/services.ts'

/** What is remembered of a row while its scope is judged. */
type Before = Pick<ReadinessRow, 'verdict' | 'checkedAt' | 'changedAt'>

/** What the tables say of a key's verdict before this run. */
export interface PreviousVerdict {
  /** Null: there was no such key. */
  readonly verdict: Verdict | null
  readonly changedAt: string | undefined
}

/** Rows and changes of a scope as they were when a run came to judge it: each table is read once, not once a key. */
export class PreviousVerdicts {
  readonly #asOf: string
  readonly #rows = new Map<string, Before>()
  /** What this run itself has recorded before: in an invocation that was stopped, or on less evidence. */
  readonly #own = new Map<string, Change>()
  /** The last that an earlier run recorded. */
  readonly #last = new Map<string, Change>()

  private constructor(asOf: string) {
    this.#asOf = asOf
  }

  static async read(scope: string, { asOf }: Pick<Job, 'asOf'>, store: Store): Promise<PreviousVerdicts> {
    const previous = new PreviousVerdicts(asOf)
    for (const { keyId, verdict, checkedAt, changedAt } of await store.readiness.summariesOf(scope)) {
      previous.#rows.set(keyId, { verdict, checkedAt, changedAt })
    }
    // Oldest first within a key: what stays is the newest before this run.
    for await (const change of store.history.list({ scope })) {
      if (change.changedAt === asOf) previous.#own.set(change.keyId, change)
      if (change.changedAt < asOf) previous.#last.set(change.keyId, change)
    }
    return previous
  }

  hasRow(keyId: string): boolean {
    return this.#rows.has(keyId)
  }

  /** True when a later run has judged the key already: a late job changes nothing. */
  isAhead(keyId: string): boolean {
    return (this.#rows.get(keyId)?.checkedAt ?? '') > this.#asOf
  }

  /** The change that this run has recorded for a key before. */
  ownChange(keyId: string): Change | undefined {
    return this.#own.get(keyId)
  }

  past(keyId: string): PreviousVerdict {
    const row = this.#rows.get(keyId)
    const own = this.#own.get(keyId)
    const last = this.#last.get(keyId)
    if (own) return { verdict: own.before, changedAt: last?.changedAt }
    // A change that is newer than the row was recorded by a run that was cut off before the row: the row is behind, not the history.
    if (last && last.changedAt > (row?.checkedAt ?? '')) return { verdict: last.after, changedAt: last.changedAt }
    return { verdict: row?.verdict ?? null, changedAt: row?.changedAt }
  }
}
