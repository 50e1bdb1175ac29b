import type { AliasHistory } from './alias-history.ts'
import { NO_KEY } from './attribution.ts'
import type { Caller } from './caller.ts'
import type { Use } from './case.ts'
import type { Interval } from './coverage.ts'
import type { KeyIndex } from './key-index.ts'
import { parseKeyReference, SERVICE_ALIAS } from './key-reference.ts'
import type { OwnRanges } from './network.ts'
import { isDeciding } from './operations.ts'
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

/** Sums usage rows into what each key's rules are judged on. Rows come as they are stored, in any order. */
export class Tally {
  readonly #scope: Scope
  readonly #byKey = new Map<string, Map<string, Use>>()
  readonly #hours = new Map<string, number[]>()
  readonly #loose = new Map<string, Use & { readonly reference: string }>()

  constructor(scope: Scope) {
    this.#scope = scope
  }

  add(row: UsageRow): void {
    const { keyIds, open } = this.#resolve(row)
    if (open !== undefined) {
      const use = this.#within(row, this.#scope.window)
      if (use) mergeInto(this.#loose, `${open}\n${identityOf(use)}`, { ...use, reference: open })
    }
    for (const keyId of keyIds) {
      // A deciding operation that was found by name counts, wherever the full reading starts.
      const window = isDeciding(row.operation) ? this.#scope.nominalWindowOf(keyId) : this.#scope.windowOf(keyId)
      const use = window && this.#within(row, window)
      if (!use) continue
      const uses = this.#byKey.get(keyId) ?? new Map<string, Use>()
      this.#byKey.set(keyId, uses)
      mergeInto(uses, identityOf(use), use)
      const hours = this.#hours.get(keyId) ?? Array<number>(24).fill(0)
      this.#hours.set(keyId, hours)
      row.hours.forEach((calls, hour) => {
        hours[hour] = (hours[hour] ?? 0) + calls
      })
    }
  }

  usesOf(keyId: string): readonly Use[] {
    return [...(this.#byKey.get(keyId)?.values() ?? [])]
  }

  /** Calls by UTC hour of day. */
  hoursOf(keyId: string): readonly number[] {
    return this.#hours.get(keyId) ?? Array<number>(24).fill(0)
  }

  /**
   * Calls with an end that names no key. An end that carries a version id is settled where `versionsComplete`: then it is no
   * candidate's, whoever's it is.
   */
  loose(versionsComplete: boolean): { readonly deciding: readonly Use[]; readonly other: readonly Use[] } {
    const open = [...this.#loose.values()].filter((use) => !(versionsComplete && use.reference.startsWith('version:')))
    const uses = open.map(({ reference: _, ...use }) => use)
    return {
      deciding: uses.filter((use) => isDeciding(use.operation)),
      other: uses.filter((use) => !isDeciding(use.operation)),
    }
  }

  /**
   * The keys that a row is about, and what of it is still open. References are asked anew each time: what no key answered to when the event
   * was read may be known by now.
   */
  #resolve(row: UsageRow): { readonly keyIds: readonly string[]; readonly open?: string } {
    if (row.keyId === NO_KEY) return { keyIds: [], open: NO_KEY }
    const [kind, name] = split(row.keyId)
    switch (kind) {
      case 'version': {
        const owners = this.#scope.keys.ownersOfVersion(name)
        if (owners.length === 1) return { keyIds: owners }
        return { keyIds: [], open: owners.length === 0 ? row.keyId : NO_KEY }
      }
      case 'masked': {
        const reference = parseKeyReference(name)
        const like = reference?.kind === 'masked' ? this.#scope.keys.idsLike(reference) : []
        // A mask that fits no key of the scope is a key of somewhere else.
        return like.length > 1 ? { keyIds: [], open: NO_KEY } : { keyIds: like }
      }
      case 'alias': {
        const meaning = this.#scope.aliases.meaning(name, Date.parse(row.firstAt), Date.parse(row.lastAt))
        const keyIds = meaning?.keyIds ?? []
        // Only service keys bear the reserved prefix: listed or not, it is no candidate.
        if (keyIds.length === 0 && name.startsWith(SERVICE_ALIAS)) return { keyIds }
        return meaning?.certain && keyIds.length > 0 ? { keyIds } : { keyIds, open: row.keyId }
      }
      default:
        return { keyIds: [row.keyId] }
    }
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
