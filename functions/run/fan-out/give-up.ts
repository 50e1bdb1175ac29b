import { message } from '../../../shared/domain/messages/message.ts'
import type { Diagnostic } from '../../../shared/domain/readiness.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import type { FanOutLedger } from '../../../shared/store/fan-out-ledger.ts'
import { accountScope, ScopeProgress } from '../../../shared/store/scope-progress.ts'
import { scopeOf } from '../dispatch.ts'
import type { Services } from '../services.ts'
import { MAX_ATTEMPTS } from './choose.ts'
import type { ScopedJob } from './job-key.ts'

/**
 * Ends what would not end: a job that was dispatched as often as one is, or that failed in a way which stays. What can be judged without it is,
 * and the diagnostic names it.
 */
export async function giveUp(
  job: ScopedJob,
  diagnostic: Diagnostic,
  { store, ledger, log }: Pick<Services, 'store' | 'log'> & { readonly ledger: FanOutLedger },
): Promise<void> {
  const { run, asOf, stage, accountId, region } = job
  log.error('a job is given up', { run, stage, scope: scopeOf(job) })
  if (stage === 'usage' || region === undefined) {
    const account = new ScopeProgress(store, accountScope(accountId))
    await account.putDiagnostics('usage', [diagnostic])
    const pass = ((await account.usageMark(run))?.pass ?? 0) + 1
    return account.putUsageMark({ run, asOf, complete: false, pass })
  }
  const scope = new ScopeProgress(store, scopeId({ accountId, region }))
  await scope.putDiagnostics(stage, [diagnostic])
  if (stage === 'inventory') return scope.putInventoryMark({ run, asOf, ok: false, keys: 0 })
  return ledger.giveUp(accountId, region)
}

/** What is said of a job that never came to an end. */
export function lostJob({ stage, asOf, accountId, region }: ScopedJob): Diagnostic {
  return {
    ...{ accountId, stage, asOf, status: 'error', action: stage, fatal: true },
    ...(region === undefined ? {} : { region }),
    message: message('job-lost', { stage, attempts: MAX_ATTEMPTS }),
    advice: message('find-lost-job'),
  }
}
