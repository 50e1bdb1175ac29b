import type { Diagnostic } from '../../shared/domain/readiness.ts'
import { byScope } from '../../shared/domain/scope.ts'
import type { RunsRead } from './last-run.ts'

/**
 * What the last run of each account could not see, what nothing could be judged for first, and then by scope. A stage that did not come to its turn leaves the diagnostics of an earlier night
 * behind: those say nothing of the last one.
 */
export function latestDiagnosticsOf({ nights, said }: Pick<RunsRead, 'nights' | 'said'>): readonly Diagnostic[] {
  // An account that could not be entered has no run of its own.
  const newest = [...nights.values()]
    .map(({ asOf }) => asOf)
    .sort()
    .at(-1)
  return said
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ accountId, asOf }) => asOf >= (nights.get(accountId)?.asOf ?? newest ?? asOf))
    .sort((a, b) => Number(b.fatal) - Number(a.fatal) || byScope(a, b))
}
