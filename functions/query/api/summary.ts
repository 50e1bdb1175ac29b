import { nightOf } from '../../../shared/digest/last-night.ts'
import type { Digest, RulePacks } from '../../../shared/digest/model.ts'
import { rulePacksOf } from '../../../shared/digest/rule-packs.ts'
import { TotalsAggregator } from '../../../shared/digest/totals.ts'
import type { RulePack } from '../../../shared/domain/rules/rule-packs.ts'
import type { ScopeSummary } from '../../../shared/domain/scope-summary.ts'
import { type Instant, iso } from '../../../shared/domain/time.ts'
import type { Store } from '../../../shared/store/store.ts'
import { lastRunOf, type RunsRead, readRuns } from '../../digest/last-run.ts'
import { latestDiagnosticsOf } from '../../digest/latest-diagnostics.ts'

/** The state of all keys, in numbers: those of the digest, with how the last run went and what it could not read. */
export type Summary = Pick<
  Digest,
  'madeAt' | keyof RulePacks | 'night' | 'totals' | 'moves' | 'freshness' | 'gaps' | 'diagnostics'
>

/** The summary of what the tables hold at `now`. `rules`: CMK_RULES. Reads the summary of every scope. */
export async function summary(
  store: Pick<Store, 'readiness' | 'progress'>,
  rules: RulePack,
  now: Instant,
): Promise<Summary> {
  const [scopes, runs] = await Promise.all([store.readiness.scopeSummaries(), readRuns(store)])
  return summaryOf(aggregate(scopes, now), runs, rules, now)
}

/** Adds up the keys of all scopes as they are shown at `now`. */
export function aggregate(scopes: readonly ScopeSummary[], now: Instant): TotalsAggregator {
  const aggregator = new TotalsAggregator()
  for (const scope of scopes) aggregator.addScope(scope, now)
  return aggregator
}

/** The summary at `now` of keys that were added up, and of the runs that judged them. */
export function summaryOf(aggregator: TotalsAggregator, runs: RunsRead, rules: RulePack, now: Instant): Summary {
  return {
    madeAt: iso(now),
    ...rulePacksOf(aggregator.packs, rules),
    night: nightOf(lastRunOf(runs), aggregator.newest, now),
    ...aggregator.numbers(),
    diagnostics: latestDiagnosticsOf(runs),
  }
}
