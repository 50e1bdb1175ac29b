import type { KeySummary } from '../../domain/readiness.ts'
import type { Scope } from '../../domain/scope.ts'

/** Another form is another program's, whose rows are read instead. */
const FORM = 2

/**
 * The summaries of a scope's keys: what several keys have in common stands once, as JSON, and they have its place. Most of it stands in other scopes too, and
 * who reads many of them parses it once.
 */
export interface PackedKeys extends Scope {
  readonly form: typeof FORM
  readonly shared: readonly string[]
  readonly keys: readonly PackedKey[]
}

type PackedKey = readonly [
  keyId: string,
  aliases: KeySummary['aliases'],
  calls: number,
  lastUsedAt: string | null,
  ...shared: readonly number[],
]

/** The values whose places stand behind a key, in this order. */
type Shared = [
  verdict: KeySummary['verdict'],
  rules: KeySummary['rules'],
  callers: KeySummary['usage']['callers'],
  observed: KeySummary['observed'],
  checkedAt: string,
  changedAt: string,
  tags: KeySummary['tags'],
  /** Null: the key has not moved. */
  afterMove: NonNullable<KeySummary['afterMove']> | null,
]

/** Packs the summaries of one scope. */
export function packKeys({ accountId, region }: Scope, summaries: readonly KeySummary[]): PackedKeys {
  const shared: string[] = []
  const places = new Map<string, number>()
  const placeOf = (value: unknown): number => {
    const text = JSON.stringify(value)
    const place = places.get(text) ?? shared.push(text) - 1
    places.set(text, place)
    return place
  }
  const keys = summaries.map((summary): PackedKey => {
    const { keyId, aliases, usage, verdict, rules, observed, checkedAt, changedAt, tags, afterMove = null } = summary
    const values: Shared = [verdict, rules, usage.callers, observed, checkedAt, changedAt, tags, afterMove]
    return [keyId, aliases, usage.calls, usage.lastUsedAt, ...values.map(placeOf)]
  })
  return { form: FORM, accountId, region, shared, keys }
}

export function isReadable({ form }: PackedKeys): boolean {
  return form === FORM
}

/** Unpacks what was packed of scopes; what they have in common is one and the same in all of them. */
export class KeyUnpacker {
  readonly #values = new Map<string, unknown>()

  /** The summaries; undefined where this version does not know the form. */
  unpack(packed: PackedKeys): readonly KeySummary[] | undefined {
    if (!isReadable(packed)) return undefined
    const { accountId, region, shared, keys } = packed
    const values = shared.map((text) => this.#valueOf(text))
    return keys.map(([keyId, aliases, calls, lastUsedAt, ...places]) => {
      const own = places.map((place) => values[place]) as Shared
      const [verdict, rules, callers, observed, checkedAt, changedAt, tags, afterMove] = own
      const usage = { calls, lastUsedAt, callers }
      const summary = { accountId, region, keyId, aliases, verdict, rules, usage, observed, checkedAt, changedAt, tags }
      return afterMove === null ? summary : { ...summary, afterMove }
    })
  }

  #valueOf(text: string): unknown {
    const known = this.#values.get(text)
    if (known !== undefined) return known
    const value: unknown = JSON.parse(text)
    this.#values.set(text, value)
    return value
  }
}
