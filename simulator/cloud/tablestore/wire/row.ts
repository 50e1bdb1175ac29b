import type { Bound, Value } from '../value.ts'
import type { CellOperation } from './tags.ts'

/** A cell as it came over the wire: formally sound, and nothing more is known. */
export interface WireCell {
  readonly name: string
  readonly value?: Value | Bound
  readonly operation?: CellOperation
  /** Milliseconds. */
  readonly timestamp?: number
}

export interface WireRow {
  readonly primaryKey: readonly WireCell[]
  readonly attributes: readonly WireCell[]
  readonly deleteMarker: boolean
}
