import type { AccountList } from '../../shared/cloud/cloud.ts'
import { homeRegion } from '../../shared/cloud/endpoints.ts'
import { CloudError, callFailure } from '../../shared/cloud/errors.ts'
import { message } from '../../shared/domain/messages/message.ts'
import type { Diagnostic } from '../../shared/domain/readiness.ts'
import { parseScopeId } from '../../shared/domain/scope.ts'
import { gatherNights } from '../../shared/store/nights/read-nights.ts'
import { RunAccounts } from '../../shared/store/run-accounts.ts'
import { accountScope, ScopeProgress } from '../../shared/store/scope-progress.ts'
import { cloudDiagnostic } from '../run/diagnostic.ts'
import type { Job, Services } from '../run/services.ts'
import { readAddresses } from './read-addresses.ts'

/** Lists the accounts of a run, and makes one job each: none waits for another to be entered. Says which are not among them any more. */
export async function planRun(job: Job, services: Services): Promise<readonly Job[]> {
  const { config, store, log } = services
  // What older versions left is laid together before anything is added to it.
  await gatherNights(store)
  await store.readiness.noteAll()
  const { accounts, refused } = await listed(job, services)
  for (const warning of config.warnings) log.warn(warning)
  for (const { account, error } of refused) await refuse(account, error, job, services)
  const ids = accounts.map(({ accountId }) => accountId)
  const wanted = [...ids, ...refused.map(({ account }) => account)]
  const runs = new RunAccounts(store)
  const known = (await runs.latest())?.accounts ?? []
  for (const accountId of known.filter((each) => !wanted.includes(each))) {
    log.warn('an account is no longer among those to audit', { scope: accountId })
    await new ScopeProgress(store, accountScope(accountId)).putDiagnostics('inventory', [leftAccount(accountId, job)])
  }
  // Behind what is said of them: cut off in between, the next run says it.
  await runs.put({ run: job.run, asOf: job.asOf, accounts: wanted })
  return ids.map((accountId) => ({ ...job, accountId }))
}

/** To be told, and no failure: accounts come and go. */
function leftAccount(accountId: string, { asOf }: Job): Diagnostic {
  return {
    ...{ accountId, stage: 'inventory', asOf, status: 'skipped', action: 'ListAccounts', fatal: false },
    ...{ message: message('account-left', { account: accountId }), advice: message('account-left-advice') },
  }
}

/** Throws where the accounts cannot be listed: nothing is known of the night then. Who looks at the tables finds out why. */
async function listed(job: Job, { cloud, store, signal }: Services): Promise<AccountList> {
  try {
    return await cloud.listAccounts({ signal })
  } catch (caught) {
    const error = callFailure(caught)
    const caller = error.service === 'resourcedirectory' ? await cloud.caller({ signal }) : undefined
    if (caller)
      await new ScopeProgress(store, accountScope(caller.accountId)).putDiagnostics('inventory', [
        cloudDiagnostic(error, { accountId: caller.accountId, stage: 'inventory', asOf: job.asOf }, true),
      ])
    throw error
  }
}

/** Enters an account, lists its regions, and makes one job each. One that refuses is told, and costs no other anything. */
export async function planAccount(
  job: Job & { readonly accountId: string },
  services: Services,
): Promise<readonly Job[]> {
  const { cloud, config, store, signal } = services
  const { accountId, run, asOf } = job
  const progress = new ScopeProgress(store, accountScope(accountId))
  try {
    await cloud.enter(accountId, { signal })
  } catch (caught) {
    // Without a plan: whoever goes on with the night tries it again.
    await refuse(accountId, callFailure(caught), job, services)
    return []
  }
  try {
    const regions = config.regions === 'all' ? await allRegions(accountId, services) : config.regions
    await progress.putRunPlan({ run, asOf, regions })
    await progress.putDiagnostics('inventory', await readAddresses(job, regions, services))
    return regions.map((region) => ({ ...job, region }))
  } catch (caught) {
    const error = callFailure(caught)
    await progress.putRunPlan({ run, asOf, regions: [] })
    await refuse(accountId, error, job, services)
    return []
  }
}

async function refuse(accountId: string, error: Error, { asOf }: Job, { store, log }: Services): Promise<void> {
  log.error(error.message, { scope: accountId })
  if (!(error instanceof CloudError)) return
  await new ScopeProgress(store, accountScope(accountId)).putDiagnostics('inventory', [
    cloudDiagnostic(error, { accountId, stage: 'inventory', asOf }, true),
  ])
}

/** Every region that KMS names, and those that it does not name any more but in which the table holds keys of the account. */
async function allRegions(
  accountId: string,
  { cloud, config, store, signal }: Pick<Services, 'cloud' | 'config' | 'store' | 'signal'>,
): Promise<readonly string[]> {
  const named = await cloud.kms({ accountId, region: homeRegion(config) }).describeRegions({ signal })
  const known = (await store.progress.scopesWith('aliases/seen', accountId)).map(parseScopeId)
  return [...new Set([...named, ...known.map(({ region }) => region)])]
}
