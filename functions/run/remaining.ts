import { scopeId } from '../../shared/domain/scope.ts'
import type { RunPlan, UsageMark } from '../../shared/store/run-marks.ts'
import { accountScope, ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Job } from './services.ts'

/** A run of an account, with what it set out to do. */
export type AccountPlan = RunPlan & { readonly accountId: string }

/**
 * Readings of the trail that one night makes of an account at most, where each is cut off by the end of its process: the budget of the night
 * ends them sooner, unless processes are so short that they read nothing.
 */
const MAX_PASSES = 50

/**
 * What is left of a run, by its plan and its marks: regions that inventory did not come to, else the trail where it is not read, else scopes
 * that were not judged since it was. `budget`: how long a night may read the trail (milliseconds), for who comes later: what it has not used up is read once more.
 */
export async function remainingJobs(
  { run, asOf, accountId, regions }: AccountPlan,
  store: Pick<Store, 'progress'>,
  { budget = 0 }: { readonly budget?: number } = {},
): Promise<readonly Job[]> {
  const progressOf = (region: string) => new ScopeProgress(store, scopeId({ accountId, region }))
  const lists = await Promise.all(
    regions.map(async (region) => ({ region, mark: await progressOf(region).inventoryMark(run) })),
  )
  const unlisted = lists.filter(({ mark }) => !mark)
  const job = { run, asOf, accountId }
  if (unlisted.length > 0) return unlisted.map(({ region }) => ({ ...job, stage: 'inventory', region }))
  const listed = lists.flatMap(({ region, mark }) => (mark?.ok ? [region] : []))
  if (listed.length === 0) return []
  const read = await new ScopeProgress(store, accountScope(accountId)).usageMark(run)
  if (!read || goesOn(read) || (!read.complete && (read.readFor ?? 0) < budget)) {
    return [{ ...job, stage: 'usage', pass: (read?.pass ?? 0) + 1 }]
  }
  const { pass } = read
  const judged = await Promise.all(
    listed.map(async (region) => ({ region, mark: await progressOf(region).assessMark(run) })),
  )
  return judged.flatMap(({ region, mark }) =>
    mark && mark.pass === pass ? [] : [{ ...job, stage: 'assess' as const, region, ...(pass && { pass }) }],
  )
}

function goesOn({ goesOn = false, pass = 0 }: UsageMark): boolean {
  return goesOn && pass < MAX_PASSES
}
