import { type TrailEvent, texts } from './event.ts'
import { parseKeyReference } from './key-reference.ts'
import type { Instant } from './time.ts'

/** `set`: CreateAlias or UpdateAlias. `gone`: DeleteAlias. `seen`: ListAliases showed it. */
export interface AliasRecord {
  readonly alias: string
  readonly at: Instant
  readonly kind: 'set' | 'gone' | 'seen'
  /** Null where the alias was deleted, or was set to a key that the event does not tell (a masked id). */
  readonly keyId: string | null
}

/** What an alias meant. `certain` false: it may also have meant a key that nothing here names. */
export interface AliasMeaning {
  readonly keyIds: readonly string[]
  readonly certain: boolean
}

/** The record that an alias event of the scope leaves; undefined for any other event, and for one that failed. */
export function aliasRecord(event: TrailEvent): AliasRecord | undefined {
  if (event.errorCode !== '') return undefined
  const alias = parseKeyReference(texts(event.request, 'aliasname')[0] ?? '')
  if (alias?.kind !== 'alias') return undefined
  const record = { alias: alias.alias, at: event.at }
  if (event.name === 'DeleteAlias') return { ...record, kind: 'gone', keyId: null }
  if (event.name !== 'CreateAlias' && event.name !== 'UpdateAlias') return undefined
  const named = texts(event.request, 'keyid').flatMap((text) => parseKeyReference(text) ?? [])
  const id = named.find((reference) => reference.kind === 'id')
  return { ...record, kind: 'set', keyId: id?.id ?? null }
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
    const moments = [first, last, ...records.map(({ at }) => at).filter((at) => first < at && at < last)]
    const meanings = moments.map((at) => this.#meaningAt(records, at))
    return {
      keyIds: [...new Set(meanings.flatMap(({ keyIds }) => keyIds))],
      certain: this.#complete && meanings.every(({ certain }) => certain),
    }
  }

  #meaningAt(records: readonly AliasRecord[], at: Instant): AliasMeaning {
    const known = distinct(records)
    const before = records.filter((each) => each.at < at).at(-1)
    const during = records.filter((each) => each.at === at)
    if (during.length > 0) {
      const near = before ? [before, ...during] : during
      const certain = near.every(isTold) && (before !== undefined || during.every((each) => each.kind === 'seen'))
      return { keyIds: certain ? distinct(near) : known, certain }
    }
    const after = records.find((each) => each.at > at)
    const telling = before ?? (after?.kind === 'seen' ? after : undefined)
    if (this.#complete && telling?.keyId) return { keyIds: [telling.keyId], certain: true }
    // Deleted before: a call that named it then was refused, or the records miss something.
    return { keyIds: known, certain: before?.kind === 'gone' }
  }
}

/** Adds records to those that are kept: none twice, and a sighting only where it tells something new. */
export function mergeAliasRecords(kept: readonly AliasRecord[], added: Iterable<AliasRecord>): AliasRecord[] {
  const all = [...byAlias([...kept, ...added]).values()].flatMap((records) =>
    records.filter((each, index) => {
      const previous = records[index - 1]
      if (previous === undefined) return true
      return each.kind === 'seen' ? previous.keyId !== each.keyId : !isSame(previous, each)
    }),
  )
  return all.sort((a, b) => a.at - b.at)
}

function isTold(record: AliasRecord): boolean {
  return record.kind === 'gone' || record.keyId !== null
}

function isSame(a: AliasRecord, b: AliasRecord): boolean {
  return a.alias === b.alias && a.at === b.at && a.kind === b.kind && a.keyId === b.keyId
}

function byAlias(records: Iterable<AliasRecord>): Map<string, AliasRecord[]> {
  const map = new Map<string, AliasRecord[]>()
  for (const record of records) {
    const list = map.get(record.alias)
    if (list) list.push(record)
    else map.set(record.alias, [record])
  }
  for (const list of map.values()) list.sort((a, b) => a.at - b.at || order(a) - order(b))
  return map
}

function order(record: AliasRecord): number {
  return record.kind === 'seen' ? 1 : 0
}

function distinct(records: readonly AliasRecord[]): string[] {
  return [...new Set(records.flatMap((each) => (each.keyId === null ? [] : [each.keyId])))]
}
