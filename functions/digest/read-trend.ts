import { DAY, dayOf, type Instant, iso } from '../../shared/domain/time.ts'
import { type TrendPoint, trendBackFrom } from '../../shared/domain/trend.ts'
import type { VerdictCounts } from '../../shared/notify/digest.ts'
import type { Store } from '../../shared/store/store.ts'

/** How far a trend looks back. */
const TREND_DAYS = 90

/**
 * The trend of the last 90 days, counted back from the verdicts as they are `stored`. Today is told as it is `shown`: a key that was not
 * checked lately is unknown today, and was what it was.
 */
export async function readTrend(
  { history }: Pick<Store, 'history'>,
  counts: { readonly stored: VerdictCounts; readonly shown: VerdictCounts },
  now: Instant,
): Promise<readonly TrendPoint[]> {
  const today = dayOf(now)
  const changes = await history.counts(iso(now - TREND_DAYS * DAY))
  const points = trendBackFrom({ day: today, counts: counts.stored }, changes)
  return [...points.slice(0, -1), { day: today, counts: counts.shown }]
}
