import type { Diagnostic } from '../../shared/domain/readiness.ts'
import { byScope, type Scope, scopeId } from '../../shared/domain/scope.ts'
import { DiagnosticsTable } from '../../shared/store/nights/diagnostics-table.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import { failedJob } from './diagnostic.ts'
import { runJobs } from './dispatch.ts'
import { newRun } from './resume.ts'
import type { Services } from './services.ts'
import { unansweredJobs } from './unanswered.ts'

/** How one night went. */
export interface Night {
  readonly run: string
  /** ISO 8601 UTC. */
  readonly asOf: string
  /** Scopes in which keys were judged. */
  readonly judged: readonly Scope[]
  /** Keys that were judged. */
  readonly keys: number
  /** Everything that kept the run from seeing all: gaps, unread facts, refusing regions. Exit status 3 when there is any. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * All stages for every configured scope, in this process. Throws what kept every scope from being judged (a `CloudError` when not even
 * the caller is known); a scope that fails beside others is a diagnostic. Ends early, leases let go, when `services.signal` aborts.
 */
export async function runNight(services: Services): Promise<Night> {
  const first = newRun(services.clock())
  const diagnosticsNow = async () =>
    (await new DiagnosticsTable(services.store).all()).filter((each) => each.asOf === first.asOf)
  const done = await runJobs([first], services)
  const again = unansweredJobs(first, done.ran, await diagnosticsNow())
  if (again.length > 0) await services.cloud.cooledDown(services.signal)
  const second = await runJobs(again, services)
  const ran = [...done.ran, ...second.ran]
  const failures = [...done.failures, ...second.failures]
  const judged: Scope[] = []
  let keys = 0
  // Accounts are entered side by side: whichever came first is no matter.
  const scopes = ran.flatMap(({ accountId, region, stage }) =>
    accountId === undefined || region === undefined || stage !== 'inventory' ? [] : [{ accountId, region }],
  )
  const unique = new Map(scopes.map((scope) => [scopeId(scope), scope]))
  for (const { accountId, region } of [...unique.values()].sort(byScope)) {
    const progress = new ScopeProgress(services.store, scopeId({ accountId, region }))
    const mark = await progress.assessMark(first.run)
    if (mark) {
      judged.push({ accountId, region })
      keys += mark.keys
    }
  }
  const [failure] = failures
  if (failure && judged.length === 0) throw failure.error
  const { run, asOf } = first
  const diagnostics = await diagnosticsNow()
  return {
    run,
    asOf,
    judged,
    keys,
    diagnostics: [...diagnostics, ...failures.map(({ job, error }) => failedJob(job, error))],
  }
}
