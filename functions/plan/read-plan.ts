import type { Config } from '../../shared/config/settings.ts'
import { ofKind, standingDecisions } from '../../shared/domain/decisions/standing.ts'
import { planOf } from '../../shared/domain/plan/make-plan.ts'
import type { DecidedBatch, Plan } from '../../shared/domain/plan/plan.ts'
import { PlanFacts } from '../../shared/domain/plan/plan-facts.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import type { Selection } from '../../shared/domain/selection.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import type { Store } from '../../shared/store/store.ts'
import { readScopeInstances } from './read-scope-instances.ts'

export type PlanFilter = Pick<Selection, 'account' | 'region'>

interface ReadingOptions {
  readonly now: Instant
  readonly signal?: AbortSignal
  /** Told of each row that is read, so that others need not read it again. */
  readonly onRow?: (row: ReadinessRow) => void
}

/** What the table says that a plan is made of, of some accounts and regions or of all. */
export async function readPlanFacts(
  store: Pick<Store, 'readiness'>,
  { account, region }: PlanFilter,
  { now, signal, onRow }: ReadingOptions,
): Promise<PlanFacts> {
  const facts = new PlanFacts(now)
  for await (const row of store.readiness.list()) {
    signal?.throwIfAborted()
    if (account && !account.includes(row.accountId)) continue
    if (region && !region.includes(row.region)) continue
    facts.add(row)
    onRow?.(row)
  }
  return facts
}

/** The batches that people have decided about, of every account and region. */
export async function readDecidedBatches(
  store: Pick<Store, 'decisions'>,
  now: Instant,
): Promise<readonly DecidedBatch[]> {
  return ofKind(standingDecisions(await decisionsOf(store), now), 'batch')
}

/** The plan by the settings, as pages, the API and the report show it. */
export async function readPlan(
  store: Pick<Store, 'readiness' | 'progress' | 'decisions'>,
  { planning, timezone }: Pick<Config, 'planning' | 'timezone'>,
  now: Instant,
  filter: PlanFilter = {},
): Promise<Plan> {
  const [facts, instances, decided] = await Promise.all([
    readPlanFacts(store, filter, { now }),
    readScopeInstances(store),
    readDecidedBatches(store, now),
  ])
  return planOf(facts, { ...planning, timezone, now, instances, decided })
}
