import { describe, expect, test } from 'vitest'
import { NO_QUOTAS, type Quotas, quotaOwner, VENDOR_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { SlidingWindow } from '../../simulator/cloud/quota/sliding-window.ts'
import { account, key, type RegionWorld, region, world } from '../../simulator/cloud/world.ts'
import { openCloud } from '../support/cloud/open-cloud.ts'

const THROTTLED = { status: 429, code: 'Rejected.Throttling', body: { HttpStatus: 429, Message: 'QPS Limit Exceeded' } }

describe('a sliding second', () => {
  test('lets the limit pass, and the next when the first is a second old', () => {
    const window = new SlidingWindow()
    const pass = [0, 10, 20, 30, 999, 1000, 1005, 1010].map((at) => window.admit('a', 3, at))
    expect(pass).toEqual([true, true, true, false, false, true, false, true])
  })

  test('is kept for each name', () => {
    const window = new SlidingWindow()
    expect(window.admit('a', 1, 0)).toBe(true)
    expect(window.admit('b', 1, 0)).toBe(true)
    expect(window.admit('a', 1, 0)).toBe(false)
  })
})

test('KMS counts by region, ActionTrail over all of them', () => {
  expect(quotaOwner('kmsRead', '1', 'cn-hangzhou')).not.toBe(quotaOwner('kmsRead', '1', 'cn-beijing'))
  expect(quotaOwner('lookupEvents', '1', 'cn-hangzhou')).toBe(quotaOwner('lookupEvents', '1', 'cn-beijing'))
  expect(quotaOwner('lookupEvents', '1', 'cn-hangzhou')).not.toBe(quotaOwner('lookupEvents', '2', 'cn-hangzhou'))
})

test('the vendor gives 50 KMS reads and 2 lookups a second', () => {
  expect(VENDOR_QUOTAS).toMatchObject({ kmsRead: 50, lookupEvents: 2, kmsStatus: 1, kmsResourceTags: 300 })
})

describe('calls of one group share its quota', () => {
  const k = { KeyId: 'k' }
  const groups: [keyof Quotas, [string, Record<string, unknown>][]][] = [
    [
      'kmsRead',
      [
        ['ListKeys', {}],
        ['DescribeKey', k],
        ['ListKeyVersions', k],
        ['DescribeKeyVersion', k],
        ['ListAliases', {}],
        ['ListAliasesByKeyId', k],
        ['ListTagResources', { RegionId: 'cn-hangzhou', ResourceType: 'key' }],
        ['DescribeRegions', {}],
      ],
    ],
    ['kmsResourceTags', [['ListResourceTags', k]]],
    [
      'kmsInstances',
      [
        ['ListKmsInstances', {}],
        ['GetKmsInstance', {}],
        ['GetDefaultKmsInstance', {}],
      ],
    ],
    ['kmsStatus', [['DescribeAccountKmsStatus', {}]]],
    [
      'kmsSecrets',
      [
        ['ListSecrets', {}],
        ['DescribeSecret', {}],
      ],
    ],
    ['kmsSecretValues', [['GetSecretValue', {}]]],
  ]
  for (const [group, calls] of groups) {
    test(group, async () => {
      const { kms, cloud } = await openCloud(worldWithKey(), { quotas: { ...NO_QUOTAS, [group]: 0 } })
      for (const [action, query] of calls) expect(await kms(action, query)).toMatchObject(THROTTLED)
      expect(cloud.count({ code: 'Rejected.Throttling' })).toBe(calls.length)
      const others = groups.filter(([name]) => name !== group).map(([, [first]]) => first)
      for (const [action, query] of others.flatMap((each) => (each ? [each] : []))) {
        expect((await kms(action, query)).code).not.toBe('Rejected.Throttling')
      }
    })
  }
})

test('LookupEvents is throttled in the words of the gateway, other calls are not', async () => {
  const { trail } = await openCloud(worldWithKey(), { quotas: { lookupEvents: 0 } })
  expect(await trail('LookupEvents')).toMatchObject({ status: 400, code: 'Throttling.User' })
  expect(await trail('DescribeTrails')).toMatchObject({ status: 200 })
})

test('a burst is cut to the quota', async () => {
  const { kms, cloud } = await openCloud(worldWithKey(), { quotas: { kmsRead: 3 } })
  const started = performance.now()
  await Promise.all(Array.from({ length: 20 }, () => kms('ListKeys')))
  const seconds = Math.floor((performance.now() - started) / 1_000) + 1
  const passed = cloud.count({ status: 200 })
  expect(passed).toBeGreaterThanOrEqual(3)
  expect(passed).toBeLessThanOrEqual(3 * seconds)
})

function worldWithKey() {
  const here: Partial<RegionWorld> = { keys: [key({ keyId: 'k' })] }
  return world({ accounts: [account({ regions: { 'cn-hangzhou': region(here) } })] })
}
