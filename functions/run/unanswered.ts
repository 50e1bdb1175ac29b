import type { Diagnostic } from '../../shared/domain/readiness.ts'
import type { Job } from './services.ts'

type Place = Pick<Diagnostic, 'stage' | 'accountId'> & { readonly region: string | undefined }

/**
 * Jobs of a night in one process that are worth another try at its end: an endpoint was given up that has answered other accounts. It may have been
 * silent for a minute, and while its calls failed at once, the turn of many accounts came and went. One that answered nobody is not asked again.
 */
export function unansweredJobs(
  { run, asOf }: Pick<Job, 'run' | 'asOf'>,
  ran: readonly Job[],
  diagnostics: readonly Diagnostic[],
): readonly Job[] {
  const missed = diagnostics
    .filter(({ status, code, fatal }) => status === 'unreachable' && (fatal || code === 'Unreachable'))
    .map(({ stage, accountId, region }): Place => ({ stage, accountId, region }))
  const names = new Set(missed.map(nameOf))
  const hasAnsweredOthers = ({ stage, accountId, region }: Place) =>
    ran.some(
      (job) =>
        job.stage === 'inventory' &&
        job.accountId !== undefined &&
        job.accountId !== accountId &&
        job.region === region &&
        !names.has(nameOf({ stage, accountId: job.accountId, region })),
    )
  const jobs = missed.filter(hasAnsweredOthers).map(({ stage, accountId, region }): Job => {
    const job = { run, asOf, stage, accountId }
    // The trail of an account is read for all of its regions at once.
    return stage === 'usage' || region === undefined ? job : { ...job, region }
  })
  return [...new Map(jobs.map((job) => [JSON.stringify(job), job])).values()]
}

function nameOf({ stage, accountId, region = '' }: Place): string {
  return `${stage} ${accountId} ${region}`
}
