import type { Decision } from '../../shared/domain/decisions/decision.ts'
import { standingDecisions } from '../../shared/domain/decisions/standing.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Store } from '../../shared/store/store.ts'

export interface DecisionFilter {
  readonly account?: readonly string[]
  readonly region?: readonly string[]
  /** What is over, was withdrawn or has been followed as well. */
  readonly all: boolean
}

/** What people decided, by account, region and subject; what holds at `now`, or all of it. */
export async function readDecisions(
  { decisions }: Pick<Store, 'decisions'>,
  { account, region, all }: DecisionFilter,
  now: Instant,
): Promise<readonly Decision[]> {
  const found: Decision[] = []
  for await (const decision of decisions.list()) {
    if (account && !account.includes(decision.accountId)) continue
    if (region && !region.includes(decision.region)) continue
    found.push(decision)
  }
  return all ? found : standingDecisions(found, now)
}
