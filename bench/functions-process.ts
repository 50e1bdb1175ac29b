import { setMaxListeners } from 'node:events'
import { invoked } from '../functions/entry/invoked.ts'
import { jobOf } from '../functions/entry/job.ts'
import type { Start } from '../functions/run/fan-out/start.ts'
import type { Job } from '../functions/run/services.ts'
import { openCloud } from '../shared/cloud/open-cloud.ts'
import { ownCredentials } from '../shared/cloud/own-credentials.ts'
import { loadConfig } from '../shared/config/config.ts'
import { type Instant, MINUTE } from '../shared/domain/time.ts'
import { silentLog } from '../shared/log/log.ts'
import { sleep } from '../shared/net/sleep.ts'
import { FanOutLedger } from '../shared/store/fan-out-ledger.ts'
import { openTablestore } from '../shared/store/tablestore/open-tablestore.ts'
import { DEFAULT_ACCOUNT } from '../simulator/cloud/world.ts'
import { optionsOf, sendMessage } from './child.ts'
import { countRows } from './count-rows.ts'
import { MemoryMeter } from './memory-meter.ts'
import { invokeSchema, type MeasuredNight, nightOrderSchema } from './messages.ts'

// All functions of a spread night, in one process: each invocation opens tables and services of its own, as an instance would. What Function
// Compute does between them (its queue, repetitions, losses) is the cloud's.

const { now: first, variables } = nightOrderSchema.parse(optionsOf())
process.noDeprecation = true
const config = loadConfig(variables, { cwd: process.cwd() })
let time = { now: first, since: performance.now() }
const clock = () => time.now + performance.now() - time.since
const running = new AbortController()
setMaxListeners(0, running.signal)
/** How long an invocation of s.yaml reads, before it judges. */
const READING = 50 * MINUTE
/** A duplicate looks at a lease every 5 seconds; here it does so as often as invocations are short. */
const LOOK = 250

const meter = new MemoryMeter()
const cpu = process.cpuUsage()

process.on('message', async (message) => {
  const ask = invokeSchema.parse(message)
  if (ask.what === 'measure') return sendMessage(await measured())
  if (ask.what === 'open') return sendMessage({ open: await openAccounts() })
  const now = ask.what === 'timer' ? ask.now : ask.task.now
  // The cloud's clock leaps between timers.
  if (Math.abs(now - clock()) > MINUTE) time = { now, since: performance.now() }
  if (ask.what === 'timer') {
    const functionName = ask.start === 'night' ? 'cmk-readiness-inventory' : 'cmk-readiness-usage'
    return sendMessage({ id: ask.start, end: await invocation(functionName, ask.start) })
  }
  const { id, functionName, payload } = ask.task
  const job = jobOf(JSON.parse(payload), clock())
  if (!job) throw new Error('a task carries a job')
  sendMessage({ id, end: await invocation(functionName, job) })
})
process.on('disconnect', () => process.exit())
sendMessage({})

async function invocation(name: string, what: Job | Start): Promise<'returned' | 'threw'> {
  const store = await openTables({ areThere: typeof what !== 'string' })
  try {
    const services = {
      ...{ config, store, clock, log: silentLog, readUntil: clock() + READING },
      cloud: openCloud(config, { env: variables, clock, log: silentLog }),
      ...{ signal: running.signal, report: () => {} },
    }
    const context = { accountId: DEFAULT_ACCOUNT, function: { name } }
    const around = { context, end: services.signal, hasFailed: false }
    await invoked(what, around, services, (_: Instant, signal) => sleep(LOOK, [signal]))
    return 'returned'
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`)
    return 'threw'
  } finally {
    await store.close()
  }
}

async function openAccounts(): Promise<number> {
  const store = await openTables()
  try {
    return (await new FanOutLedger(store).accounts()).length
  } finally {
    await store.close()
  }
}

async function measured(): Promise<MeasuredNight> {
  const { user, system } = process.cpuUsage(cpu)
  const memory = meter.stop()
  const store = await openTables()
  const rows = await countRows(store)
  await store.close()
  return { ...rows, cpu: (user + system) / 1_000, memory }
}

function openTables({ areThere } = { areThere: true }) {
  if (config.store.kind !== 'tablestore') throw new Error('functions keep their tables in Tablestore')
  return openTablestore(config.store, { mode: 'write', areThere, credentials: ownCredentials(variables) })
}
