import type { BatchState } from '../decisions/decision.ts'
import type { ProtectionLevel } from '../key.ts'
import type { PlannedWindow } from '../plan/plan.ts'
import type { CallerSummary, Finding, Observed, ReadinessRow } from '../readiness.ts'
import type { Scenario } from '../resources/scenario.ts'
import type { Step } from '../steps/step.ts'
import type { Verdict } from '../verdict.ts'

/** What a request says of one key. Texts come from the cloud: hostile. */
export interface RequestedKey
  extends Pick<ReadinessRow, 'accountId' | 'region' | 'keyId' | 'arn' | 'aliases' | 'owner' | 'rules' | 'secrets'> {
  /** As it is shown now: of a batch that was requested before, a key may be ready no longer. */
  readonly verdict: Verdict
  readonly keySpec: string | null
  /** Null: KMS did not say. */
  readonly protectionLevel: ProtectionLevel | null
  readonly scenario: Scenario | null
  readonly calls: number
  readonly lastUsedAt: string | null
  readonly observed: Pick<Observed, 'from' | 'to' | 'complete'>
  readonly callers: readonly CallerSummary[]
  readonly moreCallers: number
  /** A person's statement settles what its events leave open. */
  readonly byStatement: boolean
  /** Those that decide. */
  readonly findings: readonly Finding[]
  readonly steps: readonly Step[]
}

/** What a batch lacks, and nobody but its planner can give. `window-past`: it was agreed, and is over. */
export type Missing = 'window' | 'window-past' | 'destination'

/** A batch of the plan, or one that somebody has requested, as the vendor is asked for it. */
export interface RequestedBatch {
  readonly id: string
  readonly accountId: string
  readonly region: string
  /** `ticket`: technical support moves the keys (page of 2023-09). `tool`: the console's migration tool does (page of 2024-11). */
  readonly way: 'ticket' | 'tool'
  readonly destination: string | null
  /** ISO 8601 UTC. */
  readonly window: Pick<PlannedWindow, 'from' | 'to'> | null
  /** The window is the one that was agreed with the vendor, not the plan's. */
  readonly agreed: boolean
  /** What the plan knows of its own window; null where it is another, or has no evidence. */
  readonly expected: Pick<PlannedWindow, 'expectedCalls' | 'weeksOfEvidence'> | null
  /** How far it is; null: nobody has decided about it. */
  readonly state: BatchState | null
  /** The number of the vendor's ticket. */
  readonly ticket: string | null
  /** Keys that are to move. */
  readonly keys: readonly RequestedKey[]
  /** Keys that were ready when it was requested, and are not any more. */
  readonly notReady: readonly RequestedKey[]
  /** Keys that are in a KMS instance by now. */
  readonly moved: readonly RequestedKey[]
  /** Ids of keys that the table no longer has. */
  readonly gone: readonly string[]
  /** Names. */
  readonly secrets: readonly string[]
  readonly missing: readonly Missing[]
}

/** The keys of one account and region that the page sends to technical support. */
export interface SupportCase {
  readonly accountId: string
  readonly region: string
  readonly keys: readonly RequestedKey[]
}

/** What the vendor is to be asked for. */
export interface MigrationRequest {
  /** ISO 8601 UTC of the newest verdict in it; null where there is none. */
  readonly asOf: string | null
  /** IANA zone of the windows' clocks. */
  readonly timezone: string
  readonly batches: readonly RequestedBatch[]
  readonly support: readonly SupportCase[]
}
