import type { Config } from '../../shared/config/settings.ts'
import type { Decision } from '../../shared/domain/decisions/decision.ts'
import { planOf } from '../../shared/domain/plan/make-plan.ts'
import type { Plan } from '../../shared/domain/plan/plan.ts'
import { isOpen, makeRequest } from '../../shared/domain/request/make-request.ts'
import type { MigrationRequest } from '../../shared/domain/request/request.ts'
import { RequestFacts } from '../../shared/domain/request/request-facts.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import type { Store } from '../../shared/store/store.ts'
import { type PlanFilter, readPlanFacts } from './read-plan.ts'
import { readScopeInstances } from './read-scope-instances.ts'

export interface RequestFilter extends PlanFilter {
  /** The batch that is asked for, whatever its state; without it all that still wait for their move, and what is for technical support. */
  readonly batch?: string
}

export interface PlanRequest {
  readonly plan: Plan
  readonly request: MigrationRequest
  /** What people decided about the scopes of the filter. */
  readonly decisions: readonly Decision[]
}

/** There is no such batch, in the plan or among those that were requested. */
export class NoSuchBatch extends Error {
  override readonly name = 'NoSuchBatch'

  constructor(batch: string, known: readonly string[]) {
    const there =
      known.length === 0
        ? 'There is none'
        : `There ${known.length === 1 ? 'is' : 'are'} ${known.slice(0, 5).join(', ')}`
    super(
      `There is no batch ${batch.slice(0, 80)} in today's plan, nor one that was requested. ${there}; plan and state list them.`,
    )
  }
}

/** Today's plan by the settings, and what the vendor is to be asked for by it. Throws `NoSuchBatch`. */
export async function readRequest(
  store: Pick<Store, 'readiness' | 'decisions' | 'progress'>,
  { planning, timezone, rules }: Pick<Config, 'planning' | 'timezone' | 'rules'>,
  { batch, ...filter }: RequestFilter,
  { now, signal }: { readonly now: Instant; readonly signal?: AbortSignal },
): Promise<PlanRequest> {
  const { account, region } = filter
  const decisions = (await decisionsOf(store)).filter(
    (each) => (account?.includes(each.accountId) ?? true) && (region?.includes(each.region) ?? true),
  )
  const facts = new RequestFacts(decisions, now)
  const onRow = facts.add.bind(facts)
  const planFacts = await readPlanFacts(store, filter, { now, onRow, ...(signal && { signal }) })
  const instances = await readScopeInstances(store)
  const plan = planOf(planFacts, { ...planning, timezone, now, instances, decided: facts.decided })
  const request = makeRequest(plan, facts, { now, rules })
  if (batch === undefined) return { plan, request: { ...request, batches: request.batches.filter(isOpen) }, decisions }
  const batches = request.batches.filter(({ id }) => id === batch)
  if (batches.length === 0)
    throw new NoSuchBatch(
      batch,
      request.batches.map(({ id }) => id),
    )
  return { plan, request: { ...request, batches, support: [] }, decisions }
}
