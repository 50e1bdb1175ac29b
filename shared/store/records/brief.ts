import type { ProgressEntry } from '../store.ts'
import type { CellReader, Cells } from './cells.ts'

/** A brief as it stands beside a value, with the version of the entry that it belongs to. */
interface StoredBrief {
  readonly of: number
  readonly brief: unknown
}

/** The cells of a brief that is written beside the value of this version. */
export function briefCells(version: number, brief: unknown): Cells {
  const stored: StoredBrief = { of: version, brief }
  return brief === undefined ? {} : { brief: JSON.stringify(stored) }
}

/** An entry without its value. A brief of an older version is none: what wrote the value since knew nothing of briefs, and left it. */
export function readBrief(cells: CellReader): Omit<ProgressEntry, 'value'> {
  const version = cells.number('version')
  const stored = cells.textOrNull('brief') === null ? undefined : cells.json<StoredBrief>('brief')
  return { name: cells.text('name'), version, ...(stored?.of === version && { brief: stored.brief }) }
}
