import { followCallers } from '../../../shared/domain/after-move/follow.ts'
import type { InstanceLogReading, LoggedCalls } from '../../../shared/domain/after-move/instance-log.ts'
import type { Moved } from '../../../shared/domain/after-move/moved.ts'
import { type CallerUses, UsesAfterMove } from '../../../shared/domain/after-move/uses-after-move.ts'
import type { UsageRow } from '../../../shared/domain/usage.ts'
import { usageRow } from '../store/rows.ts'
import { application } from './case-factory.ts'

export const MOVED = { after: '2026-11-10T00:00:00Z', by: '2026-11-11T00:00:00Z' }
export const AS_OF = '2026-11-20T00:00:00Z'

export const BEFORE = '2026-11-05T10:00:00Z'
export const EARLY = '2026-11-12T10:00:00Z'
export const SINCE = '2026-11-15T10:00:00Z'
export const LATER = '2026-11-16T10:00:00Z'

/** Four calls of one hour, by an application that the log knows too. */
export function calls(at: string, changes: Partial<UsageRow> = {}): UsageRow {
  const hours = hoursOf({ [new Date(at).getUTCHours()]: 4 })
  const event = { id: `event at ${at}`, at }
  const times = { day: at.slice(0, 10), firstAt: at, lastAt: at, hours, calls: 4, failures: 0, events: [event] }
  return usageRow({ keyId: 'key-1', caller: application(), ...times, ...changes })
}

/** Calls by hour of a day: none, but for the hours that are named. */
export function hoursOf(busy: Readonly<Record<number, number>>): readonly number[] {
  return Array.from({ length: 24 }, (_, hour) => busy[hour] ?? 0)
}

/** Two requests of that application, which the instance serves, unless `changes` says otherwise. */
export function logged(changes: Partial<LoggedCalls> = {}): LoggedCalls {
  return {
    ...{ keyId: 'key-1', gateway: 'dedicated', identity: 'ram-role', principalId: '3000', client: 'java' },
    ...{ calls: 2, failures: 0, firstAt: SINCE, lastAt: LATER, lastMadeAt: LATER, request: 'request-1' },
    ...changes,
  }
}

export function readLog(...found: LoggedCalls[]): InstanceLogReading {
  return { asOf: AS_OF, state: 'read', calls: found }
}

/** What becomes of the callers of `rows`. */
export function follow(
  rows: readonly UsageRow[],
  log?: InstanceLogReading,
  changes: { keepSdk?: boolean; asOf?: string } = {},
) {
  const uses = new UsesAfterMove(new Map([['key-1', MOVED]]))
  for (const row of rows) uses.add('key-1', row)
  const { keepSdk = false, asOf = AS_OF } = changes
  const scope = { uses, log, principals: { 3000: 'role/billing' }, applicationsKeepSdk: keepSdk, asOf }
  return followCallers({ keyId: 'key-1', moved: MOVED, complete: true, rotationOff: false }, scope)
}

/** What events show of the one application that made the calls, around a move. */
export function usesAround(moved: Moved, rows: readonly UsageRow[]): CallerUses | undefined {
  const uses = new UsesAfterMove(new Map([['key-1', moved]]))
  for (const row of rows) uses.add('key-1', row)
  return uses.callersOf('key-1').get('role/billing')
}
