import type { Digest } from '../../shared/digest/model.ts'
import { type Scope, scopeId } from '../../shared/domain/scope.ts'
import { decidesAlone, VERDICTS } from '../../shared/domain/verdict.ts'
import { sideBySide } from '../../shared/net/side-by-side.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Store } from '../../shared/store/store.ts'
import { ONE_NIGHT } from './last-run.ts'

/** Scopes that are asked at once how far they were read: only after a night that read none of them completely. */
const SIDE_BY_SIDE = 16

/**
 * Whether the last night read nothing at all of the use of any key, though keys had to be judged by it: what kept it from that is no matter of one account.
 * One whose calls are too many to be read has its deciding operations looked up all the same, and that counts. Throws a `StoreError`.
 */
export async function isTrailUnread(
  { night: { lastAsOf }, totals, freshness, gaps }: Digest,
  store: Pick<Store, 'progress'>,
): Promise<boolean> {
  if (lastAsOf === null) return false
  const since = Date.parse(lastAsOf) - ONE_NIGHT
  const judged = new Set(freshness.filter((each) => Date.parse(each.newestCheckedAt) >= since).map(scopeId))
  const asked = totals.byScope.filter(
    (each) =>
      judged.has(scopeId(each)) && VERDICTS.some((verdict) => !decidesAlone(verdict) && each.byVerdict[verdict]),
  )
  const withGaps = new Set(gaps.map(scopeId))
  if (!asked.every((each) => withGaps.has(scopeId(each)))) return false
  let isUnread = asked.length > 0
  await sideBySide(asked, SIDE_BY_SIDE, async (scope) => {
    if (isUnread && (await wasRead(scope, since, store))) isUnread = false
  })
  return isUnread
}

/** Whether a run since that moment has read anything of a scope, in whatever stream. */
async function wasRead(scope: Scope, since: number, store: Pick<Store, 'progress'>): Promise<boolean> {
  const readings = Object.values(await new ScopeProgress(store, scopeId(scope)).readings())
  return readings.some(({ run }) => run !== undefined && run.asOf >= since && run.read.length > 0)
}
