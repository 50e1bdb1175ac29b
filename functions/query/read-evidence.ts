import pMap from 'p-map'
import { scopeId } from '../../shared/domain/scope.ts'
import type { ScopeEvidence } from '../../shared/domain/scope-evidence.ts'
import { keptEvidences, readScopeEvidence } from '../../shared/store/evidence/scope-evidences.ts'
import { readNights } from '../../shared/store/nights/read-nights.ts'
import type { Store } from '../../shared/store/store.ts'

/** Scopes that are read at once: there may be thousands, and each is some calls. */
const SIDE_BY_SIDE = 8

export interface EvidenceFilter {
  readonly account?: readonly string[]
  readonly region?: readonly string[]
}

/** What each scope's sources hold of its keys' use, as the last run of its account left it; by account and region. */
export async function readEvidence(
  store: Pick<Store, 'progress'>,
  { account, region }: EvidenceFilter = {},
): Promise<readonly ScopeEvidence[]> {
  const nights = [...(await readNights(store))].sort(([a], [b]) => (a < b ? -1 : 1))
  const scopes = nights.flatMap(([accountId, { asOf, regions }]) =>
    [...regions].sort().map((each) => ({ scope: { accountId, region: each }, asOf: Date.parse(asOf) })),
  )
  const asked = scopes.filter(
    ({ scope }) =>
      (account === undefined || account.includes(scope.accountId)) &&
      (region === undefined || region.includes(scope.region)),
  )
  const kept = await keptEvidences(store, account)
  return pMap(asked, ({ scope, asOf }) => kept.get(scopeId(scope)) ?? readScopeEvidence(store, scope, asOf), {
    concurrency: SIDE_BY_SIDE,
  })
}
