import { openCloud } from '../../shared/cloud/open-cloud.ts'
import type { Job, Services } from '../../shared/runtime.ts'
import { runJobs } from '../dispatch.ts'
import { type Handler, handlerOf, type Invocation, type Result } from './handler.ts'
import { jobOf } from './job.ts'
import { openTables } from './open-tables.ts'

/** The handler of a function that does jobs: the one that is its payload, else those that `start` finds. And all that come of them. */
export function jobHandler(start: (services: Services) => Promise<readonly Job[]>): Handler {
  return handlerOf(async (invocation) => {
    const given = jobOf(invocation.payload, Date.now())
    const services = await openServices(invocation)
    const jobs = await runJobs(given ? [given] : await start(services), services)
    return summaryOf(jobs)
  })
}

async function openServices(invocation: Invocation): Promise<Services> {
  const { config, env, log, signal, readUntil } = invocation
  const clock = Date.now
  const store = await openTables(invocation, 'write')
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

function summaryOf(jobs: readonly Job[]): Result {
  const count = (stage: Job['stage']) => jobs.filter((job) => job.stage === stage).length
  const [first] = jobs
  return {
    status: 'done',
    ...(first ? { run: first.run, asOf: first.asOf } : {}),
    jobs: { inventory: count('inventory'), usage: count('usage'), assess: count('assess') },
  }
}
