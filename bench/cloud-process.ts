import * as z from 'zod'
import { startCloud } from '../simulator/cloud/cloud.ts'
import { optionsOf, sendMessage } from './child.ts'
import { company } from './company.ts'
import { askSchema, cloudOrderSchema } from './messages.ts'

// The simulated cloud of one measurement: away from the program that is measured, in memory and on a core of its own.

const order = cloudOrderSchema.parse(optionsOf())
let clock = { now: order.now, since: performance.now() }
const cloud = await startCloud(company(order.company), {
  clock: () => clock.now + performance.now() - clock.since,
  quotas: order.quotas,
  latency: order.latency,
})
let reported = 0

process.on('message', (message) => {
  const ask = askSchema.parse(message)
  if (ask.what === 'clock') {
    clock = { now: ask.now, since: performance.now() }
    sendMessage({})
    return
  }
  const calls = cloud.calls.slice(reported).map(({ service, action, params, ...call }) => {
    const { at, status, code, rowsRead = 0, rowsWritten = 0 } = call
    return { service, action, request: JSON.stringify([action, params]), at, status, code, rowsRead, rowsWritten }
  })
  reported = cloud.calls.length
  sendMessage({ calls })
})
process.on('disconnect', () => process.exit())
sendMessage({ variables: z.record(z.string(), z.string()).parse(cloud.environment()) })
