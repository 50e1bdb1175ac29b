import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import { RowSelection, type Selection } from '../../shared/domain/selection.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { jsonText } from '../../shared/notify/escape.ts'
import type { ReadinessTable, RowKey, Store } from '../../shared/store/store.ts'
import { cursorAfter, readCursor } from './cursor.ts'
import type { PageRequest } from './parameters.ts'

/** A page is full at so many bytes, far below the 32 MB that Function Compute lets an answer have. */
const PAGE_BYTES = 4_000_000
/** More scopes than this are looked for in the whole table. */
const MOST_SCOPES = 50

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
  for await (const row of new RowSelection(selection, now).pick(rowsOf(readiness, selection, after))) {
    const text = jsonText(row)
    bytes += Buffer.byteLength(text)
    if (last && (rows.length === limit || bytes > PAGE_BYTES)) {
      return `{"rows":[${rows.join(',')}],"next":"${cursorAfter(last, selection)}"}`
    }
    rows.push(text)
    last = { scope: scopeId(row), keyId: row.keyId }
  }
  return `{"rows":[${rows.join(',')}]}`
}

/** The rows among which the selection picks: those of the scopes that it names, or all. */
async function* rowsOf(
  readiness: ReadinessTable,
  selection: Selection,
  after: RowKey | undefined,
): AsyncGenerator<ReadinessRow> {
  const scopes = scopesOf(selection)
  if (!scopes) {
    yield* readiness.list(undefined, after)
    return
  }
  for (const scope of scopes) {
    if (after !== undefined && scope < after.scope) continue
    yield* readiness.list(scope, scope === after?.scope ? after : undefined)
  }
}

/** In primary key order. Undefined: the selection names no scopes, or too many. */
function scopesOf({ account = [], region = [] }: Selection): readonly string[] | undefined {
  const scopes = account.flatMap((accountId) => region.map((each) => scopeId({ accountId, region: each })))
  return scopes.length === 0 || scopes.length > MOST_SCOPES ? undefined : scopes.sort()
}
