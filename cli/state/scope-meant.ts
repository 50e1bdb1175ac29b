import { DecisionProblem } from '../../functions/state/decision-problem.ts'
import type { Decided } from '../../functions/state/decision-request.ts'
import { newestDecisions } from '../../shared/domain/decisions/standing.ts'
import { NamedRows } from '../../shared/domain/find-key.ts'
import type { Batch } from '../../shared/domain/plan/plan.ts'
import { type Scope, scopeId } from '../../shared/domain/scope.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import type { Store } from '../../shared/store/store.ts'

interface Place {
  readonly region?: string
  readonly account?: string
}

type Tables = Pick<Store, 'readiness' | 'decisions'>

/**
 * The scope that a decision is about: the one that its key, batch or subject is of, or the only one that the table has. `batches`: those of
 * today's plan. Throws a `DecisionProblem` where several may be meant.
 */
export async function scopeMeant(
  store: Tables,
  decided: Decided,
  place: Place,
  batches: readonly Batch[],
): Promise<Scope> {
  const scopes = (await scopesNamed(store, decided, batches)).filter((scope) => isWithin(scope, place))
  const [first, ...others] = scopes
  if (first && others.length === 0) return first
  if (first)
    throw new DecisionProblem(
      'invalid',
      `It may be meant in ${scopes.map(({ accountId, region }) => `${region} of ${accountId}`).join(', ')}: give --region and --account.`,
    )
  if (place.region !== undefined && place.account !== undefined)
    return { accountId: place.account, region: place.region }
  throw new DecisionProblem(
    'not-found',
    `The table has nothing that is called ${nameOf(decided)}; query and state list what it has.`,
  )
}

async function scopesNamed(store: Tables, decided: Decided, batches: readonly Batch[]): Promise<readonly Scope[]> {
  const scopes = new Map<string, Scope>()
  const add = ({ accountId, region }: Scope) => scopes.set(scopeId({ accountId, region }), { accountId, region })
  if (decided.kind === 'withdrawal' || decided.kind === 'batch') {
    const subject = decided.kind === 'batch' ? `batch/${decided.batch}` : decided.subject
    for (const decision of newestDecisions(await decisionsOf(store))) if (decision.subject === subject) add(decision)
    if (decided.kind === 'batch') for (const batch of batches) if (batch.id === decided.batch) add(batch)
    return [...scopes.values()]
  }
  const reference = decided.kind === 'keys-statement' ? decided.keys[0] : 'key' in decided ? decided.key : undefined
  const named = reference === undefined ? undefined : new NamedRows(reference)
  for await (const row of store.readiness.list())
    if (named) named.add(row)
    else add(row)
  for (const row of named?.rows() ?? []) add(row)
  return [...scopes.values()]
}

function isWithin({ accountId, region }: Scope, place: Place): boolean {
  return (place.account ?? accountId) === accountId && (place.region ?? region) === region
}

function nameOf(decided: Decided): string {
  switch (decided.kind) {
    case 'owner':
    case 'waiver':
      return decided.key
    case 'keys-statement':
      return decided.keys[0] ?? ''
    case 'client-statement':
      return decided.principal
    case 'batch':
      return decided.batch
    case 'withdrawal':
      return decided.subject
  }
}
