import { openCloud } from '../../shared/cloud/open-cloud.ts'
import { type JobsDone, runJobs, scopeOf } from '../run/dispatch.ts'
import type { Start } from '../run/fan-out/start.ts'
import { newRun, reassessJobs, resumeJobs } from '../run/resume.ts'
import type { Job, Services } from '../run/services.ts'
import { type Handler, handlerOf, type Invocation, type Result } from './handler.ts'
import { jobOf } from './job.ts'
import { openTables } from './open-tables.ts'
import { isWorthRetrying } from './retryable.ts'

const STARTS: Readonly<Record<Start, (services: Services) => Promise<readonly Job[]>>> = {
  night: async ({ clock }) => [newRun(clock())],
  rest: resumeJobs,
  reassessment: reassessJobs,
}

/**
 * The handler of a function that does jobs: the one that is its payload, else those that it starts with. And all that come of them, here or, where
 * CMK_DISPATCH says so, in invocations of their own.
 */
export function jobHandler(start: Start): Handler {
  return handlerOf(async (invocation) => {
    const given = jobOf(invocation.payload, Date.now())
    const services = await openServices(invocation, given)
    if (invocation.config.dispatch.kind !== 'local') {
      const { invoked } = await import('./invoked.ts')
      return invoked(given ?? start, invocation, services)
    }
    // What has failed elsewhere is part of what is left.
    const jobs = given && !invocation.hasFailed ? [given] : await STARTS[start](services)
    return resultOf(await runJobs(jobs, services), services)
  })
}

async function openServices(invocation: Invocation, given: Job | undefined): Promise<Services> {
  const { config, env, log, signal, readUntil } = invocation
  const clock = Date.now
  // Whoever dispatched the job has found the tables. Thousands of invocations that look again would take longer than their work.
  const store = await openTables(invocation, 'write', { areThere: given?.attempt !== undefined })
  return {
    config,
    store,
    cloud: openCloud(config, { env, log, clock }),
    log,
    clock,
    signal,
    readUntil,
    report: () => {},
  }
}

/** Throws where a failed job is worth a second invocation: what was done is then only looked at again. */
function resultOf({ ran, failures }: JobsDone, { log }: Services): Result {
  for (const { job, error } of failures) {
    log.error(messageOf(error), { run: job.run, stage: job.stage, scope: scopeOf(job) })
  }
  const [failure] = failures
  const passing = failures.find(({ error }) => isWorthRetrying(error))
  if (passing) throw passing.error
  const count = (stage: Job['stage']) => ran.filter((job) => job.stage === stage).length
  const [first] = ran
  return {
    status: failure ? 'failed' : 'done',
    ...(failure ? { error: messageOf(failure.error), failures: failures.length } : {}),
    ...(first ? { run: first.run, asOf: first.asOf } : {}),
    jobs: { inventory: count('inventory'), usage: count('usage'), assess: count('assess') },
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
