import { createHash } from 'node:crypto'
import type { TaskId } from '../../../shared/cloud/fc/functions.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import type { LeaseOptions } from '../../../shared/store/lease-contract.ts'
import { usageLease } from '../../../shared/store/usage-lease.ts'
import type { Job } from '../services.ts'

/** A job of one account, as remains of a run. */
export type ScopedJob = Job & { readonly accountId: string }

/** What makes two jobs the same piece of work, however often it is dispatched. */
export function jobKey({ run, stage, accountId = '', region = '', pass = 0 }: Job): string {
  return [run, stage, accountId, region, pass].join(' ')
}

/** Under this id Function Compute takes a dispatch of a job once: of its own form (a letter first, then letters, digits, `_`, `-`), and readable. */
export function taskId(job: Job & { readonly attempt: number }): TaskId {
  const { stage, accountId = '', region = '', pass = 0, attempt } = job
  const hash = createHash('sha256').update(jobKey(job)).digest('hex').slice(0, 24)
  return [stage, accountId, region, hash, pass, attempt].filter((part) => part !== '').join('-')
}

/** The lease that a job works under. */
export function leaseOf({
  run,
  stage,
  accountId,
  region = '',
}: ScopedJob): Pick<LeaseOptions, 'scope' | 'name' | 'owner'> {
  return stage === 'usage'
    ? { ...usageLease(accountId), owner: `${run}/usage` }
    : { scope: scopeId({ accountId, region }), name: 'lease/scope', owner: `${run}/${stage}` }
}
