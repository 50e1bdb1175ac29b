import type { ProgressCounts } from '../digest/migration-progress.ts'
import type { Digest } from '../digest/model.ts'
import type { Diagnostic } from '../domain/readiness.ts'

/** The fixed words of digest, explanation and report; what a finding says comes from its rule. */
export interface Messages {
  readonly title: string
  /** Behind the title of a weekly summary. */
  readonly weekTo: (day: string) => string
  readonly daysTo: (since: string, day: string) => string
  /** Punctuation, with the space that goes with it. */
  readonly comma: string
  readonly listComma: string
  readonly colon: string
  /** A remark behind a word, in brackets. */
  readonly inBrackets: (remark: string) => string
  readonly and: string
  readonly semicolon: string
  readonly rulePack: string
  readonly ownRanges: string
  readonly judgedBy: (keys: number, pack: string) => string
  /** Rows were judged by other packs than the configured one: all of them, or so many. */
  readonly otherRules: (configured: string, packs: readonly string[], keys: number | undefined) => string
  readonly verdict: string
  readonly key: string
  readonly keys: (count: number) => string
  readonly checked: string
  /** Followed by a time: the evaluation time of a run, up to which events count. */
  readonly eventsUpTo: string
  readonly timesIn: (zone: string) => string
  readonly newlyReady: string
  readonly newlyReadyAll: (count: number) => string
  readonly noLongerReady: string
  readonly migrated: string
  readonly gone: string
  readonly firstSeen: string
  readonly otherChanges: string
  readonly noChanges: Readonly<Record<Digest['period'], string>>
  /** Followed by the counts. */
  readonly changed: Readonly<Record<Digest['period'], string>>
  readonly changeCounts: readonly ChangeCount[]
  readonly needsAttention: (keys: number) => string
  readonly owner: string
  readonly moreOwners: (count: number) => string
  readonly noOwner: string
  readonly progress: string
  readonly progressNow: (counts: ProgressCounts, percent: number) => string
  /** Followed by what was and is. */
  readonly since: (day: string) => string
  readonly progressNames: Readonly<Record<keyof ProgressCounts, string>>
  /** The title of the keys that their next rotation will block, and what is said of them. */
  readonly rotationBlocks: string
  readonly rotationDated: string
  readonly rotationDatedToDo: string
  readonly rotationUndated: string
  readonly rotationUndatedToDo: string
  /** Behind what to do, where a rotation is suspended. */
  readonly rotationSuspendedToDo: string
  readonly rotationSuspended: string
  readonly rotationDue: string
  readonly readyNow: string
  readonly readyReason: string
  readonly readyReasonIncomplete: string
  readonly readyToDo: string
  readonly goneReason: string
  readonly goneToDo: string
  readonly blocked: string
  readonly supportRequired: string
  readonly actionRequired: string
  /** Besides what has a list of its own. */
  readonly otherActionRequired: string
  readonly unknown: string
  readonly none: string
  readonly calledBy: (operations: string, callers: string) => string
  readonly nobody: string
  readonly calls: (count: number) => string
  readonly last: string
  readonly event: string
  readonly toDo: string
  readonly toFindOut: string
  readonly nothing: string
  readonly source: string
  readonly events: string
  readonly byRegion: string
  readonly freshness: string
  readonly stale: (count: number) => string
  readonly gaps: string
  readonly gapsOf: (keys: number) => string
  readonly diagnostics: string
  readonly diagnosticStatus: Readonly<Record<Diagnostic['status'], string>>
  readonly nothingJudged: string
  readonly refusedScopes: (count: number) => string
  readonly was: string
  /** Around what is said besides, of spans. */
  readonly brackets: readonly [string, string]
  readonly doesNotExist: string
  readonly neverAudited: string
  /** Followed by a time. */
  readonly nightMissed: string
  /** Followed by a time. */
  readonly nothingJudgedYet: string
  readonly notFinished: string
  readonly more: (count: number) => string
  readonly mayRepeat: string
  /** The name of a link to the dashboard or the report. */
  readonly everything: string
  readonly reportAttached: string
  readonly reportLeftOut: string
  /** What a night that is not over as it should be is called in a title. */
  readonly nightInShort: Readonly<Record<'unfinished' | 'nothing-judged' | 'missed' | 'never', string>>
}

/** The text for a number of changes of one sort. */
type ChangeCount = readonly [list: keyof Digest['changes'], tell: (count: string) => string]
