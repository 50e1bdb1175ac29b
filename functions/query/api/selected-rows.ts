import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import { RowSelection, type Selection } from '../../../shared/domain/selection.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { ReadinessTable, RowKey } from '../../../shared/store/store.ts'
import { sharedRows } from './shared-scan.ts'

/** More scopes than this are looked for in the whole table. */
const MAX_SCOPES = 50

/**
 * The rows that the selection picks, as they are shown at `now`, in primary key order; with `after`, those that stand after this key. Only
 * the scopes that it names are read, or the whole table.
 */
export async function* selectedRows(
  readiness: Pick<ReadinessTable, 'list' | 'listSummaries'>,
  selection: Selection,
  now: Instant,
  after?: RowKey,
): AsyncGenerator<ReadinessRow> {
  const picker = new RowSelection(selection, now)
  const scopes = scopesOf(selection)
  if (scopes) {
    yield* picker.pick(rowsOf(readiness, scopes, after), () => readiness.listSummaries())
    return
  }
  await picker.settle(() => readiness.listSummaries())
  const take = (row: ReadinessRow) => picker.take(row)
  // Where all rows are picked, it is their reader who sets the pace.
  const isScan = Object.values(selection).some((values) => values.length > 0)
  yield* isScan
    ? sharedRows(readiness, take, after)
    : picker.pick(readiness.list(undefined, after), () => readiness.listSummaries())
}

async function* rowsOf(
  readiness: Pick<ReadinessTable, 'list'>,
  scopes: readonly string[],
  after: RowKey | undefined,
): AsyncGenerator<ReadinessRow> {
  for (const scope of scopes) {
    if (after !== undefined && scope < after.scope) continue
    yield* readiness.list(scope, scope === after?.scope ? after : undefined)
  }
}

/** In primary key order. Undefined: the selection names no scopes, or too many. */
function scopesOf({ account = [], region = [] }: Selection): readonly string[] | undefined {
  const scopes = account.flatMap((accountId) => region.map((each) => scopeId({ accountId, region: each })))
  return scopes.length === 0 || scopes.length > MAX_SCOPES ? undefined : scopes.sort()
}
