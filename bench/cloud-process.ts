import * as z from 'zod'
import { openCloud } from '../shared/cloud/open-cloud.ts'
import { loadConfig } from '../shared/config/config.ts'
import { DAY } from '../shared/domain/time.ts'
import { silentLog } from '../shared/log/log.ts'
import { startCloud } from '../simulator/cloud/cloud.ts'
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from '../simulator/cloud/world.ts'
import { optionsOf, sendMessage } from './child.ts'
import { company } from './company.ts'
import { deliver } from './delivered.ts'
import { FunctionQueue } from './function-queue.ts'
import { askSchema, cloudOrderSchema } from './messages.ts'

// The simulated cloud of one measurement: away from the program that is measured, in memory and on a core of its own.

const order = cloudOrderSchema.parse(optionsOf())
let clock = { now: order.now, since: performance.now() }
const world = company(order.company)
if (order.delivered) await deliver(world, order.delivered)
const now = () => clock.now + performance.now() - clock.since
const cloud = await startCloud(world, {
  clock: now,
  quotas: order.quotas,
  latency: order.latency,
})
await makeIndexes()
const queue = new FunctionQueue(cloud, now)
let reported = cloud.calls.length

process.on('message', (message) => {
  const ask = askSchema.parse(message)
  if (ask.what === 'clock') {
    clock = { now: ask.now, since: performance.now() }
    return sendMessage({})
  }
  if (ask.what !== 'calls') return queue.hear(ask)
  const calls = cloud.calls.slice(reported).map(({ service, action, params, ...call }) => {
    const { at, status, code, rowsRead, rowsWritten, unitsRead, unitsWritten, bytesSent, region, accountId = '' } = call
    const request = JSON.stringify([action, params])
    const rows = { rowsRead, rowsWritten, unitsRead, unitsWritten }
    return { service, accountId, region, action, request, at, status, code, ...rows, bytesSent }
  })
  reported = cloud.calls.length
  sendMessage({ calls })
})
process.on('disconnect', () => process.exit())
sendMessage({ variables: z.record(z.string(), z.string()).parse(cloud.environment()) })

/** The trail sorts its events on the first lookups, which takes longer for a million of them than the program waits for an answer. */
async function makeIndexes(): Promise<void> {
  const config = loadConfig({ ...cloud.environment(), CMK_TRAIL_QPS: '1000' }, { cwd: process.cwd() })
  const timeouts = { connect: 600_000, read: 600_000 }
  const there = openCloud(config, { env: cloud.environment(), log: silentLog, timing: { timeouts } })
  const trail = there.actionTrail({ accountId: DEFAULT_ACCOUNT, region: DEFAULT_REGION })
  const window = { from: order.now - DAY, to: order.now }
  await trail.lookupEvents({ attribute: { key: 'ServiceName', value: 'Kms' }, ...window })
  await trail.lookupEvents({ attribute: { key: 'EventName', value: 'ReEncrypt' }, ...window })
}
