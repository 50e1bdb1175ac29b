import type { Condition } from './search/parse.ts'

/** `meta` of GetLogsV2; GetLogs has the same in headers. */
export interface Meta {
  readonly progress: 'Complete' | 'Incomplete'
  readonly aggQuery: string
  readonly whereQuery: string
  readonly hasSQL: boolean
  readonly processedRows: number
  readonly processedBytes: number
  readonly elapsedMillisecond: number
  readonly cpuSec: number
  readonly cpuCores: number
  /** Rows that LIMIT left, when the statement had none of its own; 0: not limited. */
  readonly limited: number
  readonly count: number
  readonly telementryType: 'None'
  readonly keys: readonly string[]
  readonly terms: readonly { readonly key: string; readonly term: string }[]
  /** 0: by index. */
  readonly mode: 0
  readonly isAccurate: boolean
  readonly columnTypes?: readonly string[]
}

/** An answer before it takes its form on the wire. */
export interface LogsAnswer {
  readonly meta: Meta
  readonly data: readonly Readonly<Record<string, string>>[]
}

/** The words of a search. */
export function termsOf(condition: Condition): Meta['terms'] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.parts.flatMap(termsOf)
    case 'not':
      return termsOf(condition.part)
    case 'text':
      return [{ key: condition.key ?? '', term: condition.value }]
    case 'number':
      return [{ key: condition.key, term: condition.bounds.map(({ sign, value }) => `${sign}${value}`).join(' ') }]
    default:
      return []
  }
}
