import { type Scope, scopeId } from '../../shared/domain/scope.ts'
import { type ScopeEvidence, scopeEvidence } from '../../shared/domain/scope-evidence.ts'
import { type Instant, parseInstant } from '../../shared/domain/time.ts'
import { auditedAccounts } from '../../shared/store/audited-accounts.ts'
import { accountScope, ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Store } from '../../shared/store/store.ts'

export interface EvidenceFilter {
  readonly account?: readonly string[]
  readonly region?: readonly string[]
}

/** What each scope's sources hold of its keys' use, as the last run of its account left it; by account and region. */
export async function readEvidence(
  store: Pick<Store, 'progress'>,
  { account, region }: EvidenceFilter = {},
): Promise<readonly ScopeEvidence[]> {
  const scopes: { readonly scope: Scope; readonly asOf: Instant }[] = []
  for (const accountId of [...(await auditedAccounts(store))].sort()) {
    if (account && !account.includes(accountId)) continue
    const plan = await new ScopeProgress(store, accountScope(accountId)).latestPlan()
    const asOf = parseInstant(plan?.asOf)
    if (!plan || asOf === undefined) continue
    const regions = [...plan.regions].sort().filter((each) => region === undefined || region.includes(each))
    scopes.push(...regions.map((each) => ({ scope: { accountId, region: each }, asOf })))
  }
  // Side by side: there may be hundreds of scopes.
  return Promise.all(scopes.map(({ scope, asOf }) => evidenceOf(store, scope, asOf)))
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
