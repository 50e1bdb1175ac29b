import type { Client } from '../caller.ts'
import type { Text } from '../messages/message.ts'
import type { Moved } from './moved.ts'

/**
 * How a caller of a moved key stands, the most pressing first. `failing`: its last calls since the move failed, or those of one operation did, and before they worked.
 * `shared-gateway`: it calls through the shared gateway. `silent`: not seen since; that is never `done`. `instance`: it has gone over, by the
 * instance's own log. `cloud-service`: nothing has to change for it.
 */
export const CALLER_STATES = ['failing', 'shared-gateway', 'silent', 'instance', 'cloud-service'] as const
export type CallerState = (typeof CALLER_STATES)[number]

export interface CallerAfterMove {
  /** As in `CallerSummary`, or `aap/<name>` of an application access point. Text from the cloud: hostile. */
  readonly principal: string
  readonly state: CallerState
  /** True where it still has to change, as far as anything shows. */
  readonly left: boolean
  readonly clients: readonly Client[]
  /** Called through the shared gateway since the move. */
  readonly operations: readonly string[]
  /** Of a failing one: the operations whose last calls failed, as far as events tell. Rows of before have none. */
  readonly failingOperations?: readonly string[]
  /** Through the shared gateway since the move, and how many of them failed. */
  readonly calls: number
  readonly failures: number
  /** Through the dedicated gateway since the move, by the instance's log. */
  readonly instanceCalls: number
  /** Of all its calls, those before the move among them; ISO 8601 UTC. */
  readonly lastSeenAt: string
  /** ActionTrail events, or requests of the instance's log where no event shows them; newest first, at most 10. */
  readonly events: readonly string[]
}

/**
 * What the instance's own log in Log Service tells. `not-there`: no such project, logstore or right; it is never switched on by this program.
 * `incomplete`: some of the answer is missing. `not-asked`: no run has asked yet.
 */
export interface InstanceLogState {
  readonly state: 'read' | 'incomplete' | 'not-there' | 'not-asked'
  readonly reason?: Text
}

/** The busiest hour of all that went through the shared gateway; `at` begins it, ISO 8601 UTC. */
export interface PeakHour {
  readonly at: string
  readonly calls: number
}

/** What became of the callers of a key since it moved into a KMS instance. */
export interface AfterMove {
  readonly moved: Moved
  /** When the page's month ends, at the earliest; null where applications keep their SDK. ISO 8601 UTC. */
  readonly closesAt: string | null
  /** Whether all events from `moved.by` on were read. */
  readonly complete: boolean
  readonly instanceLog: InstanceLogState
  /** Callers that still have to change, how many of those fail, and how many only are not seen. */
  readonly left: number
  readonly failing: number
  readonly silent: number
  /** At most 50, the most pressing first. */
  readonly callers: readonly CallerAfterMove[]
  readonly moreCallers: number
  /** Of all moved keys of the account and region, since the first of them moved; null where none was called. */
  readonly peak: PeakHour | null
  /** Automatic rotation was on in the default KMS instance, and was not seen on since. */
  readonly rotationOff: boolean
}

/** What lists show of it. */
export type MoveSummary = Pick<AfterMove, 'left' | 'failing' | 'closesAt' | 'rotationOff'>

/** Whether the key is still called the old way, or rotates no more. */
export function isFollowed({ left, rotationOff }: MoveSummary): boolean {
  return left > 0 || rotationOff
}

/**
 * Whether somebody has to act: calls fail, the page's month runs for who has not changed, or automatic rotation is not on again. Where
 * applications may stay with the shared gateway, their calls alone inform.
 */
export function moveNeedsAttention({ left, failing, closesAt, rotationOff }: MoveSummary): boolean {
  return failing > 0 || (left > 0 && closesAt !== null) || rotationOff
}

/** Operations a second that the shared gateway serves (docs/vendor-facts.md, "After the move"). */
export const SHARED_GATEWAY_QPS = 1_000
/** Days before the end of the month from which on it is told louder. */
export const LAST_DAYS = 7
