import { scopeId } from '../../../shared/domain/scope.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { rowAsJson } from '../../../shared/rows/row-as-json.ts'
import type { RowKey, Store } from '../../../shared/store/store.ts'
import { jsonText } from '../../../shared/text/escape.ts'
import { cursorAfter, readCursor } from './cursor.ts'
import type { PageRequest } from './parameters.ts'
import { selectedRows } from './selected-rows.ts'

/** A page is full at so many bytes, far below the 32 MB that Function Compute lets an answer have. */
const PAGE_BYTES = 4_000_000

/**
 * One page of rows as they are shown at `now`, in primary key order, as JSON: `rows`, and `next` where there are more. A row that was
 * written or deleted between two pages moves no other row.
 */
export async function readinessPage(
  { readiness }: Pick<Store, 'readiness'>,
  { selection, limit, cursor }: PageRequest,
  now: Instant,
): Promise<string> {
  const after = cursor === undefined ? undefined : readCursor(cursor, selection)
  const rows: string[] = []
  let bytes = 0
  let last: RowKey | undefined
  for await (const row of selectedRows(readiness, selection, now, after)) {
    const text = jsonText(rowAsJson(row))
    bytes += Buffer.byteLength(text)
    if (last && (rows.length === limit || bytes > PAGE_BYTES)) {
      return `{"rows":[${rows.join(',')}],"next":"${cursorAfter(last, selection)}"}`
    }
    rows.push(text)
    last = { scope: scopeId(row), keyId: row.keyId }
  }
  return `{"rows":[${rows.join(',')}]}`
}
