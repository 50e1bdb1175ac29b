import { lastRunOf, readRuns } from '../functions/digest/last-run.ts'
import { latestDiagnosticsOf } from '../functions/digest/latest-diagnostics.ts'
import type { Diagnostic } from '../shared/domain/readiness.ts'
import { type Scope, scopeId } from '../shared/domain/scope.ts'
import type { Store } from '../shared/store/store.ts'
import { utcTime } from '../shared/text/dates.ts'
import { namedScopes } from '../shared/text/named-scopes.ts'
import type { Shell } from './terminal/shell.ts'
import { unjudgedOf } from './unjudged.ts'

/**
 * Warns where the last audit was stopped or is still at work, or was refused: what of the table (or of `scope` alone) it has not judged. An account
 * that could not be entered has no row anywhere, and would be missing without a word.
 */
export async function warnOfPartialTable(
  store: Pick<Store, 'progress'>,
  { log }: Pick<Shell, 'log'>,
  scope?: Scope,
): Promise<void> {
  const runs = await readRuns(store)
  const { asOf, judged, unfinished } = lastRunOf(runs)
  const diagnostics = latestDiagnosticsOf(runs)
  for (const text of refusals(diagnostics, scope)) log.warn(text)
  const concerned = scope === undefined ? unfinished : unfinished.filter((each) => scopeId(each) === scopeId(scope))
  if (asOf === null || concerned.length === 0) return
  log.warn(
    `The table is partial: the audit of events up to ${utcTime(asOf)} was stopped or is still at work, and has judged ${judged} of ${judged + unfinished.length} regions. Not judged: ${namedScopes(concerned)}; what is shown of them is of an earlier audit, or missing. Run audit to complete it.`,
  )
}

/** A line for each refusal that kept everything of an account or region from being judged. */
function refusals(diagnostics: readonly Diagnostic[], scope: Scope | undefined): readonly string[] {
  const concerns = ({ accountId, region }: Diagnostic) =>
    scope === undefined || (accountId === scope.accountId && (region ?? scope.region) === scope.region)
  return unjudgedOf(diagnostics.filter(concerns)).map(
    ({ places, why }) =>
      `The last audit could not judge ${places} (${why}): what is shown of it is of an earlier audit, or missing.`,
  )
}
