import type { StoredRow, Table } from './instance.ts'
import { MAX_CONDITIONS } from './limits.ts'
import { invalid, notSimulated } from './refusals.ts'
import { type Bound, compare, type Value } from './value.ts'
import { ByteCursor } from './wire/byte-cursor.ts'
import { decodeFilter } from './wire/messages.ts'
import { readVariant } from './wire/read-variant.ts'

/** What a column condition or a filter looks at: the versions of a column, newest first; none: the column is missing. */
export type ColumnsSeen = (name: string) => readonly Value[]

/** A column condition or a filter, read and checked. */
export type Predicate = (columns: ColumnsSeen) => boolean

interface FilterMessage {
  readonly type: number
  readonly filter: Uint8Array
}

interface SingleMessage {
  readonly comparator: number
  readonly columnName: string
  readonly columnValue: Uint8Array
  readonly filterIfMissing: boolean
  readonly latestVersionOnly: boolean
}

interface CompositeMessage {
  readonly combinator: number
  readonly subFilters: readonly FilterMessage[]
}

const FILTER = { single: 1, composite: 2, pagination: 3 }
const LOGIC = { not: 1, and: 2, or: 3 }

/** Comparators by their numbers in tablestore_filter.proto, on the outcome of `compare`. */
const COMPARATORS: Readonly<Record<number, (order: number) => boolean>> = {
  1: (order) => order === 0,
  2: (order) => order !== 0,
  3: (order) => order > 0,
  4: (order) => order >= 0,
  5: (order) => order < 0,
  6: (order) => order <= 0,
}

/** Reads a Filter message. Throws the `Refusal` of one that is not well formed or has more than 10 conditions. */
export function readPredicate(bytes: Uint8Array): Predicate {
  const count = { conditions: 0 }
  const predicate = predicateOf(decodeFilter<FilterMessage>('Filter', bytes), count)
  if (count.conditions > MAX_CONDITIONS) throw invalid(`The count of filter exceeds the max: ${MAX_CONDITIONS}.`)
  return predicate
}

function predicateOf({ type, filter }: FilterMessage, count: { conditions: number }): Predicate {
  if (type === FILTER.single) {
    count.conditions += 1
    return single(decodeFilter<SingleMessage>('SingleColumnValueFilter', filter))
  }
  if (type === FILTER.pagination) throw notSimulated('ColumnPaginationFilter')
  if (type !== FILTER.composite) throw invalid(`Invalid type of filter: ${type}.`)
  const { combinator, subFilters } = decodeFilter<CompositeMessage>('CompositeColumnValueFilter', filter)
  const parts = subFilters.map((each) => predicateOf(each, count))
  if (combinator === LOGIC.not) {
    const [only] = parts
    if (!only || parts.length > 1) throw invalid('Invalid NOT operator: the number of sub-filters must be 1.')
    return (columns) => !only(columns)
  }
  if (parts.length !== 2) throw invalid('Invalid AND/OR operator: the number of sub-filters must be 2.')
  return combinator === LOGIC.and
    ? (columns) => parts.every((part) => part(columns))
    : (columns) => parts.some((part) => part(columns))
}

function single(message: SingleMessage): Predicate {
  const holds = COMPARATORS[message.comparator]
  if (!holds) throw invalid(`Invalid relation operator: ${message.comparator}.`)
  const wanted: Value | Bound = readVariant(new ByteCursor(message.columnValue), message.columnName)
  if (wanted.type === 'INF_MIN' || wanted.type === 'INF_MAX') throw invalid('Deserialize relation filter failed.')
  return (columns) => {
    const versions = columns(message.columnName)
    if (versions.length === 0) return !message.filterIfMissing
    return versions.slice(0, message.latestVersionOnly ? 1 : undefined).some((value) => {
      const order = compare(value, wanted)
      return order !== undefined && holds(order)
    })
  }
}

/** The columns of a row, its primary key among them. Of a row that does not exist all are missing. */
export function columnsOf(table: Table, row: StoredRow | undefined): ColumnsSeen {
  return (name) => {
    const key = row?.primaryKey[table.primaryKey.findIndex((column) => column.name === name)]
    return key ? [key] : (row?.columns.get(name) ?? []).map(({ value }) => value)
  }
}
