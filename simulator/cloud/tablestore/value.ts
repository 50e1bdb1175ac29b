/** A value as a cell holds it. Integers have 64 bits. */
export type Value =
  | { readonly type: 'INTEGER'; readonly value: bigint }
  | { readonly type: 'DOUBLE'; readonly value: number }
  | { readonly type: 'BOOLEAN'; readonly value: boolean }
  | { readonly type: 'STRING'; readonly value: string }
  | { readonly type: 'BINARY'; readonly value: Buffer }

/** Before and after all values of a primary key column, in the bounds of a range. */
export type Bound = { readonly type: 'INF_MIN' } | { readonly type: 'INF_MAX' }

/** Bytes that a value counts (vendor's page "Limits"). */
export function sizeOf(value: Value): number {
  if (value.type === 'STRING') return Buffer.byteLength(value.value)
  if (value.type === 'BINARY') return value.value.length
  return value.type === 'BOOLEAN' ? 1 : 8
}

/** Negative, zero or positive; undefined for values of two types. Strings are ordered by their UTF-8 bytes. */
export function compare(left: Value, right: Value): number | undefined {
  if (left.type === 'STRING' && right.type === 'STRING') {
    return Buffer.compare(Buffer.from(left.value), Buffer.from(right.value))
  }
  if (left.type === 'BINARY' && right.type === 'BINARY') return Buffer.compare(left.value, right.value)
  if (left.type !== right.type) return undefined
  if (left.value === right.value) return 0
  return left.value < right.value ? -1 : 1
}
