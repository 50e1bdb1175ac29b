import type { PlanBatches } from '../../functions/plan/plan-batches.ts'
import { DecisionProblem } from '../../functions/state/decision-problem.ts'
import type { Decided } from '../../functions/state/decision-request.ts'
import { newestDecisions } from '../../shared/domain/decisions/standing.ts'
import { NamedRows } from '../../shared/domain/find-key.ts'
import type { KeySummary } from '../../shared/domain/readiness.ts'
import { type Scope, scopeId } from '../../shared/domain/scope.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import type { Store } from '../../shared/store/store.ts'

interface Place {
  readonly region?: string
  readonly account?: string
}

type Tables = Pick<Store, 'readiness' | 'decisions'>

interface Meant {
  readonly scope: Scope
  /** With the key by its id, once the table was read for it. */
  readonly decided: Decided
}

/**
 * What a decision is about: the scope that its key, batch or subject is of, or the only one that the table has. Throws a `DecisionProblem`
 * where several may be meant.
 */
export async function whatIsMeant(
  store: Tables,
  decided: Decided,
  place: Place,
  batches: Pick<PlanBatches, 'called'>,
): Promise<Meant> {
  const found = (await meanings(store, decided, batches)).filter(({ scope }) => isWithin(scope, place))
  const [first, ...others] = found
  if (first && others.length === 0) return first
  if (first)
    throw new DecisionProblem(
      'invalid',
      `It may be meant in ${found.map(({ scope: { accountId, region } }) => `${region} of ${accountId}`).join(', ')}: give --region and --account.`,
    )
  if (place.region !== undefined && place.account !== undefined)
    return { scope: { accountId: place.account, region: place.region }, decided }
  throw new DecisionProblem(
    'not-found',
    `The table has nothing that is called ${nameOf(decided)}; query and state list what it has.`,
  )
}

async function meanings(
  store: Tables,
  decided: Decided,
  batches: Pick<PlanBatches, 'called'>,
): Promise<readonly Meant[]> {
  const found = new Map<string, Meant>()
  const add = ({ accountId, region }: Scope, keyId?: string) => {
    const name = scopeId({ accountId, region })
    // Where several keys of one scope have the name, whoever decides is told.
    const known = found.has(name) ? decided : byId(decided, keyId)
    found.set(name, { scope: { accountId, region }, decided: known })
  }
  if (decided.kind === 'withdrawal' || decided.kind === 'batch') {
    const subject = decided.kind === 'batch' ? `batch/${decided.batch}` : decided.subject
    for (const decision of newestDecisions(await decisionsOf(store))) if (decision.subject === subject) add(decision)
    if (decided.kind === 'batch' && found.size === 0)
      for (const batch of await batches.called(decided.batch)) add(batch)
    return [...found.values()]
  }
  const reference = decided.kind === 'keys-statement' ? decided.keys[0] : 'key' in decided ? decided.key : undefined
  if (reference === undefined) {
    for (const scope of await store.readiness.scopeSummaries()) add(scope)
    return [...found.values()]
  }
  const named = new NamedRows<KeySummary>(reference)
  for await (const summaries of store.readiness.listSummaries()) for (const key of summaries) named.add(key)
  for (const row of named.rows()) add(row, row.keyId)
  return [...found.values()]
}

/** The same, so that the key that was found need not be looked for again. */
function byId(decided: Decided, keyId: string | undefined): Decided {
  return keyId !== undefined && 'key' in decided ? { ...decided, key: keyId } : decided
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
