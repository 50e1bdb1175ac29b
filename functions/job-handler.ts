import { openCloud } from '../shared/cloud/open-cloud.ts'
import { ownCredentials } from '../shared/cloud/own-credentials.ts'
import { type Config, ConfigError } from '../shared/config.ts'
import type { Job, Services } from '../shared/runtime.ts'
import type { StoreMode } from '../shared/store/open-store.ts'
import type { Store } from '../shared/store/store.ts'
import { openTablestore } from '../shared/store/tablestore/open-tablestore.ts'
import { runJobs } from './dispatch.ts'
import { type Handler, handlerOf, type Invocation, type Result } from './handler.ts'
import { jobOf } from './job.ts'

/** The handler of a function that does jobs: the one that is its payload, else those that `start` finds. And all that come of them. */
export function jobHandler(start: (services: Services) => Promise<readonly Job[]>): Handler {
  return handlerOf(async (invocation) => {
    const given = jobOf(invocation.payload)
    const services = await openServices(invocation)
    const jobs = await runJobs(given ? [given] : await start(services), services)
    return summaryOf(jobs)
  })
}

/** The tables of a function: in Tablestore, because what an instance of a function keeps on its disk is gone with it. */
export function openTables(
  { config, env, end }: Pick<Invocation, 'config' | 'env' | 'end'>,
  mode: StoreMode,
): Promise<Store> {
  return openTablestore(tablestoreOf(config), { mode, credentials: ownCredentials(env), signal: end })
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

function tablestoreOf({ store }: Config): Extract<Config['store'], { kind: 'tablestore' }> {
  if (store.kind === 'tablestore') return store
  throw new ConfigError([
    'CMK_STORE is a file or not set; in a function it takes tablestore:https://<instance>.<region>.ots.aliyuncs.com',
  ])
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
