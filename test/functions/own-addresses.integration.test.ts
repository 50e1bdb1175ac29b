import { afterEach, beforeEach, expect, it } from 'vitest'
import { DAY } from '../../shared/domain/time.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { eip, natGateway } from '../../simulator/cloud/vpc/addresses.ts'
import { account, key, region, world } from '../../simulator/cloud/world.ts'
import { event } from '../../simulator/cloud/world-events.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const ENV = { CMK_REGIONS: 'cn-hangzhou', CMK_OWN_CIDRS: 'auto,203.0.113.0/24', CMK_OBSERVATION_DAYS: '20' }

/** One key for each address that it is called from. */
const CALLERS = {
  'by-eip': '47.96.0.150',
  'by-nat': '47.96.1.60',
  'by-range': '203.0.113.9',
  'by-stranger': '198.51.100.7',
} as const

const INTERNET = { vpcId: undefined, eventSource: 'kms.cn-hangzhou.aliyuncs.com', eventTime: '2026-11-20T08:00:00Z' }

/** EIPs and NAT gateways of more than a page, in a region that is not audited. */
const there = () =>
  world({
    accounts: [
      account({
        regions: {
          'cn-hangzhou': region({
            keys: Object.keys(CALLERS).map((keyId) => key({ keyId, createdAt: '2026-11-10T00:00:00Z' })),
            events: Object.entries(CALLERS).map(([keyId, sourceIpAddress]) =>
              event({
                eventName: 'Encrypt',
                requestParameters: { KeyId: keyId },
                sourceIpAddress,
                ...INTERNET,
              }),
            ),
          }),
          'cn-shanghai': region({
            eips: Array.from({ length: 160 }, (_, number) => eip(`47.96.0.${number}`)),
            natGateways: Array.from({ length: 70 }, (_, number) => natGateway(`ngw-${number}`, [`47.96.1.${number}`])),
          }),
        },
      }),
    ],
  })

let cloud: SimulatedCloud
let laboratory: Laboratory
beforeEach(async () => {
  laboratory = await Laboratory.open()
  cloud = await startCloud(there(), { clock: () => NOW, quotas: NO_QUOTAS, recordCalls: false })
})
afterEach(async () => {
  await cloud.close()
  await laboratory.close()
})

/** The rules about networks that fire, by key. */
async function networks(): Promise<Record<string, readonly string[]>> {
  const about = ['outside-alibaba-cloud', 'unknown-network']
  const rows = await laboratory.rows()
  return Object.fromEntries(
    rows.map(({ keyId, findings }) => [keyId, findings.map(({ rule }) => rule).filter((rule) => about.includes(rule))]),
  )
}
const INSIDE = { 'by-eip': [], 'by-nat': [], 'by-range': [] }

it('EIPs and NAT gateways of all regions are own addresses, beside the ranges that are named; the others are outside', async () => {
  await laboratory.night(cloud, { now: NOW, env: ENV })
  expect(await networks()).toEqual({ ...INSIDE, 'by-stranger': ['outside-alibaba-cloud'] })
  expect(cloud.count({ action: 'DescribeEipAddresses', region: 'cn-shanghai' })).toBe(2)
  expect(cloud.count({ action: 'DescribeNatGateways', region: 'cn-shanghai' })).toBe(2)
})

it('a list that cannot be read makes a stranger unknown, not outside, and is told; what was read before counts', async () => {
  await laboratory.night(cloud, { now: NOW, env: ENV })
  const here = cloud.world.accounts[0]?.regions['cn-shanghai']
  // Released: it was the company's own when the call was made.
  if (here) here.eips = []
  const where = { action: 'DescribeNatGateways', region: 'cn-shanghai' }
  cloud.setFaults([{ where, effect: { kind: 'denied' } }])
  const night = await laboratory.night(cloud, { now: NOW + DAY, env: ENV })
  expect(await networks()).toEqual({ ...INSIDE, 'by-stranger': ['unknown-network'] })
  expect(night.diagnostics.filter(({ stage }) => stage === 'inventory')).toMatchObject([
    {
      action: 'DescribeNatGateways',
      status: 'denied',
      fatal: false,
      advice: { params: { permission: 'vpc:DescribeNatGateways' } },
    },
  ])
})

it('nothing is asked without auto', async () => {
  await laboratory.night(cloud, { now: NOW, env: { ...ENV, CMK_OWN_CIDRS: '203.0.113.0/24' } })
  expect(cloud.count({ service: 'vpc' })).toBe(0)
})
