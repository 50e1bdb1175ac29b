import type { KeySummary } from '../../domain/readiness.ts'
import type { Scope } from '../../domain/scope.ts'

/** Another form is another program's, whose rows are read instead. */
const FORM = 1

/** The summaries of a scope's keys: what several keys have in common stands once, and they have its place. */
export interface PackedKeys extends Scope {
  readonly form: typeof FORM
  readonly shared: readonly unknown[]
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
  const shared: unknown[] = []
  const places = new Map<string, number>()
  const placeOf = (value: unknown): number => {
    const text = JSON.stringify(value)
    const place = places.get(text) ?? shared.push(value) - 1
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

/** The summaries that were packed; undefined where this version does not know the form. */
export function unpackKeys({ form, accountId, region, shared, keys }: PackedKeys): readonly KeySummary[] | undefined {
  if (form !== FORM) return undefined
  return keys.map(([keyId, aliases, calls, lastUsedAt, ...places]) => {
    const values = places.map((place) => shared[place]) as Shared
    const [verdict, rules, callers, observed, checkedAt, changedAt, tags, afterMove] = values
    const usage = { calls, lastUsedAt, callers }
    const summary = { accountId, region, keyId, aliases, verdict, rules, usage, observed, checkedAt, changedAt, tags }
    return afterMove === null ? summary : { ...summary, afterMove }
  })
}
