import type { LogIndex } from './projects.ts'

/** A column that the index makes of the logs. */
export interface Column {
  /** As in SQL: `event`, `event.eventName`. */
  readonly name: string
  readonly type: 'text' | 'long' | 'double'
  /** True: SQL may name it. */
  readonly analytics: boolean
  /** Where the value lies below a JSON field; undefined: the field itself. */
  readonly path?: string
  /** Seconds: older logs have null. */
  readonly since?: number
  /** What separates words, and whether case tells them apart. */
  readonly token: readonly string[]
  readonly caseSensitive: boolean
}

/** The only field that a trail's logs have. */
export const FIELD = 'event'

/** Fields that every log has, with an index of their own (vendor's page "Reserved fields"). */
export const RESERVED = ['__topic__', '__source__'] as const

/** Columns of an index by their names, which SQL writes in any case. */
export function columnsNamed(index: LogIndex, names: ReadonlySet<string>): Column[] {
  const wanted = new Set([...names].map((name) => name.toLowerCase()))
  return columnsOf(index).filter(({ name }) => wanted.has(name.toLowerCase()))
}

/** All columns of an index. An alias is a further name of the same column. */
export function columnsOf({ keys }: LogIndex): Column[] {
  return Object.entries(keys).flatMap(([field, key]) => {
    const words = { token: key.token ?? [], caseSensitive: key.caseSensitive ?? false }
    const whole: Column = {
      name: field,
      type: key.type === 'json' ? 'text' : key.type,
      analytics: key.doc_value,
      ...words,
    }
    const below = Object.entries(key.json_keys ?? {}).flatMap(([path, leaf]) => {
      const column: Column = {
        name: `${field}.${path}`,
        type: leaf.type,
        analytics: leaf.doc_value,
        path,
        ...(leaf.since === undefined ? {} : { since: Math.ceil(Date.parse(leaf.since) / 1_000) }),
        ...words,
      }
      return leaf.alias === undefined ? [column] : [column, { ...column, name: leaf.alias }]
    })
    return [...(key.alias === undefined ? [whole] : [whole, { ...whole, name: key.alias }]), ...below]
  })
}
