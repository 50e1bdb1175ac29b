import type { Caller } from './caller.ts'
import type { Interval } from './coverage.ts'
import { type Ability, type Statement, Statements } from './decisions/statements.ts'
import { HourlyCalls, type PeakUse } from './instances/peak-use.ts'
import type { OwnRanges } from './network.ts'
import { isCryptographic, isDeciding, isUnknownOperation } from './operations.ts'
import { type Known, type Open, resolveTarget } from './resolve-target.ts'
import type { Use } from './rule-context.ts'
import { HOUR, hourOfWeek, startOfDay, WEEK_HOURS } from './time.ts'
import { newestEvents, type UsageRow } from './usage.ts'
import { vpcsOf } from './vpcs.ts'

interface Scope extends Known {
  readonly own: OwnRanges
  /** What people said of the calls that events leave open. */
  readonly statements?: Statements
  /** Whether a key can be that of calls whose key somebody said. */
  ability?(keyId: string, row: UsageRow): Ability
  /** The window of a key of the scope; undefined for a key that is none of it. */
  windowOf(keyId: string): Interval | undefined
  /** The same, where the trail had not dropped its oldest edge before it was read. */
  nominalWindowOf(keyId: string): Interval | undefined
  /** Told of each row that is a key's, whatever its window. */
  told?(keyId: string, row: UsageRow): void
  /** Whether a key is one of the default KMS instance. */
  mayMove?(keyId: string): boolean
  /** The longest window that any key of the scope can have. */
  readonly window: Interval
}

/** Calls with an end that names no key, or one of several: `among`, where it can be no other. */
export interface UnattributedUse extends Use {
  readonly among?: readonly string[]
}

/** Sums usage rows into what each key's rules are judged on. Rows come as they are stored, in any order. */
export class UsageAggregator {
  readonly #scope: Scope
  readonly #byKey = new Map<string, Map<string, Use>>()
  readonly #hours = new Map<string, number[]>()
  readonly #weeks = new Map<string, number[]>()
  readonly #peak = new HourlyCalls()
  readonly #statements: Statements
  readonly #saidToBeOthers = new Map<string, UnattributedUse & Pick<Open, 'byVersions'>>()
  readonly #unattributed = new Map<string, UnattributedUse & Pick<Open, 'byVersions'>>()
  readonly #earliest = new Map<string, string>()

  constructor(scope: Scope) {
    this.#scope = scope
    this.#statements = scope.statements ?? new Statements()
  }

  add(row: UsageRow): void {
    // A row of an operation that was unknown when it was read, and is none that uses a key.
    if (!isCryptographic(row.operation) && !isUnknownOperation(row.operation)) return
    const { keyIds, open } = resolveTarget(row.keyId, row, this.#scope)
    const ability = (keyId: string) => this.#scope.ability?.(keyId, row) ?? 'all'
    const said = open && this.#statements.keysOf(row, open.among, ability)
    if (open !== undefined) {
      const use = this.#within(row, this.#scope.window, said?.statement)
      const { reference, ...whose } = open
      const calls = said ? this.#saidToBeOthers : this.#unattributed
      if (use) mergeInto(calls, `${reference}\n${identityOf(use)}`, { ...use, ...whose })
    }
    this.#addToPeak(row, [...keyIds, ...(said?.keyIds ?? [])])
    for (const keyId of keyIds) {
      // An alias may have named another key then.
      if (!row.keyId.includes('alias:')) this.#mark(keyId, row.firstAt)
      this.#count(keyId, row)
    }
    for (const keyId of said?.keyIds ?? []) if (!keyIds.includes(keyId)) this.#count(keyId, row, said?.statement)
  }

  #count(keyId: string, row: UsageRow, said?: Statement): void {
    this.#scope.told?.(keyId, row)
    // A deciding operation that was found by name counts, wherever the full reading starts.
    const window = isDeciding(row.operation) ? this.#scope.nominalWindowOf(keyId) : this.#scope.windowOf(keyId)
    const use = window && this.#within(row, window, said)
    if (!window || !use) return
    const uses = this.#byKey.get(keyId) ?? new Map<string, Use>()
    this.#byKey.set(keyId, uses)
    mergeInto(uses, identityOf(use), use)
    if (!isCryptographic(row.operation)) return
    const hours = this.#hours.get(keyId) ?? Array<number>(24).fill(0)
    this.#hours.set(keyId, hours)
    row.hours.forEach((calls, hour) => {
      hours[hour] = (hours[hour] ?? 0) + calls
    })
    this.#addToWeek(keyId, row, window)
  }

  /** When a call first named the key by its own id or that of a version (ISO 8601 UTC), its window aside. */
  earliestOf(keyId: string): string | undefined {
    return this.#earliest.get(this.#scope.keys.known(keyId) ?? keyId)
  }

  /** Cryptographic operations. */
  usesOf(keyId: string): readonly Use[] {
    return this.#ofKey(keyId).filter(({ operation }) => isCryptographic(operation))
  }

  /** Operations of which nobody here knows what they do with the key that they name. */
  unknownOperationsOf(keyId: string): readonly Use[] {
    return this.#ofKey(keyId).filter(({ operation }) => isUnknownOperation(operation))
  }

  /** Calls by UTC hour of day. */
  hoursOf(keyId: string): readonly number[] {
    return this.#hours.get(this.#scope.keys.known(keyId) ?? keyId) ?? Array<number>(24).fill(0)
  }

  /** The hour with the most calls of all keys that may move. */
  busiest(): PeakUse['busiest'] {
    return this.#peak.busiest()
  }

  /** Calls by hour of the UTC week, those of hours that ended before the window left out. */
  weekOf(keyId: string): readonly number[] {
    return this.#weeks.get(this.#scope.keys.known(keyId) ?? keyId) ?? Array<number>(WEEK_HOURS).fill(0)
  }

  /**
   * Calls with an end that names no key. An end that carries a version id, or the id of no known key, is settled where
   * `versionsComplete`: then it is no candidate's, whoever's it is.
   */
  unattributed(versionsComplete: boolean): Unattributed {
    return partedByOperation(openOf(this.#unattributed, versionsComplete))
  }

  /** Calls that would be among `unattributed`, had nobody said which keys they used. */
  saidToBeOthers(versionsComplete: boolean): Unattributed {
    return partedByOperation(openOf(this.#saidToBeOthers, versionsComplete))
  }

  #addToWeek(keyId: string, row: UsageRow, window: Interval): void {
    const week = this.#weeks.get(keyId) ?? Array<number>(WEEK_HOURS).fill(0)
    this.#weeks.set(keyId, week)
    const midnight = startOfDay(Date.parse(row.firstAt))
    row.hours.forEach((calls, hour) => {
      const at = midnight + hour * HOUR
      if (calls > 0 && at + HOUR > window.from) week[hourOfWeek(at)] = (week[hourOfWeek(at)] ?? 0) + calls
    })
  }

  /** A call that uses two keys is one call. */
  #addToPeak(row: UsageRow, keyIds: readonly string[]): void {
    if (!isCryptographic(row.operation) || !keyIds.some((keyId) => this.#scope.mayMove?.(keyId))) return
    this.#peak.add(Date.parse(row.firstAt), row.hours, this.#scope.window.from)
  }

  #mark(keyId: string, firstAt: string): void {
    const known = this.#earliest.get(keyId)
    if (known === undefined || firstAt < known) this.#earliest.set(keyId, firstAt)
  }

  #ofKey(keyId: string): readonly Use[] {
    return [...(this.#byKey.get(this.#scope.keys.known(keyId) ?? keyId)?.values() ?? [])]
  }

  /** The part of a row that lies in a window, to the hour; its events to the second. */
  #within(row: UsageRow, window: Interval, saidOfKey?: Statement): Use | undefined {
    const first = Date.parse(row.firstAt)
    const last = Date.parse(row.lastAt)
    if (last < window.from || first >= window.to) return undefined
    const midnight = startOfDay(first)
    const outside =
      first >= window.from ? 0 : sum(row.hours.filter((_, hour) => midnight + (hour + 1) * HOUR <= window.from))
    const calls = row.calls - outside
    const saidOfClient = this.#statements.clientOf(row)
    const { vpc, ...caller } = row.caller
    const { agent: _, ...named } = caller
    const said = [saidOfKey, saidOfClient].filter((statement) => statement !== undefined)
    return {
      caller: this.#callerNow(saidOfClient ? { ...named, client: saidOfClient.value.client } : caller),
      operation: row.operation,
      outcome: row.outcome,
      calls,
      failures: Math.min(row.failures, calls),
      firstAt: row.firstAt,
      lastAt: row.lastAt,
      events: row.events.filter(({ at }) => Date.parse(at) >= window.from),
      ...(vpc !== undefined && { vpcs: [vpc] }),
      ...(caller.network === 'vpc' && vpc === undefined && { otherVpcs: true as const }),
      ...(said.length > 0 && { said }),
    }
  }

  #callerNow(caller: Caller): Caller {
    const { address, ...rest } = caller
    return address !== undefined && this.#scope.own.has(address) ? { ...rest, network: 'own-network' } : caller
  }
}

/** Calls with an open end, those of deciding operations apart. */
export interface Unattributed {
  readonly deciding: readonly UnattributedUse[]
  readonly other: readonly UnattributedUse[]
}

function openOf(
  calls: ReadonlyMap<string, UnattributedUse & Pick<Open, 'byVersions'>>,
  versionsComplete: boolean,
): readonly UnattributedUse[] {
  const open = [...calls.values()].filter(({ byVersions }) => !(versionsComplete && byVersions))
  // A version that is not listed yet may be the masked one, whosever it is.
  return open.map(({ byVersions: _, among, ...use }) => (among && versionsComplete ? { ...use, among } : use))
}

function partedByOperation(uses: readonly UnattributedUse[]): Unattributed {
  return {
    deciding: uses.filter((use) => isDeciding(use.operation)),
    other: uses.filter((use) => !isDeciding(use.operation)),
  }
}

function mergeInto<T extends Use>(uses: Map<string, T>, name: string, use: T): void {
  const known = uses.get(name)
  uses.set(
    name,
    known === undefined
      ? use
      : {
          ...known,
          calls: known.calls + use.calls,
          failures: known.failures + use.failures,
          firstAt: known.firstAt < use.firstAt ? known.firstAt : use.firstAt,
          lastAt: known.lastAt > use.lastAt ? known.lastAt : use.lastAt,
          events: newestEvents([...known.events, ...use.events]),
          ...vpcsOf([known, use]),
        },
  )
}

function identityOf(use: Use): string {
  const { kind, principal, client, agent, network, address } = use.caller
  const said = (use.said ?? []).map(({ value }) => value.kind)
  return JSON.stringify([use.operation, use.outcome, kind, principal, client, agent, network, address ?? '', said])
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
