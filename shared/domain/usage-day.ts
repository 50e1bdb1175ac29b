import { createHash } from 'node:crypto'
import type { Caller } from './caller.ts'
import { compareTexts } from './compare-texts.ts'
import type { TrailEvent } from './event.ts'
import { hasFailed, outcomeOf } from './outcome.ts'
import { DAY, type Day, HOUR, type Instant, iso } from './time.ts'
import { type EventRef, type GroupedCalls, MAX_EVENTS, type Outcome, type UsageRow } from './usage.ts'

/** More public addresses of one caller in a day than this are counted together, under no address. */
const MAX_ADDRESSES = 64

/** More names in the user agents of one caller in a day than this are counted together, under none. */
const MAX_AGENTS = 16

/** More VPCs of one caller in a day than this are counted together, under none. */
const MAX_VPCS = 16

/** A target that is an alias, alone or beside what settles the call. */
const NAMES_ALIAS = /^(also:)?alias:/

/** True for calls that are counted by the hour: by an alias, which may have moved within the day. */
export function isByHour(targets: readonly string[]): boolean {
  return targets.some((target) => NAMES_ALIAS.test(target))
}

/** The calls of one UTC day as they are summed: flat in memory however many events there are. */
export class UsageDay {
  readonly day: Day
  readonly #rows = new Map<string, OpenRow>()
  readonly #addresses = new Map<string, Set<string>>()
  readonly #agents = new Map<string, Set<string>>()
  readonly #vpcs = new Map<string, Set<string>>()
  /** Of groups that are alike: their rows, where those are of no one hour. */
  readonly #alike = new WeakMap<object, readonly OpenRow[]>()

  constructor(day: Day) {
    this.day = day
  }

  /** Counts an event, or calls of which it is the newest, for each of its targets. The caller sees to it that an event comes once. */
  add(event: TrailEvent, caller: Caller, targets: readonly string[], grouped?: GroupedCalls): void {
    const like = grouped?.like
    const rows = (like && this.#alike.get(like)) ?? this.#rowsOf(event, caller, targets)
    if (like && !isByHour(targets)) this.#alike.set(like, rows)
    for (const row of rows) count(row, event, grouped)
  }

  #rowsOf(event: TrailEvent, caller: Caller, targets: readonly string[]): readonly OpenRow[] {
    const outcome = outcomeOf(event)
    return targets.map((keyId) => {
      const counted = this.#bounded(keyId, event.name, caller)
      const alike = alikeIn(event.name, outcome, counted, NAMES_ALIAS.test(keyId) ? hourOf(event.at) : undefined)
      const name = `${keyId}\n${alike}`
      let row = this.#rows.get(name)
      if (!row) {
        row = {
          keyId,
          series: seriesOf(alike),
          operation: event.name,
          outcome,
          caller: counted,
          calls: 0,
          failures: 0,
          hours: Array(24).fill(0),
          firstAt: event.at,
          lastAt: event.at,
          events: [],
        }
        this.#rows.set(name, row)
      }
      return row
    })
  }

  /** The day's rows in primary key order. */
  rows(): UsageRow[] {
    return [...this.#rows.values()]
      .map(({ firstAt, lastAt, events, ...row }) => ({
        day: this.day,
        ...row,
        firstAt: iso(firstAt),
        lastAt: iso(lastAt),
        events: newestFirst(events),
      }))
      .sort((a, b) => (a.keyId === b.keyId ? compareTexts(a.series, b.series) : compareTexts(a.keyId, b.keyId)))
  }

  /** The caller without what there are too many of: who varies it could fill the table. */
  #bounded(keyId: string, operation: string, caller: Caller): Caller {
    if (caller.address === undefined && caller.agent === undefined && caller.vpc === undefined) return caller
    const { address, agent, vpc, ...rest } = caller
    const name = JSON.stringify([keyId, operation, caller.principal, caller.client])
    const isAddressKept = address !== undefined && isAmongFirst(this.#addresses, name, address, MAX_ADDRESSES)
    const isAgentKept = agent !== undefined && isAmongFirst(this.#agents, name, agent, MAX_AGENTS)
    const isVpcKept = vpc !== undefined && isAmongFirst(this.#vpcs, name, vpc, MAX_VPCS)
    return { ...rest, ...(isAgentKept && { agent }), ...(isVpcKept && { vpc }), ...(isAddressKept && { address }) }
  }
}

/** Whether a value is one of the first `most` that were seen under a name. */
function isAmongFirst(seen: Map<string, Set<string>>, name: string, value: string, most: number): boolean {
  const values = seen.get(name) ?? new Set()
  seen.set(name, values)
  if (values.size < most) values.add(value)
  return values.has(value)
}

interface OpenRow {
  readonly keyId: string
  readonly series: string
  readonly operation: string
  readonly outcome: Outcome
  readonly caller: Caller
  calls: number
  failures: number
  readonly hours: number[]
  firstAt: Instant
  lastAt: Instant
  readonly events: { readonly id: string; readonly at: Instant }[]
}

function count(row: OpenRow, event: TrailEvent, grouped: GroupedCalls | undefined): void {
  const calls = grouped?.calls ?? 1
  row.calls += calls
  row.failures += hasFailed(event) ? calls : 0
  if (grouped?.hours)
    for (const [hour, ofHour] of grouped.hours.entries()) row.hours[hour] = (row.hours[hour] ?? 0) + ofHour
  else {
    const hour = hourOf(event.at)
    row.hours[hour] = (row.hours[hour] ?? 0) + calls
  }
  row.firstAt = Math.min(row.firstAt, grouped?.firstAt ?? event.at)
  row.lastAt = Math.max(row.lastAt, event.at)
  if (grouped) row.events.push(...grouped.newest)
  else row.events.push({ id: event.id, at: event.at })
  if (row.events.length > 2 * MAX_EVENTS) {
    row.events.sort((a, b) => b.at - a.at || compareTexts(a.id, b.id))
    row.events.length = MAX_EVENTS
  }
}

/** What calls of one row have in common. Calls by an alias are kept apart by hour: it may have moved within the day. */
function alikeIn(operation: string, outcome: Outcome, caller: Caller, hour: number | undefined): string {
  const { kind, principal, client, agent, network, vpc, address = '' } = caller
  const parts = [operation, outcome, kind, principal, client, network, address, hour ?? '']
  // Rows without a name in their agent, and without a VPC, keep the series that older versions gave them.
  const more = vpc === undefined ? (agent === undefined ? [] : [agent]) : [agent ?? null, vpc]
  return JSON.stringify([...parts, ...more])
}

/** The same calls give the same series on every reading, in every order of pages. */
function seriesOf(alike: string): string {
  return createHash('sha256').update(alike).digest('hex').slice(0, 24)
}

function hourOf(at: Instant): number {
  return Math.floor((((at % DAY) + DAY) % DAY) / HOUR)
}

function newestFirst(events: readonly { readonly id: string; readonly at: Instant }[]): EventRef[] {
  return [...events]
    .sort((a, b) => b.at - a.at || compareTexts(a.id, b.id))
    .slice(0, MAX_EVENTS)
    .map(({ id, at }) => ({ id, at: iso(at) }))
}
