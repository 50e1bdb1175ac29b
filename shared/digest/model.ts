import type { Forecast } from '../domain/forecast/forecast.ts'
import type { CallerSummary, Change, Diagnostic, Finding } from '../domain/readiness.ts'
import type { Scenario } from '../domain/resources/scenario.ts'
import type { RulePack } from '../domain/rules/rule-packs.ts'
import type { Scope } from '../domain/scope.ts'
import type { StepId } from '../domain/steps/step.ts'
import type { Day } from '../domain/time.ts'
import type { TrendPoint } from '../domain/trend.ts'
import type { Verdict, VerdictCounts } from '../domain/verdict.ts'

import type { BatchUnderWay, ExpiringDecision, SpoiledBatch, Task } from './follow-up.ts'
import type { DigestProgress } from './migration-progress.ts'
import type { MovedKeys } from './moved-keys.ts'

/** A key as a digest names it, with what decided. */
export interface DigestKey extends Scope {
  readonly keyId: string
  readonly aliases: readonly string[]
  /** Whom its tags name as its owner. */
  readonly owner?: string
  readonly verdict: Verdict
  /** What the verdict was when the key was last checked, more than 48 hours ago. */
  readonly staleVerdict?: Verdict
  /** The findings that made the verdict. */
  readonly deciding: readonly Finding[]
  /** Who made the calls that those findings are about. */
  readonly callers: readonly CallerSummary[]
  /** Whether its window was read completely, and every fact of it. */
  readonly complete: boolean
  /** Under which scenario of the vendor's page it moves, where that is known. */
  readonly scenario?: Scenario
  /** No call was seen, and cloud resources or secrets need it. */
  readonly quietButNeeded?: true
  /** What has to be done about it, in order; absent: nothing. */
  readonly steps?: readonly StepId[]
  /** The batch in which the vendor was asked to move it, of a key that is ready. */
  readonly requested?: BatchUnderWay
}

/** A key that its next rotation will block for good, unless somebody switches it off before. */
export interface RotatingKey extends DigestKey {
  /** ISO 8601 UTC; null where KMS tells none. */
  readonly nextRotationAt: string | null
  /** The key is not enabled; its rotation resumes as soon as it is. */
  readonly suspended: boolean
}

export interface DigestChanges {
  /** Ready now and not before the period, keys seen for the first time among them. */
  readonly newlyReady: readonly DigestChange[]
  /** Were ready, at whatever hour of the period, and are not any more. */
  readonly noLongerReady: readonly DigestChange[]
  readonly migrated: readonly DigestChange[]
  /** No longer exist. */
  readonly gone: readonly DigestChange[]
  readonly firstSeen: readonly DigestChange[]
  readonly other: readonly DigestChange[]
}

export interface ScopeTotals extends Scope {
  readonly keys: number
  readonly byVerdict: VerdictCounts
}

/** How old what is known of a scope is; ISO 8601 UTC. */
export interface ScopeFreshness extends Scope {
  readonly oldestCheckedAt: string
  readonly newestCheckedAt: string
  /** Keys that were not checked for 48 hours. */
  readonly stale: number
}

/** Where the trail of a scope was not read completely for keys that had to be judged by it; ISO 8601 UTC. */
export interface ScopeGaps extends Scope {
  /** Keys whose window has a gap. */
  readonly keys: number
  readonly gaps: readonly { readonly from: string; readonly to: string }[]
}

/** What people are shown of one day, as data: every rendering and channel shows this and nothing else. */
export interface Digest extends RulePacks {
  /** ISO 8601 UTC. */
  readonly madeAt: string
  /** The calendar day of the newest check, in `timezone`. */
  readonly day: Day
  /** The days whose changes are reported: that day, the seven days that end with it, or more days, to make up for digests that did not arrive. */
  readonly period: 'day' | 'week' | 'longer'
  /** The first of those days. */
  readonly since: Day
  readonly timezone: string
  /** The digest is of the keys of this owner only, all its numbers too: as the channel names him. */
  readonly owner?: string
  /** The same of the keys of this account only; of those of an owner in it where he is named, too. */
  readonly account?: string
  readonly night: DigestNight
  readonly changes: DigestChanges
  /** The newest change up to the end of the period, and the newest before it began; ISO 8601 UTC, null where there is none. */
  readonly newestChange: {
    readonly told: string | null
    readonly before: string | null
    /** Marks of the changes that there were up to those moments. */
    readonly toldMark: string
    readonly beforeMark: string
  }
  /** The soonest first, and last those of which no date is known. Each stands in the list of its verdict too. */
  readonly rotating: readonly RotatingKey[]
  readonly ready: readonly DigestKey[]
  readonly blocked: readonly DigestKey[]
  readonly supportRequired: readonly DigestKey[]
  readonly actionRequired: readonly DigestKey[]
  readonly unknown: readonly DigestKey[]
  /** Batches whose keys must not all be moved: as long as their state says that they may be. */
  readonly spoiledBatches: readonly SpoiledBatch[]
  /** The earliest first. */
  readonly expiring: readonly ExpiringDecision[]
  /** Who has to do what by when: the most urgent first. */
  readonly tasks: readonly Task[]
  /** Keys that have moved and that somebody still calls the old way. */
  readonly moves: MovedKeys
  readonly progress: DigestProgress
  readonly forecast: Forecast
  /** The verdicts of every day in `timezone` from the first night on; today last, as they are shown. */
  readonly trend: readonly TrendPoint[]
  readonly totals: {
    readonly keys: number
    readonly byVerdict: VerdictCounts
    readonly byScope: readonly ScopeTotals[]
  }
  readonly freshness: readonly ScopeFreshness[]
  readonly gaps: readonly ScopeGaps[]
  /** The gravest first. */
  readonly diagnostics: readonly Diagnostic[]
}

/** What the digest's period did to one key. */
export interface DigestChange extends Change {
  /** As the table holds them now; none of a key that is gone. */
  readonly aliases: readonly string[]
  readonly owner?: string
  /** What decides now, where the key is still there. */
  readonly deciding: DigestKey['deciding']
  /** As of the key; false where it is not there. */
  readonly complete: boolean
}

/** Whether the digest stands on last night. */
export interface DigestNight {
  /** `never`: nothing was ever audited. `missed`: not last night. `nothing-judged` and `unfinished`: it began, and came so far. */
  readonly state: 'done' | 'unfinished' | 'nothing-judged' | 'missed' | 'never'
  /** The evaluation time of the last run or row; ISO 8601 UTC. */
  readonly lastAsOf: string | null
  readonly unfinished: readonly Scope[]
  readonly ownRanges: readonly (readonly string[])[]
}

/** Whose rules rows were judged by: every row names its own pack, and the environment may name another by now. */
export interface RulePacks {
  /** The pack of most rows; that of CMK_RULES where there is no row. */
  readonly rules: RulePack
  /** How many rows each pack judged; packs of none are left out. */
  readonly rulePacks: Readonly<Partial<Record<RulePack, number>>>
  /** CMK_RULES: the pack that the next audit judges by. */
  readonly configuredRules: RulePack
}
