import { readLastRun } from '../functions/digest/last-run.ts'
import { type Scope, scopeId } from '../shared/domain/scope.ts'
import type { Store } from '../shared/store/store.ts'
import { utcTime } from '../shared/text/dates.ts'
import { visible } from '../shared/text/escape.ts'
import type { Shell } from './terminal/shell.ts'

/** Scopes that the warning names; it tells how many more there are. */
const MAX_NAMED = 5

/** Warns where the last audit was stopped or is still at work: what of the table (or of `scope` alone) it has not judged. */
export async function warnOfPartialTable(
  store: Pick<Store, 'progress'>,
  { log }: Pick<Shell, 'log'>,
  scope?: Scope,
): Promise<void> {
  const { asOf, judged, unfinished } = await readLastRun(store)
  const concerned = scope === undefined ? unfinished : unfinished.filter((each) => scopeId(each) === scopeId(scope))
  if (asOf === null || concerned.length === 0) return
  const named = concerned.slice(0, MAX_NAMED).map(({ accountId, region }) => visible(`${accountId} ${region}`))
  const more = concerned.length > named.length ? ` and ${concerned.length - named.length} more` : ''
  log.warn(
    `The table is partial: the audit of events up to ${utcTime(asOf)} was stopped or is still at work, and has judged ${judged} of ${judged + unfinished.length} regions. Not judged: ${named.join(', ')}${more}; what is shown of them is of an earlier audit, or missing. Run audit to complete it.`,
  )
}
