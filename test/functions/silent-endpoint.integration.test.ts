import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runNight } from '../../functions/run/night.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import type { FaultWhere } from '../../simulator/cloud/faults/fault.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { NOW } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'
import { accountsOf, spreadCompany, TWO_DAYS } from '../support/functions/spread-company.ts'

const SUBSIDIARIES = 3
const timing = { timeouts: { connect: 2_000, read: 150 }, recovery: 50, coolDown: 300 }

let cloud: SimulatedCloud
let laboratory: Laboratory
beforeEach(async () => {
  cloud = await startCloud(spreadCompany(['cn-hangzhou'], SUBSIDIARIES), { clock: () => NOW, quotas: NO_QUOTAS })
  laboratory = await Laboratory.open()
})
afterEach(async () => {
  await cloud.close()
  await laboratory.close()
})

/** A night whose endpoints answer again while those that were given up are left alone. */
function night(accounts: number) {
  let waits = 0
  const env = { ...TWO_DAYS, CMK_ACCOUNTS: accountsOf(accounts), CMK_FANOUT: '1,1' }
  return laboratory.work(cloud, { now: NOW, env, timing }, async (services) => {
    const cooledDown = async (signal: AbortSignal) => {
      waits += 1
      cloud.setFaults([])
      await services.cloud.cooledDown(signal)
    }
    return { ...(await runNight({ ...services, cloud: { ...services.cloud, cooledDown } })), waits }
  })
}
const silent = (where: FaultWhere) => cloud.setFaults([{ where, effect: { kind: 'stall', after: 'nothing' } }])

describe('an endpoint that falls silent in a night of several accounts', () => {
  it.each<[string, FaultWhere]>([
    // Two accounts have had their answers by then.
    ['KMS', { service: 'kms', from: 14 }],
    ['ActionTrail', { service: 'actiontrail', from: 8 }],
    ['STS', { action: 'AssumeRole', from: 2 }],
  ])('%s costs none of them anything', async (_, where) => {
    silent(where)
    const { diagnostics, judged, waits } = await night(SUBSIDIARIES)
    expect(waits).toBe(1)
    expect(diagnostics).toEqual([])
    expect(judged).toHaveLength(1 + SUBSIDIARIES)
    const rows = await laboratory.rows()
    expect(rows.map(({ observed }) => observed.complete)).toEqual(rows.map(() => true))
  })
})

describe('an endpoint that has answered nobody', () => {
  it('is not waited for, and not asked again', async () => {
    silent({ service: 'kms' })
    const { diagnostics, waits } = await night(SUBSIDIARIES)
    expect(waits).toBe(0)
    expect(diagnostics.map(({ status }) => status)).toEqual(Array(1 + SUBSIDIARIES).fill('unreachable'))
  })
})
