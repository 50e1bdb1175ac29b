import type { Caller, CallerKind, Client } from '../caller.ts'
import { HourlyCalls } from '../instances/peak-use.ts'
import { isCryptographic } from '../operations.ts'
import { HOUR, type Instant, startOfDay } from '../time.ts'
import { type EventRef, newestEvents, type UsageRow } from '../usage.ts'
import type { PeakHour } from './after-move.ts'
import type { Moved } from './moved.ts'

/** When calls of one operation worked and failed; ISO 8601 UTC, or '' where none did. */
interface Outcomes {
  lastMadeAt: string
  lastFailedAt: string
}

/** Calls of one caller with one key, on one side of the move; times are ISO 8601 UTC, or '' where there is none. */
export interface Tally {
  calls: number
  failures: number
  lastAt: string
  lastMadeAt: string
  lastFailedAt: string
  readonly operations: Map<string, Outcomes>
  events: readonly EventRef[]
}

/** What events show of one caller of a moved key. */
export interface CallerUses {
  readonly kinds: Set<CallerKind>
  readonly clients: Set<Client>
  readonly before: Tally
  readonly since: Tally
}

/**
 * Parts the calls with moved keys into those before the move and those since. What lies between the two runs that the move lies between
 * counts as before: it may have been.
 */
export class UsesAfterMove {
  readonly #moved: ReadonlyMap<string, Moved>
  readonly #byKey = new Map<string, Map<string, CallerUses>>()
  readonly #hours = new HourlyCalls()

  constructor(moved: ReadonlyMap<string, Moved>) {
    this.#moved = moved
  }

  add(keyId: string, row: UsageRow): void {
    const moved = this.#moved.get(keyId)
    if (!moved || !isCryptographic(row.operation)) return
    const callers = this.#byKey.get(keyId) ?? new Map<string, CallerUses>()
    this.#byKey.set(keyId, callers)
    const uses = usesOf(callers, row.caller)
    const by = Date.parse(moved.by)
    if (Date.parse(row.lastAt) < by) {
      count(uses.before, row, row.calls, row.lastAt, [])
      return
    }
    const events = row.events.filter(({ at }) => Date.parse(at) >= by)
    const isWhole = Date.parse(row.firstAt) >= by
    // Of the hour of the move only the events tell on which side they are: the last call is one of them at least.
    const calls = isWhole ? row.calls : Math.max(1, events.length, callsFrom(row, by))
    if (!isWhole) count(uses.before, row, row.calls - calls, row.firstAt, [])
    count(uses.since, row, calls, row.lastAt, events)
    if (row.caller.kind !== 'cloud-service') this.#hours.add(Date.parse(row.firstAt), row.hours, by)
  }

  /** The callers of a key by principal. */
  callersOf(keyId: string): ReadonlyMap<string, CallerUses> {
    return this.#byKey.get(keyId) ?? new Map()
  }

  /** The busiest hour since the moves, over all keys; cloud services left out. */
  get peak(): PeakHour | null {
    const busiest = this.#hours.busiest()
    return busiest && { at: busiest.from, calls: busiest.calls }
  }
}

export function noCalls(): Tally {
  return { calls: 0, failures: 0, lastAt: '', lastMadeAt: '', lastFailedAt: '', operations: new Map(), events: [] }
}

function usesOf(callers: Map<string, CallerUses>, { principal, kind, client }: Caller): CallerUses {
  const known = callers.get(principal) ?? {
    ...{ kinds: new Set<CallerKind>(), clients: new Set<Client>() },
    ...{ before: noCalls(), since: noCalls() },
  }
  callers.set(principal, known)
  known.kinds.add(kind)
  known.clients.add(client)
  return known
}

function count(tally: Tally, row: UsageRow, calls: number, lastAt: string, events: readonly EventRef[]): void {
  const { outcome, operation } = row
  const hasFailed = outcome === 'refused' || outcome === 'service-failure'
  tally.calls += calls
  if (hasFailed) tally.failures += calls
  tally.lastAt = later(tally.lastAt, lastAt)
  const own = tally.operations.get(operation) ?? { lastMadeAt: '', lastFailedAt: '' }
  tally.operations.set(operation, own)
  for (const each of [tally, own]) {
    if (outcome === 'made') each.lastMadeAt = later(each.lastMadeAt, lastAt)
    if (hasFailed) each.lastFailedAt = later(each.lastFailedAt, lastAt)
  }
  tally.events = newestEvents([...tally.events, ...events])
}

/** Calls of the hours that begin at the moment or behind it. */
function callsFrom({ firstAt, hours }: UsageRow, from: Instant): number {
  const midnight = startOfDay(Date.parse(firstAt))
  return hours.reduce((sum, calls, hour) => (midnight + hour * HOUR >= from ? sum + calls : sum), 0)
}

/** The later of two moments, of which '' is none. */
export function later(a: string, b: string): string {
  return a > b ? a : b
}
