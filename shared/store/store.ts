import type { Decision } from '../domain/decisions/decision.ts'
import type { Change, ChangeCount, KeySummary, ReadinessRow } from '../domain/readiness.ts'
import type { ScopeSummary } from '../domain/scope-summary.ts'
import type { Day } from '../domain/time.ts'
import type { UsageRow } from '../domain/usage.ts'

/** A value of the `progress` table: JSON, with a version that counts its writes. */
export interface ProgressEntry<T = unknown> {
  readonly name: string
  readonly value: T
  /** 1 at the first write, one more at each. */
  readonly version: number
  /** What stands beside the value for whoever needs no more of it. None where the value was written without one. */
  readonly brief?: unknown
}

/**
 * The tables behind one interface, on SQLite or Tablestore. Every method may be called again with the same arguments and leaves
 * the same rows. Failures throw a `StoreError`. `scope` is `<accountId>:<region>`.
 */
export interface Store {
  readonly readiness: ReadinessTable
  readonly usage: UsageTable
  readonly history: HistoryTable
  readonly progress: ProgressTable
  readonly marks: MarkTable
  readonly decisions: DecisionTable
  close(): Promise<void>
}

/** The primary key of a readiness row. */
export interface RowKey {
  readonly scope: string
  readonly keyId: string
}

export interface ReadinessTable {
  /** Writes rows, each over the one of its key, unless that was checked later: who was held up undoes nothing of who came after. */
  put(rows: readonly ReadinessRow[]): Promise<void>
  get(scope: string, keyId: string): Promise<ReadinessRow | undefined>
  /** The rows of several keys, in their order; those that are not there are left out. */
  getAll(keys: readonly RowKey[]): Promise<readonly ReadinessRow[]>
  /**
   * Rows in primary key order, streamed; of every scope, or of one. With `after`, only those that stand after this key, whether or not
   * there is such a row; with a scope, it is a key of that scope. What lies before is not read.
   */
  list(scope?: string, after?: RowKey): AsyncIterable<ReadinessRow>
  /** The summaries of all rows, streamed some at a time, in whatever order is cheapest: much less is read than for `list`. */
  listSummaries(): AsyncIterable<readonly KeySummary[]>
  /** Those of the rows of a scope. */
  summariesOf(scope: string): Promise<readonly KeySummary[]>
  /** What the rows of each scope come to, by scope: much less again. */
  scopeSummaries(): Promise<readonly ScopeSummary[]>
  /**
   * Keeps the summaries of a scope, and how many changes it had of each run since `since` (ISO 8601 UTC), in one place with those of all scopes:
   * so much less is read by who looks at all of them. For whoever has written rows or changes of the scope and has the lease on it. What is kept
   * counts no more from the next write on; where nothing is kept, rows are read.
   */
  summarize(scope: string, since: string): Promise<void>
  /** Notes every scope that has rows and was never summarized. Before this was done once, what is kept is not looked at. */
  noteAll(): Promise<void>
  /**
   * A text that stays the same while nothing but this store writes to the table: who has read it once need not again. None where only
   * reading tells.
   */
  version(): Promise<string | undefined>
  delete(scope: string, keyId: string): Promise<void>
}

export interface UsageTable {
  /**
   * Makes the rows, each of one of these days, the only ones of them: writes them, then drops what was left over. With `operations`, only rows
   * of those operations are replaced and the others stay as they are (the lookups of the deciding operations know nothing of the rest).
   */
  replaceDays(
    scope: string,
    days: readonly Day[],
    rows: readonly UsageRow[],
    operations?: readonly string[],
  ): Promise<void>
  /** Rows of the days `from` to `to`, both included, in primary key order, streamed. */
  list(scope: string, from: Day, to: Day): AsyncIterable<UsageRow>
  /** Drops days before `day`. */
  prune(scope: string, day: Day): Promise<void>
}

export interface HistoryTable {
  put(changes: readonly Change[]): Promise<void>
  /** Changes of every scope, or of one key, oldest first within a key, streamed. `since` (ISO 8601 UTC) is included. */
  list(filter?: { readonly scope?: string; readonly keyId?: string; readonly since?: string }): AsyncIterable<Change>
  /** How many changes there were of each run and kind, in no order. `since` (ISO 8601 UTC) is included. */
  counts(since: string): Promise<readonly ChangeCount[]>
  /** The same by scope, streamed; a scope may come with none. */
  countsByScope(since: string): AsyncIterable<ScopeCounts>
  /** Takes back a change; one that is not there is no matter. */
  delete(change: Pick<Change, 'accountId' | 'region' | 'keyId' | 'changedAt'>): Promise<void>
  /** Drops changes before `before` (ISO 8601 UTC). */
  prune(scope: string, before: string): Promise<void>
}

/** How many changes a scope had of each run and kind. */
export interface ScopeCounts {
  readonly scope: string
  readonly counts: readonly ChangeCount[]
}

/** What of a list is wanted. */
export interface ListPart {
  /** Names before this one are left out, and not read. */
  readonly from?: string
  /** How many are read at first, where whoever reads may want no more. */
  readonly first?: number
}

export interface ProgressTable {
  get(scope: string, name: string): Promise<ProgressEntry | undefined>
  /** Entries whose name begins with the prefix, without their briefs, in order of name, streamed; of one scope. */
  list(scope: string, prefix: string, part?: ListPart): AsyncIterable<ProgressEntry>
  /** The same entries with their briefs in place of their values, in any order. */
  briefs(scope: string, prefix: string): AsyncIterable<Omit<ProgressEntry, 'value'>>
  /** Every scope that has an entry of that name; of all accounts, or of one, when nothing of the others is read. */
  scopesWith(name: string, accountId?: string): Promise<readonly string[]>
  /**
   * Writes entries whatever was there. With `fence` (a lease's generation) an entry that a later generation has written is not
   * overwritten: throws a `StaleLeaseError`.
   */
  put(
    scope: string,
    entries: readonly { readonly name: string; readonly value: unknown }[],
    fence?: number,
  ): Promise<void>
  /**
   * Writes one entry, and a brief of its value where one is given, only if its version is still `expected` (0: it does not exist). False: it is not, and
   * nothing was written.
   */
  swap(scope: string, name: string, value: unknown, expected: number, brief?: unknown): Promise<boolean>
  delete(scope: string, name: string): Promise<void>
}

/**
 * What was sent to whom: entries like those of `progress`, but of whoever reads the tables. Apart, so that a reader who may write them
 * can forge no coverage.
 */
export type MarkTable = Pick<ProgressTable, 'get' | 'list' | 'swap' | 'delete'>

/** What people decided: rows that are added and never changed, so that two at once lose nothing. */
export interface DecisionTable {
  /** Adds a decision. False: there is one of its subject and number already, because somebody else was quicker, and nothing was written. */
  add(decision: Decision): Promise<boolean>
  /** Decisions of every scope, or of one, by scope and subject, the oldest of a subject first, streamed. */
  list(scope?: string): AsyncIterable<Decision>
}
