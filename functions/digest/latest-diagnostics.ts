import type { Diagnostic } from '../../shared/domain/readiness.ts'
import { byScope } from '../../shared/domain/scope.ts'
import { iso } from '../../shared/domain/time.ts'
import { ONE_NIGHT, type RunsRead } from './last-run.ts'

/**
 * What the last run of each account could not see, what nothing could be judged for first, and then by scope. A stage that did not come to its turn leaves the diagnostics of an earlier night
 * behind: those say nothing of the last one. Nor does what was said of an account in a night before it left.
 */
export function latestDiagnosticsOf({ wanted, nights, said }: RunsRead): readonly Diagnostic[] {
  // An account that could not be entered has no run of its own.
  const newest = [...nights.values()]
    .map(({ asOf }) => asOf)
    .sort()
    .at(-1)
  const wantedIds = new Set(wanted?.accounts)
  const since = wanted === undefined ? '' : iso(Date.parse(wanted.asOf) - ONE_NIGHT)
  return said
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ accountId, asOf }) => asOf >= (nights.get(accountId)?.asOf ?? newest ?? asOf))
    .filter(({ accountId, asOf }) => asOf >= since || wantedIds.has(accountId))
    .sort((a, b) => Number(b.fatal) - Number(a.fatal) || byScope(a, b))
}
