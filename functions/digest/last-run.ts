import type { LastRun } from '../../shared/digest/last-night.ts'
import { parseScopeId } from '../../shared/domain/scope.ts'
import { HOUR, iso } from '../../shared/domain/time.ts'
import type { AccountNight } from '../../shared/store/nights/account-nights.ts'
import { DiagnosticsTable, type SaidOfScope } from '../../shared/store/nights/diagnostics-table.ts'
import { readNights } from '../../shared/store/nights/read-nights.ts'
import { RunAccounts } from '../../shared/store/run-accounts.ts'
import { accountScope } from '../../shared/store/scope-progress.ts'
import type { Store } from '../../shared/store/store.ts'

/** Accounts may be audited by runs of their own; what began longer before the last of them is another night's. */
export const ONE_NIGHT = 12 * HOUR

/** What the tables say of the last runs of all accounts. */
export interface RunsRead {
  readonly wanted: Awaited<ReturnType<RunAccounts['latest']>>
  readonly nights: ReadonlyMap<string, AccountNight>
  readonly said: readonly SaidOfScope[]
}

/** Reads each of them once, for whoever tells both how the last run went and what it could not see. Throws a `StoreError`. */
export async function readRuns(store: Pick<Store, 'progress'>): Promise<RunsRead> {
  const [wanted, nights, said] = await Promise.all([
    new RunAccounts(store).latest(),
    readNights(store),
    new DiagnosticsTable(store).byScope(),
  ])
  return { wanted, nights, said }
}

/** How far the last run has come. Accounts are left out that it knew nothing of: nobody audits them any more. */
export function lastRunOf({ wanted, nights, said }: RunsRead): LastRun {
  // An account that could not be entered leaves a diagnostic and no plan, and still a run has begun.
  const begun = [
    ...[...nights].map(([accountId, { asOf }]) => ({ accountId, asOf })),
    ...said.flatMap(({ scope, diagnostics }) => {
      const { accountId } = parseScopeId(scope)
      return scope === accountScope(accountId) ? diagnostics.map(({ asOf }) => ({ accountId, asOf })) : []
    }),
  ]
  const asOf = begun.reduce((latest, each) => (each.asOf > latest ? each.asOf : latest), wanted?.asOf ?? '')
  if (asOf === '') return { asOf: null, judged: 0, unfinished: [] }
  const planned = new Set(begun.filter((each) => each.asOf >= (wanted?.asOf ?? '')).map(({ accountId }) => accountId))
  // Their regions are not known yet.
  const unplanned = (wanted?.accounts ?? []).filter((accountId) => !planned.has(accountId))
  const since = iso(Date.parse(asOf) - ONE_NIGHT)
  const unfinished = unplanned.map((accountId) => ({ accountId, region: '*' }))
  const ranges = new Map<string, readonly string[]>()
  let judged = 0
  for (const [accountId, night] of nights) {
    if (night.asOf < since) continue
    for (const region of night.regions) {
      const place = night.judged[region]
      if (place !== undefined) {
        judged += 1
        const own = night.ranges[place] ?? []
        if (own.length > 0) ranges.set(own.join(), own)
      } else if (!night.refused.includes(region)) unfinished.push({ accountId, region })
    }
  }
  return { asOf, judged, unfinished, ownRanges: [...ranges.values()] }
}
