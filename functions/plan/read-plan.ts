import type { Config } from '../../shared/config/settings.ts'
import { ofKind, standingDecisions } from '../../shared/domain/decisions/standing.ts'
import { planOf } from '../../shared/domain/plan/make-plan.ts'
import type { Plan, PlanOptions } from '../../shared/domain/plan/plan.ts'
import { PlanFacts } from '../../shared/domain/plan/plan-facts.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import type { Selection } from '../../shared/domain/selection.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import { rowsOfScopes } from '../../shared/store/selected/rows-of-scopes.ts'
import { scopesToRead } from '../../shared/store/selected/scopes-to-read.ts'
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
  { readiness }: Pick<Store, 'readiness'>,
  filter: PlanFilter,
  { now, signal, onRow }: ReadingOptions,
): Promise<PlanFacts> {
  const facts = new PlanFacts(now)
  const { account, region } = filter
  const scopes = account || region ? scopesToRead(await readiness.scopeSummaries(), filter, now) : undefined
  for await (const row of scopes ? rowsOfScopes(readiness, scopes) : readiness.list()) {
    signal?.throwIfAborted()
    if (account && !account.includes(row.accountId)) continue
    if (region && !region.includes(row.region)) continue
    facts.add(row)
    onRow?.(row)
  }
  return facts
}

/** What the tables hold besides keys that a plan is made with, of every account and region: KMS instances, and batches that people have decided about. */
export async function readPlanSettings(
  store: Pick<Store, 'progress' | 'decisions'>,
  now: Instant,
): Promise<Required<Pick<PlanOptions, 'instances' | 'decided'>>> {
  const [instances, decisions] = await Promise.all([readScopeInstances(store), decisionsOf(store)])
  return { instances, decided: ofKind(standingDecisions(decisions, now), 'batch') }
}

/** The plan by the settings, as pages, the API and the report show it. */
export async function readPlan(
  store: Pick<Store, 'readiness' | 'progress' | 'decisions'>,
  { planning, timezone }: Pick<Config, 'planning' | 'timezone'>,
  now: Instant,
  filter: PlanFilter = {},
): Promise<Plan> {
  const [facts, stored] = await Promise.all([readPlanFacts(store, filter, { now }), readPlanSettings(store, now)])
  return planOf(facts, { ...planning, timezone, now, ...stored })
}
