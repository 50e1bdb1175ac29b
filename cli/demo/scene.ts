import { PlanBatches } from '../../functions/plan/plan-batches.ts'
import { readPlan } from '../../functions/plan/read-plan.ts'
import { decide } from '../../functions/state/decide.ts'
import type { Decided } from '../../functions/state/decision-request.ts'
import type { BatchDecision } from '../../shared/domain/decisions/decision.ts'
import { ofKind, standingDecisions } from '../../shared/domain/decisions/standing.ts'
import { type Scope, scopeId } from '../../shared/domain/scope.ts'
import { DAY, dayOf, HOUR, type Instant } from '../../shared/domain/time.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import { keyIdOf } from '../../simulator/sample-company/ids.ts'
import type { Day } from './nights.ts'

/** What a person of the sample company says of it. */
export interface Saying {
  readonly by: string
  readonly why: string
  /** How many days it holds; what need not end does not. */
  readonly days?: number
}

/** Somebody decides something, as `state` would write it. */
export async function say(day: Day, scope: Scope, decision: Decided, { by, why, days }: Saying): Promise<void> {
  const { store, config, terminal } = day
  const now = terminal.clock()
  const until = days === undefined ? {} : { until: dayOf(now + days * DAY) }
  const { find: findBatch } = new PlanBatches(store, config, now)
  await decide({ ...scope, decision, by, why, ...until }, { store, now, timezone: config.timezone, findBatch })
}

/** Takes the batch that holds a key of the company a step further; gives the keys that were in it when it was requested. */
export async function sayOfBatch(
  day: Day,
  scope: Scope,
  { keyName, ...decision }: { readonly keyName: string } & Omit<Extract<Decided, { kind: 'batch' }>, 'kind' | 'batch'>,
  saying: Saying,
): Promise<readonly string[]> {
  const known = await decidedBatch(day, scope, keyName)
  const batch = known?.batch ?? (await plannedBatch(day, keyName))
  await say(day, scope, { kind: 'batch', batch, ...decision }, saying)
  return (await decidedBatch(day, scope, keyName))?.keyIds ?? []
}

async function decidedBatch(
  { store, terminal }: Day,
  scope: Scope,
  keyName: string,
): Promise<BatchDecision | undefined> {
  const standing = standingDecisions(await decisionsOf(store, scopeId(scope)), terminal.clock())
  return ofKind(standing, 'batch').find(({ value }) => value.keyIds.includes(keyIdOf(keyName)))?.value
}

async function plannedBatch({ store, config, terminal }: Day, keyName: string): Promise<string> {
  const { batches } = await readPlan(store, config, terminal.clock())
  const found = batches.find(({ keys }) => keys.some(({ keyId }) => keyId === keyIdOf(keyName)))
  if (!found) throw new Error(`No batch of the plan has the key ${keyName}: see cli/demo/story.ts.`)
  return found.id
}

/** `hours` from the start of a day that lies so many days ahead of `now`. */
export function hourOf(now: Instant, days: number, hours: number): Instant {
  return Math.floor(now / DAY) * DAY + days * DAY + hours * HOUR
}
