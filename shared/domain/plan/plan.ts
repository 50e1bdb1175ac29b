import type { BatchState } from '../decisions/decision.ts'
import type { Standing } from '../decisions/standing.ts'
import type { InstanceFinding } from '../instances/instance-finding.ts'
import type { InstanceKind } from '../instances/instance-kind.ts'
import type { ScopeInstances } from '../instances/known-instances.ts'
import type { ToBuy } from '../instances/to-buy.ts'
import type { Text } from '../messages/message.ts'
import type { Finding, ReadinessRow } from '../readiness.ts'
import type { Scope } from '../scope.ts'
import type { Day, Instant } from '../time.ts'
import type { Verdict } from '../verdict.ts'
import type { DestinationSettings } from './destination.ts'

/**
 * The most keys that are moved at once, and the most secrets
 * (https://www.alibabacloud.com/help/en/kms/key-management-service/use-cases/migration-operation).
 */
export const MAX_BATCH = 50

/** Local days, both ends among them. */
export interface DayRange {
  readonly from: Day
  readonly to: Day
}

/** How people want their batches, as settings say it. */
export interface PlanSettings extends DestinationSettings {
  /** Length of a window in hours, 1 to 24. */
  readonly windowHours: number
  /** Local days on which nothing is moved. */
  readonly freezes: readonly DayRange[]
}

/** A batch that somebody has decided about. */
export type DecidedBatch = Standing<'batch'>

/** Whether the vendor knows of a batch. One that is only planned goes with the plan. */
export function isTold({ value }: DecidedBatch): boolean {
  return value.state !== 'planned'
}

export interface PlanOptions extends PlanSettings {
  /** IANA zone of days, of full hours and of weekdays. */
  readonly timezone: string
  readonly now: Instant
  /** The batches that people have decided about; none where it is not given. */
  readonly decided?: readonly DecidedBatch[]
  /** What was read of KMS instances, of every account and region; nothing where it is not given. */
  readonly instances?: readonly ScopeInstances[]
  /** The earliest local day of a window; tomorrow where it is not given. */
  readonly from?: Day
}

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** A quiet window. Moments are ISO 8601 UTC. */
export interface PlannedWindow {
  readonly from: string
  readonly to: string
  /** On which the window begins, in the plan's zone. */
  readonly weekday: Weekday
  /** Calls with the batch's keys that such hours had on average: whole from 10 on, else with a tenth. Without a week of evidence it says nothing. */
  readonly expectedCalls: number
  /** How often the hours of this window were observed from beginning to end, of the key that was observed least; 0 only where people agreed on it. */
  readonly weeksOfEvidence: number
}

/** Keys that are moved together, and the secrets that follow them. */
export interface Batch {
  /** Stays the same while the same keys are in it, and once it was requested. */
  readonly id: string
  readonly accountId: string
  readonly region: string
  /** The KMS instance, or null where none is configured. */
  readonly destination: string | null
  /** How far it is, once it was requested: its keys are in no other then. Null: nobody has requested it. */
  readonly state: BatchState | null
  /** The number of the vendor's ticket. */
  readonly ticket: string | null
  /** What tags name, as `prod`, or null. */
  readonly environment: string | null
  /** The agreed one where there is. Null: no evidence of a quiet hour, or none is free. `why` says which. */
  readonly window: PlannedWindow | null
  /** At most 50. None in a batch that takes the rest of the secrets of one key. */
  readonly keys: readonly Pick<ReadinessRow, 'keyId' | 'aliases'>[]
  /** Names, at most 50. */
  readonly secrets: readonly string[]
  readonly why: readonly Text[]
}

/** The batch that the vendor was asked to move a key in. */
export interface RequestedIn {
  readonly batch: string
  readonly state: BatchState
  /** The number of the vendor's ticket. */
  readonly ticket: string | null
}

/** A key of the default KMS instance that is not ready, with the findings that decide. */
export interface LeftKey extends Pick<ReadinessRow, 'accountId' | 'region' | 'keyId' | 'aliases'> {
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  /** The batch that the vendor was asked to move it in all the same. */
  readonly requested?: RequestedIn
}

/** Where the keys of one account and region go, and how it fits what all accounts of the region bring there. */
export interface PlannedDestination extends Scope {
  /** Null: none is configured. */
  readonly instance: string | null
  /** Null: nobody has said. */
  readonly kind: InstanceKind | null
  /** The worst first. */
  readonly findings: readonly InstanceFinding[]
  /** What to buy where the region has no instance yet. */
  readonly buy: ToBuy | null
}

/** Which keys are moved together and when. Every key of the default KMS instance stands in one batch or in `left`. */
export interface Plan {
  /** ISO 8601 UTC of the newest verdict that it is made of; null where there is none. */
  readonly asOf: string | null
  readonly timezone: string
  readonly batches: readonly Batch[]
  readonly left: readonly LeftKey[]
  /** Of each account and region with a key of the default KMS instance. */
  readonly destinations: readonly PlannedDestination[]
  /** What was read of the KMS instances there. */
  readonly instances: readonly ScopeInstances[]
}
