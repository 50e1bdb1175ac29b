import type { TrailEvent } from './event.ts'
import { texts } from './event-values.ts'
import { parseKeyReference } from './key-reference.ts'
import { normalForm } from './normal-form.ts'
import { ALIAS_OPERATIONS } from './operations.ts'
import { outcomeOf } from './outcome.ts'
import { type Instant, SECOND } from './time.ts'

/** Stands for the alias of an event that does not tell which one it moved: it may have been any. */
export const ANY_ALIAS = '*'

/**
 * `set`: CreateAlias or UpdateAlias. `gone`: DeleteAlias. `maybe`: a `set` that failed on the service's side, and may have been applied all
 * the same. `seen`: ListAliases showed it.
 */
export interface AliasRecord {
  /** An alias, or `*`. */
  readonly alias: string
  readonly at: Instant
  readonly kind: 'set' | 'gone' | 'maybe' | 'seen'
  /** Null where the alias was deleted, or was set to a key that the event does not tell (a masked id). */
  readonly keyId: string | null
}

/** What an alias meant: ids in their normal form. `certain` false: it may also have meant a key that nothing here names. */
export interface AliasMeaning {
  readonly keyIds: readonly string[]
  readonly certain: boolean
}

/** The records that an alias event of the scope leaves; none for any other event, and for one that was refused. */
export function aliasRecords(event: TrailEvent): readonly AliasRecord[] {
  if (!(ALIAS_OPERATIONS as readonly string[]).includes(event.name)) return []
  const outcome = outcomeOf({ ...event, dryRun: false })
  if (outcome === 'refused') return []
  // Alias operations know no dry run: whether KMS minds one, nobody here can tell.
  const isDone = outcome === 'made' && !event.dryRun
  const names = texts(event.request, 'aliasname').flatMap((text) => {
    const alias = parseKeyReference(text)
    return alias?.kind === 'alias' ? [alias.alias] : []
  })
  const { at } = event
  // Nobody can say which alias it moved: its name is masked or missing, and what stands among the resources need not be all.
  if (names.length === 0) return [{ alias: ANY_ALIAS, at, kind: 'set', keyId: null }]
  const aliases = [...new Set(names)]
  if (event.name === 'DeleteAlias') {
    // Whether it is still there or not, what it named is the same.
    return isDone ? aliases.map((alias) => ({ alias, at, kind: 'gone', keyId: null })) : []
  }
  const ids = texts(event.request, 'keyid').flatMap((text) => {
    const key = parseKeyReference(text)
    return key?.kind === 'id' ? [key.id] : []
  })
  const keyIds = ids.length > 0 ? [...new Set(ids)] : [null]
  const kind = isDone ? 'set' : 'maybe'
  return aliases.flatMap((alias) => keyIds.map((keyId) => ({ alias, at, kind, keyId })))
}

/** What an alias may have meant in a time in which no record lies. */
interface State {
  readonly keyIds: ReadonlySet<string>
  readonly certain: boolean
}

/** Who an alias named and when, from events and from what was listed each night. */
export class AliasHistory {
  readonly #records: ReadonlyMap<string, readonly AliasRecord[]>
  readonly #complete: boolean

  /** `complete`: every alias event of the window is among the records. */
  constructor(records: Iterable<AliasRecord>, complete: boolean) {
    this.#records = byAlias(records)
    this.#complete = complete
  }

  /**
   * The keys that an alias meant at any moment from `first` to `last`, both included. Where the records cannot tell, every key that it is
   * known to have named; undefined when it is not known at all.
   */
  meaning(alias: string, first: Instant, last: Instant): AliasMeaning | undefined {
    const records = this.#records.get(alias)
    if (!records) return undefined
    const known = keysOf(records)
    const steps = stepsOf([...records, ...(this.#records.get(ANY_ALIAS) ?? [])])
    const states = timeline(steps, known)
    // Step n lies between state n and state n + 1; a call in its second may have come before it or after.
    const meant = states.filter((_, n) => {
      const from = steps[n - 1]?.at ?? Number.NEGATIVE_INFINITY
      const to = steps[n]?.at ?? Number.POSITIVE_INFINITY
      return secondOf(first) <= to && secondOf(last) >= from
    })
    const certain = this.#complete && meant.every((state) => state.certain)
    return { keyIds: [...(certain ? new Set(meant.flatMap(({ keyIds }) => [...keyIds])) : known)], certain }
  }
}

/** All records of one second: events know no finer time, so their order within it is open. */
interface Step {
  readonly at: Instant
  readonly records: readonly AliasRecord[]
}

function stepsOf(records: readonly AliasRecord[]): readonly Step[] {
  const steps = new Map<Instant, AliasRecord[]>()
  for (const record of records) steps.set(secondOf(record.at), [...(steps.get(secondOf(record.at)) ?? []), record])
  return [...steps].map(([at, each]) => ({ at, records: each })).sort((a, b) => a.at - b.at)
}

/**
 * The states before, between and after the steps. What ListAliases shows tells what was right before, since nothing moved it in between; where
 * that is not what the alias was moved to, something is missing from the records.
 */
function timeline(steps: readonly Step[], known: ReadonlySet<string>): readonly State[] {
  const open: State = { keyIds: known, certain: false }
  const forward = [open]
  for (const { records } of steps) forward.push(after(forward.at(-1) ?? open, records, known))
  return forward.map((state, n) => {
    const next = steps[n]?.records
    if (next === undefined || next.some(({ kind }) => kind !== 'seen')) return state
    const shown = keysOf(next)
    return state.certain && [...shown].some((keyId) => !state.keyIds.has(keyId))
      ? open
      : { keyIds: shown, certain: true }
  })
}

function after(before: State, records: readonly AliasRecord[], known: ReadonlySet<string>): State {
  if (records.some((each) => each.kind !== 'gone' && each.keyId === null)) return { keyIds: known, certain: false }
  const keyIds = keysOf(records)
  if (records.every(({ kind }) => kind === 'maybe')) {
    return { keyIds: new Set([...before.keyIds, ...keyIds]), certain: before.certain }
  }
  // Deleted: a call that named it then was refused, or the records miss something.
  return { keyIds: keyIds.size > 0 ? keyIds : known, certain: true }
}

function keysOf(records: readonly AliasRecord[]): ReadonlySet<string> {
  return new Set(records.flatMap(({ keyId }) => (keyId === null ? [] : [normalForm(keyId)])))
}

/**
 * Adds records to those that are kept: none twice, and of sightings of one key in a row the first and the last, which say how long it was
 * so.
 */
export function mergeAliasRecords(kept: readonly AliasRecord[], added: Iterable<AliasRecord>): AliasRecord[] {
  const unique = new Map(
    [...kept, ...added].map((each) => [`${each.alias}\n${each.at}\n${each.kind}\n${each.keyId}`, each]),
  )
  const all = [...byAlias(unique.values()).values()].flatMap((records) =>
    records.filter(
      (each, n) => each.kind !== 'seen' || !isSameSight(each, records[n - 1]) || !isSameSight(each, records[n + 1]),
    ),
  )
  return all.sort((a, b) => a.at - b.at)
}

function isSameSight(a: AliasRecord, b: AliasRecord | undefined): boolean {
  return b?.kind === 'seen' && a.keyId === b.keyId
}

function byAlias(records: Iterable<AliasRecord>): Map<string, AliasRecord[]> {
  const map = new Map<string, AliasRecord[]>()
  for (const record of records) {
    const list = map.get(record.alias)
    if (list) list.push(record)
    else map.set(record.alias, [record])
  }
  for (const list of map.values()) list.sort((a, b) => a.at - b.at)
  return map
}

function secondOf(at: Instant): Instant {
  return Math.floor(at / SECOND) * SECOND
}
