import pMap from 'p-map'
import { type Scope, scopeId } from '../../shared/domain/scope.ts'
import { type ScopeEvidence, scopeEvidence } from '../../shared/domain/scope-evidence.ts'
import { type Instant, parseInstant } from '../../shared/domain/time.ts'
import { readNights } from '../../shared/store/nights/read-nights.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
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
  return pMap(asked, ({ scope, asOf }) => evidenceOf(store, scope, asOf), { concurrency: SIDE_BY_SIDE })
}

async function evidenceOf(store: Pick<Store, 'progress'>, scope: Scope, asOf: Instant): Promise<ScopeEvidence> {
  const progress = new ScopeProgress(store, scopeId(scope))
  const [extent, reading, proof, diagnostics, shapes] = await Promise.all([
    progress.readingScope(),
    progress.reading('all'),
    progress.sourceProof(),
    progress.diagnostics(),
    progress.eventShapes(),
  ])
  const readAsOf = parseInstant(extent?.asOf) ?? asOf
  const from = parseInstant(extent?.from ?? undefined)
  return scopeEvidence({
    ...{ scope, asOf: readAsOf, reading, proof, shapes },
    window: from === undefined ? undefined : { from, to: readAsOf },
    secondsLeft: extent?.secondsLeft ?? undefined,
    reasons: diagnostics.filter(({ stage }) => stage === 'usage').map(({ message }) => message),
  })
}
