import { readLastRun } from '../functions/digest/last-run.ts'
import { type Scope, scopeId } from '../shared/domain/scope.ts'
import type { Store } from '../shared/store/store.ts'
import { utcTime } from '../shared/text/dates.ts'
import { namedScopes } from '../shared/text/named-scopes.ts'
import type { Shell } from './terminal/shell.ts'

/** Warns where the last audit was stopped or is still at work: what of the table (or of `scope` alone) it has not judged. */
export async function warnOfPartialTable(
  store: Pick<Store, 'progress'>,
  { log }: Pick<Shell, 'log'>,
  scope?: Scope,
): Promise<void> {
  const { asOf, judged, unfinished } = await readLastRun(store)
  const concerned = scope === undefined ? unfinished : unfinished.filter((each) => scopeId(each) === scopeId(scope))
  if (asOf === null || concerned.length === 0) return
  log.warn(
    `The table is partial: the audit of events up to ${utcTime(asOf)} was stopped or is still at work, and has judged ${judged} of ${judged + unfinished.length} regions. Not judged: ${namedScopes(concerned)}; what is shown of them is of an earlier audit, or missing. Run audit to complete it.`,
  )
}
