import { setMaxListeners } from 'node:events'
import { scopeId } from '../../shared/domain/scope.ts'
import { withFields } from '../../shared/log/log.ts'
import { assess } from '../assess/stage.ts'
import { inventory } from '../inventory/stage.ts'
import { usage } from '../usage/stage.ts'
import type { Job, Services } from './services.ts'

/** A job that threw. */
export interface JobFailure {
  readonly job: Job
  readonly error: unknown
}

/** All jobs that ran, and those of them that failed. */
export interface JobsDone {
  readonly ran: readonly Job[]
  readonly failures: readonly JobFailure[]
}

/**
 * `CMK_DISPATCH=local`: runs jobs, and every further job that comes of them, in this process, as many at once as CMK_FANOUT says: each scope has
 * limits of its own, so regions need not wait for each other. A job that throws costs what would have come of it and nothing else. Throws the signal's reason when it is aborted, once every job has ended and let its lease go.
 */
export async function runJobs(first: readonly Job[], services: Services): Promise<JobsDone> {
  const { signal, config } = services
  const { total, perAccount } = config.fanOut
  // Every call that waits listens: hundreds at once are no leak.
  setMaxListeners(0, signal)
  const waiting = [...first]
  const known = new Set(first.map((job) => JSON.stringify(job)))
  const ran: Job[] = []
  const failures: JobFailure[] = []
  const running = new Map<Promise<void>, string | undefined>()
  const mayRun = ({ accountId }: Job) => [...running.values()].filter((each) => each === accountId).length < perAccount
  while (running.size > 0 || (waiting.length > 0 && !signal.aborted)) {
    const next = running.size < total && !signal.aborted ? waiting.findIndex(mayRun) : -1
    const [job] = next === -1 ? [] : waiting.splice(next, 1)
    if (!job) {
      await Promise.race(running.keys())
      continue
    }
    ran.push(job)
    const work = runJob(job, services)
      .then((further) => {
        for (const next of further) {
          const name = JSON.stringify(next)
          if (!known.has(name)) waiting.push(next)
          known.add(name)
        }
      })
      .catch((error: unknown) => {
        failures.push({ job, error })
      })
      .finally(() => running.delete(work))
    running.set(work, job.accountId)
  }
  signal.throwIfAborted()
  return { ran, failures }
}

/** Runs one job; gives the jobs that come of it. */
export async function runJob(job: Job, services: Services): Promise<readonly Job[]> {
  const { run, stage } = job
  const log = withFields(services.log, { run, stage, scope: scopeOf(job) })
  const start = performance.now()
  const milliseconds = () => Math.round(performance.now() - start)
  services.onJob?.({ job })
  let further: readonly Job[] | undefined
  try {
    further = await stageOf(job, { ...services, log })
    log.debug('a job is done', { milliseconds: milliseconds(), further: further.length })
    return further
  } finally {
    services.onJob?.({ job, ended: { milliseconds: milliseconds(), further: further?.length } })
  }
}

/** What a job is about, as log lines name it. */
export function scopeOf({ accountId, region }: Job): string | undefined {
  return accountId === undefined || region === undefined ? accountId : scopeId({ accountId, region })
}

function stageOf(job: Job, services: Services): Promise<readonly Job[]> {
  const { accountId, region } = job
  if (job.stage === 'usage' && accountId !== undefined) return usage({ ...job, accountId }, services)
  if (job.stage === 'assess' && accountId !== undefined && region !== undefined) {
    return assess({ ...job, accountId, region }, services)
  }
  return inventory(job, services)
}
