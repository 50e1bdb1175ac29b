import { ALIAS_OPERATIONS, DECIDING_OPERATIONS } from '../shared/domain/operations.ts'
import { MAX_LOOKUP, TRAIL_RETENTION } from '../shared/domain/window.ts'

/** The most events of a LookupEvents page, and its calls a second and account (API reference, LookupEvents). */
const PAGE = 50
export const TRAIL_QUOTA = 2
export const TRAIL_EVENTS_A_SECOND = PAGE * TRAIL_QUOTA
/** Operations that are looked up by name before everything is read. */
export const LOOKUPS_BY_NAME = ALIAS_OPERATIONS.length + DECIDING_OPERATIONS.length

/** The fewest lookups that read this many events of 90 days: full pages, and a single one for each window of a name that never occurs. */
export function lookupsNeeded(events: number): number {
  const windows = Math.ceil(TRAIL_RETENTION / MAX_LOOKUP)
  return Math.max(windows, Math.ceil(events / PAGE)) + LOOKUPS_BY_NAME * windows
}
