import { setMaxListeners } from 'node:events'
import { withFields } from '../shared/log.ts'
import type { Job, Services } from '../shared/runtime.ts'
import { assess } from './assess/stage.ts'
import { inventory } from './inventory/stage.ts'
import { usage } from './usage/stage.ts'

/** Jobs that run side by side: each scope has limits of its own, so regions need not wait for each other. */
const SIDE_BY_SIDE = 8

/**
 * `CMK_DISPATCH=local`: runs jobs, and every further job that comes of them, in this process. Returns all jobs that ran. A job that throws
 * ends the run: the others are stopped, and waited for so that they let their leases go.
 */
export async function runJobs(first: readonly Job[], services: Services): Promise<readonly Job[]> {
  const stop = new AbortController()
  const signal = AbortSignal.any([services.signal, stop.signal])
  // Every call that waits listens: hundreds at once are no leak.
  setMaxListeners(0, signal)
  const waiting = [...first]
  const known = new Set(first.map((job) => JSON.stringify(job)))
  const ran: Job[] = []
  const running = new Set<Promise<void>>()
  try {
    while (waiting.length > 0 || running.size > 0) {
      signal.throwIfAborted()
      const job = running.size < SIDE_BY_SIDE ? waiting.shift() : undefined
      if (!job) {
        await Promise.race(running)
        continue
      }
      ran.push(job)
      const work = runJob(job, { ...services, signal }).then((further) => {
        for (const next of further) {
          const name = JSON.stringify(next)
          if (!known.has(name)) waiting.push(next)
          known.add(name)
        }
        running.delete(work)
      })
      running.add(work)
    }
  } catch (error) {
    stop.abort(error)
    throw error
  } finally {
    await Promise.allSettled(running)
  }
  return ran
}

async function runJob(job: Job, services: Services): Promise<readonly Job[]> {
  const { run, stage, accountId, region } = job
  const scope = accountId === undefined ? undefined : accountId + (region === undefined ? '' : `:${region}`)
  const log = withFields(services.log, { run, stage, scope })
  const start = performance.now()
  const further = await stageOf(job, { ...services, log }).catch((error: unknown) => {
    if (!services.signal.aborted)
      log.warn('a job failed', { error: error instanceof Error ? error.name : typeof error })
    throw error
  })
  log.debug('a job is done', { milliseconds: Math.round(performance.now() - start), further: further.length })
  return further
}

function stageOf(job: Job, services: Services): Promise<readonly Job[]> {
  const { accountId, region } = job
  if (job.stage === 'usage' && accountId !== undefined) return usage({ ...job, accountId }, services)
  if (job.stage === 'assess' && accountId !== undefined && region !== undefined) {
    return assess({ ...job, accountId, region }, services)
  }
  return inventory(job, services)
}
