import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import type { Selection } from '../../shared/domain/selection.ts'
import type { ReadinessTable, RowKey } from '../../shared/store/store.ts'

/** More scopes than this are looked for in the whole table. */
const MOST_SCOPES = 50

/**
 * The rows among which the selection picks, in primary key order: those of the scopes that it names, or all; with `after`, those that stand
 * after this key.
 */
export async function* selectedRows(
  readiness: Pick<ReadinessTable, 'list'>,
  selection: Selection,
  after?: RowKey,
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
