import { scopeId } from '../../domain/scope.ts'
import type { ScopeSummary } from '../../domain/scope-summary.ts'
import { mayBePicked, type Selection } from '../../domain/selection.ts'
import type { Instant } from '../../domain/time.ts'

/** One pass over all rows is sooner done than reading more than this part of the scopes one by one. */
const MAX_PART = 0.5

/** The scopes of which rows may be picked as they are shown at `now`, in primary key order. Undefined: they are so many that the whole table is read instead. */
export function scopesToRead(
  scopes: readonly ScopeSummary[],
  selection: Selection,
  now: Instant,
): readonly string[] | undefined {
  const taken = scopes.filter((scope) => mayBePicked(scope, selection, now)).map(scopeId)
  return taken.length > 1 && taken.length > scopes.length * MAX_PART ? undefined : taken.sort()
}
