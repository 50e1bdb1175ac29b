import { callFailure } from '../../shared/cloud/errors.ts'
import { type AliasRecord, mergeAliasRecords } from '../../shared/domain/alias-history.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import { withOwnCalls } from '../../shared/domain/source-proof.ts'
import { DAY, type Instant, SECOND } from '../../shared/domain/time.ts'
import { withLease } from '../../shared/store/lease.ts'
import { accountScope, ScopeProgress } from '../../shared/store/scope-progress.ts'
import { cloudDiagnostic, failedJob } from '../run/diagnostic.ts'
import { rethrowIfFatal } from '../run/scope-failure.ts'
import type { Job, Services } from '../run/services.ts'
import { planAccount, planRun } from './plan-run.ts'
import { readScope, type ScopeReading } from './read-scope.ts'
import { ResumedReads } from './resumed-reads.ts'

/**
 * With nothing: lists the accounts, and makes one job each. With an account: enters it, lists its regions, and makes one job each. With a scope:
 * lists its keys, and starts `usage` when it was the last.
 */
export async function inventory(job: Job, services: Services): Promise<readonly Job[]> {
  const { accountId, region } = job
  if (accountId === undefined) return planRun(job, services)
  return region === undefined
    ? planAccount({ ...job, accountId }, services)
    : inventoryOf({ ...job, accountId, region }, services)
}

/** DescribeKey and ListKeyVersions. */
const CALLS_PER_KEY = 2

async function inventoryOf(
  job: Job & { readonly accountId: string; readonly region: string },
  services: Services,
): Promise<readonly Job[]> {
  const { store, cloud, clock, signal, run } = { ...services, run: job.run }
  const scope = { accountId: job.accountId, region: job.region }
  const progress = new ScopeProgress(store, scopeId(scope))
  const about = { ...scope, stage: 'inventory', asOf: job.asOf } as const
  const mark = { run, asOf: job.asOf }
  const list = withLease(
    store,
    { scope: scopeId(scope), name: 'lease/scope', owner: `${run}/inventory`, clock, signal },
    async (lease) => {
      const known = new Map((await progress.snapshots()).map((key) => [key.keyId, key]))
      const onKey = (done: number, total: number) => {
        const { rate } = cloud.pace(scope, 'kms')
        const timeLeft = ((total - done) * CALLS_PER_KEY * SECOND) / rate
        services.report({ stage: 'inventory', ...scope, done, total, unit: 'keys', callsPerSecond: rate, timeLeft })
      }
      const startedAt = wholeSecond(clock())
      const kms = cloud.kms(scope)
      const answers = await ResumedReads.open(progress, { run, fence: lease.generation })
      let reading: ScopeReading
      try {
        const resources = { scope, services: services.config.resources, resources: cloud.resources(scope) }
        const hasDestination = services.config.planning.destinations[scope.region] !== undefined
        const asked = { known, resources, hasDestination }
        const question = { ...asked, asOf: job.asOf, now: clock(), signal: lease.signal, onKey }
        reading = await readScope(kms, { ...question, calls: answers.calls(kms) })
      } catch (caught) {
        if (signal.aborted) await answers.save()
        const error = callFailure(caught)
        await progress.putDiagnostics('inventory', [cloudDiagnostic(error, about, true)], lease.generation)
        await progress.putInventoryMark({ ...mark, ok: false, keys: 0 }, lease.generation)
        await answers.drop()
        return
      }
      await progress.putSnapshots(reading.keys, lease.generation)
      if (reading.instances) await progress.putInstances({ asOf: job.asOf, ...reading.instances }, lease.generation)
      // Of these calls the trail must tell, or it is not the trail of this scope.
      const calls = { from: startedAt, to: wholeSecond(clock()) + SECOND }
      const oldest = Date.parse(job.asOf) - services.config.observationDays * DAY
      await progress.putOwnCalls(withOwnCalls(await progress.ownCalls(), calls, oldest), lease.generation)
      const seen = mergeAliasRecords(await progress.aliasRecordsOf('seen'), seenAliases(reading, clock()))
      await progress.putAliasRecords('seen', seen, lease.generation)
      const diagnostics = reading.errors.map(({ error, keyId }) =>
        cloudDiagnostic(error, { ...about, ...(keyId ? { keyId } : {}) }),
      )
      await progress.putDiagnostics('inventory', diagnostics, lease.generation)
      await progress.putInventoryMark({ ...mark, ok: true, keys: reading.keys.length }, lease.generation)
      await answers.drop()
    },
  )
  await list.catch(async (caught: unknown) => {
    const failure = failedJob(job, rethrowIfFatal(caught, signal))
    services.log.error(inEnglish(failure.message))
    await progress.putDiagnostics('inventory', [failure])
    await progress.putInventoryMark({ ...mark, ok: false, keys: 0 })
  })
  return (await isLast(job, services)) ? [{ run, asOf: job.asOf, stage: 'usage', accountId: job.accountId }] : []
}

/**
 * True when every region of the account's plan has been listed, or has refused. Two that see it at once both start `usage`: the same job,
 * which runs once in a process, and a second time elsewhere finds nothing left to read.
 */
async function isLast(
  { run, accountId }: { readonly run: string; readonly accountId: string },
  { store }: Services,
): Promise<boolean> {
  const plan = await new ScopeProgress(store, accountScope(accountId)).runPlan(run)
  if (!plan) return false
  const marks = await Promise.all(
    plan.regions.map((region) => new ScopeProgress(store, scopeId({ accountId, region })).inventoryMark(run)),
  )
  return marks.every((mark) => mark !== undefined)
}

/** Moments are stored to the second. */
function wholeSecond(at: Instant): Instant {
  return Math.floor(at / SECOND) * SECOND
}

/** What ListAliases showed in this run: it tells what an alias named before the first event that moves it. */
function seenAliases({ aliases }: ScopeReading, at: Instant): AliasRecord[] {
  return [...(aliases ?? [])].flatMap(([keyId, names]) =>
    names.map((alias) => ({ alias, at, kind: 'seen' as const, keyId })),
  )
}
