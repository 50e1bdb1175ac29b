import type { AliasHistory } from './alias-history.ts'
import { ALSO, BESIDE, NO_KEY } from './attribution.ts'
import type { Caller } from './caller.ts'
import type { Use } from './case.ts'
import type { Interval } from './coverage.ts'
import type { KeyIndex } from './key-index.ts'
import { isWellFormedId, KEY_ARN, parseKeyReference, SERVICE_ALIAS } from './key-reference.ts'
import type { OwnRanges } from './network.ts'
import { isCryptographic, isDeciding, isUnknownOperation } from './operations.ts'
import { HOUR, startOfDay } from './time.ts'
import { newestEvents, type UsageRow } from './usage.ts'

interface Scope {
  readonly keys: KeyIndex
  readonly aliases: AliasHistory
  readonly own: OwnRanges
  /** The window of a key of the scope; undefined for a key that is none of it. */
  windowOf(keyId: string): Interval | undefined
  /** The same, where the trail had not dropped its oldest edge before it was read. */
  nominalWindowOf(keyId: string): Interval | undefined
  /** The longest window that any key of the scope can have. */
  readonly window: Interval
}

/** What is open of a row: whose it may be. */
interface Open {
  readonly reference: string
  /** Told once every candidate's list of versions is complete: then it is none of theirs. */
  readonly byVersions?: boolean
  /** The keys that it may be, where not all. */
  readonly among?: readonly string[]
}

/** Calls with an end that names no key, or one of several: `among`, where it can be no other. */
export interface LooseUse extends Use {
  readonly among?: readonly string[]
}

/** Sums usage rows into what each key's rules are judged on. Rows come as they are stored, in any order. */
export class Tally {
  readonly #scope: Scope
  readonly #byKey = new Map<string, Map<string, Use>>()
  readonly #hours = new Map<string, number[]>()
  readonly #loose = new Map<string, LooseUse & Pick<Open, 'byVersions'>>()

  constructor(scope: Scope) {
    this.#scope = scope
  }

  add(row: UsageRow): void {
    // A row of an operation that was unknown when it was read, and is none that uses a key.
    if (!isCryptographic(row.operation) && !isUnknownOperation(row.operation)) return
    const { keyIds, open } = this.#resolve(row.keyId, row)
    if (open !== undefined) {
      const use = this.#within(row, this.#scope.window)
      const { reference, ...whose } = open
      if (use) mergeInto(this.#loose, `${reference}\n${identityOf(use)}`, { ...use, ...whose })
    }
    for (const keyId of keyIds) {
      // A deciding operation that was found by name counts, wherever the full reading starts.
      const window = isDeciding(row.operation) ? this.#scope.nominalWindowOf(keyId) : this.#scope.windowOf(keyId)
      const use = window && this.#within(row, window)
      if (!use) continue
      const uses = this.#byKey.get(keyId) ?? new Map<string, Use>()
      this.#byKey.set(keyId, uses)
      mergeInto(uses, identityOf(use), use)
      if (!isCryptographic(row.operation)) continue
      const hours = this.#hours.get(keyId) ?? Array<number>(24).fill(0)
      this.#hours.set(keyId, hours)
      row.hours.forEach((calls, hour) => {
        hours[hour] = (hours[hour] ?? 0) + calls
      })
    }
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

  /**
   * Calls with an end that names no key. An end that carries a version id, or the id of no known key, is settled where
   * `versionsComplete`: then it is no candidate's, whoever's it is.
   */
  loose(versionsComplete: boolean): { readonly deciding: readonly LooseUse[]; readonly other: readonly LooseUse[] } {
    const open = [...this.#loose.values()].filter(({ byVersions }) => !(versionsComplete && byVersions))
    // A version that is not listed yet may be the masked one, whosever it is.
    const uses = open.map(({ byVersions: _, among, ...use }) => (among && versionsComplete ? { ...use, among } : use))
    return {
      deciding: uses.filter((use) => isDeciding(use.operation)),
      other: uses.filter((use) => !isDeciding(use.operation)),
    }
  }

  #ofKey(keyId: string): readonly Use[] {
    return [...(this.#byKey.get(this.#scope.keys.known(keyId) ?? keyId)?.values() ?? [])]
  }

  /**
   * The keys that a target is, and what of it is still open. References are asked anew each time: what no key answered to when the event
   * was read may be known by now.
   */
  #resolve(target: string, row: UsageRow): { readonly keyIds: readonly string[]; readonly open?: Open } {
    const [reference = '', beside] = target.split(BESIDE)
    if (beside !== undefined) {
      const counted = beside.split(',').map((id) => this.#scope.keys.known(id) ?? id)
      const { keyIds, ...rest } = this.#resolve(reference, row)
      return { keyIds: keyIds.filter((id) => !counted.includes(id)), ...rest }
    }
    if (target.startsWith(ALSO)) return { keyIds: this.#resolve(target.slice(ALSO.length), row).keyIds }
    if (target === NO_KEY) return { keyIds: [], open: { reference: NO_KEY } }
    const { keys } = this.#scope
    const [kind, name] = split(target)
    switch (kind) {
      case 'version':
        return oneOf(keys.ownersOfVersion(name), target)
      case 'masked': {
        const reference = parseKeyReference(name)
        return oneOf(reference?.kind === 'masked' ? keys.like(reference) : [], target)
      }
      case 'alias':
        return this.#resolveAlias(name, row)
      default: {
        const known = keys.ownersOfVersion(KEY_ARN.exec(target)?.[4] ?? target)
        // A key of another account or region, whoever's it is.
        if (known.length === 0 && KEY_ARN.test(target)) return { keyIds: [] }
        // What an older version took for an id, and is none, may have been any key's.
        return known.length > 0 || isWellFormedId(target)
          ? oneOf(known, target)
          : { keyIds: [], open: { reference: NO_KEY } }
      }
    }
  }

  #resolveAlias(name: string, row: UsageRow): { readonly keyIds: readonly string[]; readonly open?: Open } {
    const meaning = this.#scope.aliases.meaning(name, Date.parse(row.firstAt), Date.parse(row.lastAt))
    const { keys } = this.#scope
    const keyIds = (meaning?.keyIds ?? []).map((id) => keys.known(id) ?? id)
    // Only service keys bear the reserved prefix: listed or not, it is no candidate.
    if (keyIds.length === 0 && name.startsWith(SERVICE_ALIAS)) return { keyIds }
    const certain = meaning?.certain && keyIds.every((id) => keys.known(id) !== undefined || isWellFormedId(id))
    return certain && keyIds.length > 0 ? { keyIds } : { keyIds, open: { reference: `alias:${name}` } }
  }

  /** The part of a row that lies in a window, to the hour; its events to the second. */
  #within(row: UsageRow, window: Interval): Use | undefined {
    const first = Date.parse(row.firstAt)
    const last = Date.parse(row.lastAt)
    if (last < window.from || first >= window.to) return undefined
    const midnight = startOfDay(first)
    const outside =
      first >= window.from ? 0 : sum(row.hours.filter((_, hour) => midnight + (hour + 1) * HOUR <= window.from))
    const calls = row.calls - outside
    return {
      caller: this.#callerNow(row.caller),
      operation: row.operation,
      outcome: row.outcome,
      calls,
      failures: Math.min(row.failures, calls),
      firstAt: row.firstAt,
      lastAt: row.lastAt,
      events: row.events.filter(({ at }) => Date.parse(at) >= window.from),
    }
  }

  #callerNow(caller: Caller): Caller {
    const { address, ...rest } = caller
    return address !== undefined && this.#scope.own.has(address) ? { ...rest, network: 'own-network' } : caller
  }
}

/** One key is the one; several leave it open among them; none does until every version is known. */
function oneOf(keyIds: readonly string[], reference: string): { keyIds: readonly string[]; open?: Open } {
  if (keyIds.length === 1) return { keyIds }
  return { keyIds: [], open: keyIds.length === 0 ? { reference, byVersions: true } : { reference, among: keyIds } }
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
        },
  )
}

function identityOf(use: Use): string {
  const { kind, principal, client, network, address } = use.caller
  return JSON.stringify([use.operation, use.outcome, kind, principal, client, network, address ?? ''])
}

function split(reference: string): readonly [string, string] {
  const colon = reference.indexOf(':')
  return [reference.slice(0, colon), reference.slice(colon + 1)]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
