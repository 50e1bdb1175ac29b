import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { RowSelection, type Selection } from '../../../shared/domain/selection.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { readSelected } from '../../../shared/store/selected/read-selected.ts'
import type { ReadinessTable, RowKey } from '../../../shared/store/store.ts'
import { sharedRows } from './shared-scan.ts'

/**
 * The rows that the selection picks, as they are shown at `now`, in primary key order; with `after`, those that stand after this key. What must
 * be looked for in the whole table is looked for by all who ask at once.
 */
export function selectedRows(
  readiness: ReadinessTable,
  selection: Selection,
  now: Instant,
  after?: RowKey,
): AsyncGenerator<ReadinessRow> {
  const picker = new RowSelection(selection, now)
  // Where all rows are picked, it is their reader who sets the pace.
  const isScan = Object.values(selection).some((values) => values.length > 0)
  const readAll = (from?: RowKey) =>
    isScan ? sharedRows(readiness, (row) => picker.take(row), from) : picker.pick(readiness.list(undefined, from))
  return readSelected(readiness, picker, readAll, after)
}
