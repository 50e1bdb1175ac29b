import { field, type TrailEvent } from './event.ts'
import { parseKeyReference } from './key-reference.ts'
import type { Instant } from './time.ts'

/** `set`: CreateAlias or UpdateAlias. `gone`: DeleteAlias. `seen`: ListAliases showed it. */
export interface AliasRecord {
  readonly alias: string
  readonly at: Instant
  readonly kind: 'set' | 'gone' | 'seen'
  /** Null where the alias was deleted. */
  readonly keyId: string | null
}

/** What an alias meant at a moment. `certain` false: it may also have meant a key that nothing here names. */
export interface AliasMeaning {
  readonly keyIds: readonly string[]
  readonly certain: boolean
}

/** The record that an alias event of the scope leaves; undefined for any other event, and for one that failed. */
export function aliasRecord(event: TrailEvent): AliasRecord | undefined {
  if (event.errorCode !== '') return undefined
  const alias = field(event.request, 'aliasname')
  if (alias === '') return undefined
  if (event.name === 'DeleteAlias') return { alias, at: event.at, kind: 'gone', keyId: null }
  if (event.name !== 'CreateAlias' && event.name !== 'UpdateAlias') return undefined
  const reference = parseKeyReference(field(event.request, 'keyid'))
  return reference?.kind === 'id' ? { alias, at: event.at, kind: 'set', keyId: reference.id } : undefined
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
   * The keys that an alias meant at a moment. Where the records cannot tell, every key that it is known to have named; undefined when
   * it is not known at all.
   */
  meaning(alias: string, at: Instant): AliasMeaning | undefined {
    const records = this.#records.get(alias)
    if (!records) return undefined
    const before = records.filter((each) => each.at < at).at(-1)
    const during = records.filter((each) => each.at === at)
    const after = records.find((each) => each.at > at)
    const known = distinct(records)
    if (during.length > 0) {
      const near = distinct(before ? [before, ...during] : during)
      return {
        keyIds: near,
        certain: this.#complete && (before !== undefined || during.every((each) => each.kind === 'seen')),
      }
    }
    const telling = before ?? (after?.kind === 'seen' ? after : undefined)
    if (telling?.keyId) return { keyIds: this.#complete ? [telling.keyId] : known, certain: this.#complete }
    // Deleted before: a call that named it then was refused, or the records miss something.
    return { keyIds: known, certain: this.#complete && before?.kind === 'gone' }
  }
}

/** Adds records to those that are kept: none twice, and a sighting only where it tells something new. */
export function mergeAliasRecords(kept: readonly AliasRecord[], added: Iterable<AliasRecord>): AliasRecord[] {
  const all = [...byAlias([...kept, ...added]).values()].flatMap((records) =>
    records.filter((each, index) => {
      const previous = records[index - 1]
      if (previous === undefined) return true
      return each.kind === 'seen' ? previous.keyId !== each.keyId : JSON.stringify(previous) !== JSON.stringify(each)
    }),
  )
  return all.sort((a, b) => a.at - b.at)
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
