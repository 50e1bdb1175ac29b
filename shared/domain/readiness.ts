import type { AfterMove, MoveSummary } from './after-move/after-move.ts'
import type { Client, Network } from './caller.ts'
import type { Waiver } from './decisions/decision.ts'
import type { KeyFacts, UnreadFact } from './key.ts'
import type { Text } from './messages/message.ts'
import type { ResourceEvidence } from './resources/key-resource.ts'
import type { RulePack } from './rules/rule-packs.ts'
import type { Effect, Verdict } from './verdict.ts'

/** Values that a finding's texts are made of: small, plain, and free of event bodies. */
export type FindingData = Readonly<Record<string, string | number | readonly Text[]>>

/** One rule that applies to one key. */
export interface Finding {
  readonly rule: string
  readonly effect: Effect
  /** What was found, in English; `data` renders it in any language. */
  readonly message: string
  /** What to do about it; empty where nothing needs doing. */
  readonly action: string
  /** The vendor's page that the rule stands on. */
  readonly source: string
  /** Ids of the deciding events, newest first, at most 10. */
  readonly events: readonly string[]
  readonly data: FindingData
}

export interface CallerSummary {
  readonly principal: string
  readonly client: Client
  readonly network: Network
  /** The VPCs of a `vpc` caller, at most 20, sorted; absent where none is known. */
  readonly vpcs?: readonly string[]
  /** Some of its calls came from VPCs that are not among `vpcs`: events did not tell them, or rows of older versions, or there are too many. */
  readonly otherVpcs?: true
  readonly operations: readonly string[]
  readonly calls: number
  readonly failures: number
  readonly lastSeenAt: string
}

export interface UsageSummary {
  readonly calls: number
  readonly failures: number
  readonly byOperation: Readonly<Record<string, number>>
  /** ISO 8601 UTC of the last cryptographic operation in the window, or null when none was seen. */
  readonly lastUsedAt: string | null
  /** At most 50, the most telling first. */
  readonly callers: readonly CallerSummary[]
  /** How many callers there are beside those listed. */
  readonly moreCallers: number
  /** Calls by UTC hour of day over the window, 24 numbers. */
  readonly hours: readonly number[]
  /**
   * Calls by UTC hour of the week over the window, 168 numbers: weekday * 24 + hour, Monday = 0. Rows that older versions wrote have none:
   * that is no evidence of a quiet hour.
   */
  readonly week?: readonly number[]
}

/** What a verdict looked back over; ISO 8601 UTC. `complete` and `gaps` are those of the full reading. */
export interface Observed {
  readonly from: string
  readonly to: string
  readonly complete: boolean
  readonly gaps: readonly { readonly from: string; readonly to: string }[]
}

/** A row of the readiness table: the contract of `query --format json` and of the HTTP API. */
export interface ReadinessRow extends ResourceEvidence {
  readonly accountId: string
  readonly region: string
  readonly keyId: string
  readonly arn: string
  readonly aliases: readonly string[]
  readonly verdict: Verdict
  readonly rules: RulePack
  readonly facts: KeyFacts
  readonly findings: readonly Finding[]
  readonly usage: UsageSummary
  readonly observed: Observed
  /** ISO 8601 UTC: the asOf of the run that last judged the key. */
  readonly checkedAt: string
  /** ISO 8601 UTC: the asOf of the run in which the verdict last changed. */
  readonly changedAt: string
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  /** Whom the tags name as the owner (`ownerOf`), or null; where a row is shown, whom a person named. Text from outside: hostile. */
  readonly owner: string | null
  readonly secrets: readonly string[]
  readonly unread: readonly UnreadFact[]
  /** Of a key that moved into a KMS instance; rows that older versions wrote have none. */
  readonly afterMove?: AfterMove
  /** Set only where a row is shown: findings that somebody has taken note of. They change no verdict. */
  readonly waivers?: readonly Waiver[]
  /** Set only where a row is shown: the verdict was last checked more than 48 hours ago, and this is what it was then. */
  readonly staleVerdict?: Verdict
}

/** What tables and totals show of a row, without what its verdict stands on. */
export interface KeySummary
  extends Pick<
    ReadinessRow,
    'accountId' | 'region' | 'keyId' | 'aliases' | 'verdict' | 'rules' | 'checkedAt' | 'changedAt' | 'tags'
  > {
  readonly usage: Pick<UsageSummary, 'calls' | 'lastUsedAt'> & {
    readonly callers: readonly Pick<CallerSummary, 'principal'>[]
  }
  readonly observed: Pick<Observed, 'complete' | 'gaps'>
  readonly afterMove?: MoveSummary
  /** Set only where it is shown, and a person named the owner. */
  readonly owner?: string | null
}

/** A change of verdict. `after` null: the key no longer exists. `before` null: first seen. */
export interface Change {
  readonly accountId: string
  readonly region: string
  readonly keyId: string
  /** ISO 8601 UTC: the run's asOf. */
  readonly changedAt: string
  readonly before: Verdict | null
  readonly after: Verdict | null
  /** The rules that decided, or why the key left. */
  readonly why: readonly Text[]
  /** Ids of the deciding events, at most 10. */
  readonly events: readonly string[]
}

/** How many keys changed so in one run. */
export interface ChangeCount extends Pick<Change, 'before' | 'after' | 'changedAt'> {
  readonly keys: number
}

/** Something that kept a run from seeing everything: a row beside the findings, never silence. */
export interface Diagnostic {
  readonly accountId: string
  /** Absent when it concerns the whole account. */
  readonly region?: string
  readonly keyId?: string
  readonly stage: 'inventory' | 'usage' | 'assess'
  readonly status: 'denied' | 'throttled' | 'unreachable' | 'error' | 'skipped' | 'incomplete'
  /** `ListKeys`, `LookupEvents`: what was asked. */
  readonly action: string
  readonly code?: string
  readonly requestId?: string
  /** One line: what happened. */
  readonly message: Text
  /** What to do about it; empty where there is nothing. */
  readonly advice: Text
  /** True when nothing of the scope could be judged because of it. */
  readonly fatal: boolean
  readonly asOf: string
}
