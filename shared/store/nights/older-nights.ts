import pMap from 'p-map'
import { parseScopeId, scopeId } from '../../domain/scope.ts'
import { accountScope, ScopeProgress } from '../scope-progress.ts'
import type { Store } from '../store.ts'
import { type AccountNight, newNight, withJudged } from './account-nights.ts'
import { olderName } from './older-diagnostics.ts'

type Tables = Pick<Store, 'progress'>

/** Accounts that are asked side by side. */
const SIDE_BY_SIDE = 8

/** How far the last run of each account has come, by account, by its plan and the marks of its regions. Asks each. */
export async function olderNights(store: Tables): Promise<ReadonlyMap<string, AccountNight>> {
  // Every account that a run of an older version has begun with has this one.
  const scopes = await store.progress.scopesWith(olderName('inventory'))
  const accounts = [...new Set(scopes.map((scope) => parseScopeId(scope).accountId))]
  const nights = new Map<string, AccountNight>()
  const read = async (accountId: string) => {
    const night = await nightOf(store, accountId)
    if (night) nights.set(accountId, night)
  }
  await pMap(accounts, read, { concurrency: SIDE_BY_SIDE })
  return nights
}

async function nightOf(store: Tables, accountId: string): Promise<AccountNight | undefined> {
  const plan = await new ScopeProgress(store, accountScope(accountId)).latestPlan()
  if (!plan) return undefined
  let night = newNight(plan)
  for (const region of plan.regions) {
    const progress = new ScopeProgress(store, scopeId({ accountId, region }))
    const mark = await progress.assessMark(plan.run)
    if (mark) night = withJudged(night, region, mark)
    else if ((await progress.inventoryMark(plan.run))?.ok === false)
      night = { ...night, refused: [...night.refused, region] }
  }
  return night
}
