import type { ReadinessRow } from '../../domain/readiness.ts'
import type { ReadinessTable, RowKey } from '../store.ts'

/** Scopes that are asked for before their turn comes: a call each, for who needs a few rows of many. */
const AHEAD = 4

type Rows = AsyncIterator<ReadinessRow>

/** The rows of scopes, which are named in primary key order; with `after`, those that stand after this key. */
export async function* rowsOfScopes(
  readiness: Pick<ReadinessTable, 'list'>,
  scopes: readonly string[],
  after?: RowKey,
): AsyncGenerator<ReadinessRow> {
  const left = scopes.filter((scope) => after === undefined || scope >= after.scope)
  const begun: { readonly rows: Rows; readonly first: Promise<IteratorResult<ReadinessRow>> }[] = []
  try {
    while (left.length > 0 || begun.length > 0) {
      for (const scope of left.splice(0, AHEAD - begun.length)) {
        const rows = readiness.list(scope, scope === after?.scope ? after : undefined)[Symbol.asyncIterator]()
        const first = rows.next()
        // Whoever stops before does not wait for it.
        first.catch(() => undefined)
        begun.push({ rows, first })
      }
      const current = begun[0]
      if (!current) return
      for (let row = await current.first; !row.done; row = await current.rows.next()) yield row.value
      begun.shift()
    }
  } finally {
    await Promise.allSettled(begun.map(({ rows }) => rows.return?.()))
  }
}
