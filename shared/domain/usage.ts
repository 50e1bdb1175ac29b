import type { Caller } from './caller.ts'
import type { Day, Instant } from './time.ts'

/**
 * How a call ended. `made`: it worked, or the service itself failed it (throttled, 5xx), so it was meant and will come again.
 * `refused`: permission or validation refused it. `dry-run`: asked for with DryRun.
 */
export type Outcome = 'made' | 'service-failure' | 'refused' | 'dry-run'

/** An event as evidence: its id and moment (ISO 8601 UTC). */
export interface EventRef {
  readonly id: string
  readonly at: string
}

/**
 * Calls of one series on one UTC day: one operation, caller, client, network and outcome.
 * `keyId` is a key's id, or a reference that no known key answered to when the event was read: `version:<key version id>`,
 * `masked:<beginning>*<end>`, `alias:<name>` or `?` (nothing to go by), with `also:` before it where it leaves nothing open, and `|<key id>,…`
 * behind it where the same calls count for those keys already. Replaced as a whole day, never incremented.
 */
export interface UsageRow {
  readonly day: Day
  readonly keyId: string
  /** Hash of what the row stands for. */
  readonly series: string
  readonly operation: string
  readonly outcome: Outcome
  readonly caller: Caller
  readonly calls: number
  /** Calls that carried an error code. */
  readonly failures: number
  /** Calls by UTC hour, 24 numbers. */
  readonly hours: readonly number[]
  readonly firstAt: string
  readonly lastAt: string
  /** The newest events, at most 10. */
  readonly events: readonly EventRef[]
}

/** Several calls that a source has counted: the same in everything but id and time, and of one UTC hour, or of one UTC day with its hours. */
export interface GroupedCalls {
  readonly calls: number
  /** Calls by UTC hour, 24 numbers. Absent: all are of the newest one's hour. */
  readonly hours?: readonly number[]
  readonly firstAt: Instant
  /** The newest of them, at most 10. */
  readonly newest: readonly { readonly id: string; readonly at: Instant }[]
  /** The same object for groups that differ in nothing but id and time, of whatever hour: what they say is worked out once. */
  readonly like?: object
}

/** The most event ids that a usage row or a finding holds. */
export const MAX_EVENTS = 10
/** The most callers that a readiness row holds. */
export const MAX_CALLERS = 50

/** The newest of several events, at most 10, none twice. */
export function newestEvents(events: readonly EventRef[]): EventRef[] {
  const unique = new Map(events.map((event) => [event.id, event]))
  return [...unique.values()]
    .sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? 1 : -1))
    .slice(0, MAX_EVENTS)
}
