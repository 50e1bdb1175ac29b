import { nightOf } from '../../../shared/digest/last-night.ts'
import type { Digest, RulePacks } from '../../../shared/digest/model.ts'
import { rulePacksOf } from '../../../shared/digest/rule-packs.ts'
import { TotalsAggregator } from '../../../shared/digest/totals.ts'
import type { KeySummary } from '../../../shared/domain/readiness.ts'
import type { RulePack } from '../../../shared/domain/rules/rule-packs.ts'
import { isStale } from '../../../shared/domain/stale.ts'
import { type Instant, iso } from '../../../shared/domain/time.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import type { Store } from '../../../shared/store/store.ts'
import { readLastRun } from '../../digest/last-run.ts'
import { latestDiagnostics } from '../../digest/latest-diagnostics.ts'

/** The state of all keys, in numbers: those of the digest, with how the last run went and what it could not read. */
export type Summary = Pick<
  Digest,
  'madeAt' | keyof RulePacks | 'night' | 'totals' | 'moves' | 'freshness' | 'gaps' | 'diagnostics'
>

/** The summary of what the tables hold at `now`. `rules`: CMK_RULES. Reads the summary of every row. */
export async function summary(
  store: Pick<Store, 'readiness' | 'progress'>,
  rules: RulePack,
  now: Instant,
): Promise<Summary> {
  return summaryOf(store, await aggregate(store.readiness, now), rules, now)
}

/** Adds up the keys of the table as they are shown at `now`. `onKey` sees each, with the verdict that it is shown with. */
export async function aggregate(
  readiness: Pick<Store['readiness'], 'listSummaries'>,
  now: Instant,
  onKey: (summary: KeySummary, shown: Verdict) => void = () => {},
): Promise<TotalsAggregator> {
  const aggregator = new TotalsAggregator()
  for await (const summary of readiness.listSummaries()) {
    const stale = isStale(summary.checkedAt, now)
    const shown = stale ? 'unknown' : summary.verdict
    aggregator.add(summary, shown, stale)
    onKey(summary, shown)
  }
  return aggregator
}

/** The summary at `now` of keys that were added up. */
export async function summaryOf(
  store: Pick<Store, 'progress'>,
  aggregator: TotalsAggregator,
  rules: RulePack,
  now: Instant,
): Promise<Summary> {
  return {
    madeAt: iso(now),
    ...rulePacksOf(aggregator.packs, rules),
    night: nightOf(await readLastRun(store), aggregator.newest, now),
    ...aggregator.numbers(),
    diagnostics: await latestDiagnostics(store),
  }
}
