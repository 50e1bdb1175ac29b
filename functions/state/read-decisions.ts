import type { Decision } from '../../shared/domain/decisions/decision.ts'
import { standingDecisions } from '../../shared/domain/decisions/standing.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import type { Store } from '../../shared/store/store.ts'

export interface DecisionFilter {
  readonly account?: readonly string[]
  readonly region?: readonly string[]
  /** What is over, was withdrawn or has been followed as well. */
  readonly all: boolean
}

/** What people decided, by account, region and subject; what holds at `now`, or all of it. */
export async function readDecisions(
  store: Pick<Store, 'decisions'>,
  { account, region, all }: DecisionFilter,
  now: Instant,
): Promise<readonly Decision[]> {
  const found = (await decisionsOf(store)).filter(
    (each) => (account?.includes(each.accountId) ?? true) && (region?.includes(each.region) ?? true),
  )
  return all ? found : standingDecisions(found, now)
}
