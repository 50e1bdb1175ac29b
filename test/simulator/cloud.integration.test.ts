import { describe, expect, test } from 'vitest'
import { callKms, rpcParameters } from '../../simulator/cloud/clients.ts'
import { startCloud } from '../../simulator/cloud/cloud.ts'
import { account, key, region, world } from '../../simulator/cloud/world.ts'
import { event } from '../../simulator/cloud/world-events.ts'
import { openCloud } from '../support/cloud/open-cloud.ts'

const SECOND_ACCOUNT = '2000000000000002'

test('has one address for each service and region of any account, one for STS and one for Tablestore', async () => {
  const accounts = [
    account({ regions: { 'cn-hangzhou': region(), 'cn-beijing': region() } }),
    account({ id: SECOND_ACCOUNT, regions: { 'cn-shanghai': region() } }),
  ]
  const { cloud } = await openCloud(world({ accounts }))
  const regions = ['cn-beijing', 'cn-hangzhou', 'cn-shanghai']
  expect(Object.keys(cloud.endpoints.kms)).toEqual(regions)
  expect(Object.keys(cloud.endpoints.actiontrail)).toEqual(regions)
  const urls = [
    ...Object.values(cloud.endpoints.kms),
    ...Object.values(cloud.endpoints.actiontrail),
    cloud.endpoints.sts,
    cloud.endpoints.tablestore,
  ]
  expect(new Set(urls).size).toBe(8)
  for (const url of urls) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

test('a region where an account has nothing is empty to it', async () => {
  const accounts = [
    account({ regions: {} }),
    account({ id: SECOND_ACCOUNT, regions: { 'cn-hangzhou': region({ keys: [key()] }) } }),
  ]
  const { kms } = await openCloud(world({ accounts }))
  expect((await kms('ListKeys')).body).toMatchObject({ TotalCount: 0, Keys: { Key: [] } })
})

describe('environment', () => {
  test('points a program here as the first account or another', async () => {
    const { cloud } = await openCloud(world({ accounts: [account(), account({ id: SECOND_ACCOUNT })] }))
    const first = cloud.environment()
    expect(JSON.parse(first.CMK_ENDPOINTS ?? '')).toEqual(cloud.endpoints)
    const second = cloud.environment(SECOND_ACCOUNT)
    expect(second.ALIBABA_CLOUD_ACCESS_KEY_ID).toContain(SECOND_ACCOUNT)
    const keys = { id: second.ALIBABA_CLOUD_ACCESS_KEY_ID ?? '', secret: second.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? '' }
    expect(await callKms(cloud.endpoints.kms['cn-hangzhou'] ?? '', keys, 'ListKeys')).toMatchObject({ status: 200 })
    expect(cloud.count({ accountId: SECOND_ACCOUNT })).toBe(1)
  })

  test('knows no account that is not there', async () => {
    const { cloud } = await openCloud(world())
    expect(() => cloud.environment('3')).toThrow('no account 3')
  })
})

test('every call is recorded with what it asked, and nothing that signs it', async () => {
  const { kms, trail, cloud, keys } = await openCloud(world())
  await kms('DescribeKey', { KeyId: 'none' })
  await trail('LookupEvents', { MaxResults: '50' })
  expect(cloud.calls).toMatchObject([
    { service: 'kms', region: 'cn-hangzhou', action: 'DescribeKey', status: 404, code: 'Forbidden.KeyNotFound' },
    { service: 'actiontrail', action: 'LookupEvents', status: 200, code: '', accessKeyId: keys.id },
  ])
  expect(cloud.calls.map((call) => call.params)).toEqual([{ KeyId: 'none' }, { MaxResults: '50' }])
  expect(cloud.count()).toBe(2)
  expect(cloud.count({ action: 'DescribeKey', status: 404 })).toBe(1)
  expect(cloud.count({ region: 'cn-beijing' })).toBe(0)
  expect(JSON.stringify(cloud.calls)).not.toContain(keys.secret)
})

test('an answer is JSON whatever format is asked for', async () => {
  const { kmsUrl, keys } = await openCloud(world())
  const response = await fetch(`${kmsUrl}/?${new URLSearchParams(rpcParameters(keys, 'ListKeys', { Format: 'XML' }))}`)
  expect(response.headers.get('content-type')).toContain('application/json')
})

test('the world may change between two nights', async () => {
  const there = world()
  const { kms, cloud } = await openCloud(there)
  expect((await kms('ListKeys')).body).toMatchObject({ TotalCount: 0 })
  cloud.world.accounts[0]?.regions['cn-hangzhou']?.keys.push(key())
  expect((await kms('ListKeys')).body).toMatchObject({ TotalCount: 1 })
})

test('latency comes before each answer', async () => {
  const { kms } = await openCloud(world(), { latency: 50 })
  const started = performance.now()
  await kms('ListKeys')
  await kms('ListKeys')
  expect(performance.now() - started).toBeGreaterThanOrEqual(98)
})

test('ports follow the first one that is given', async () => {
  // Below the range from which systems give out free ports.
  const port = 20_000 + (process.pid % 10_000)
  const cloud = await startCloud(world(), { port })
  expect(cloud.endpoints.sts).toBe(`http://127.0.0.1:${port}`)
  expect(cloud.endpoints.kms['cn-hangzhou']).toBe(`http://127.0.0.1:${port + 1}`)
  await cloud.close()
})

test('a world that cannot be answered from fails the test that closes the cloud', async () => {
  const events = [event({ eventTime: undefined })]
  const cloud = await startCloud(world({ accounts: [account({ regions: { 'cn-hangzhou': region({ events }) } })] }))
  const params = rpcParameters(keysOf(cloud.environment()), 'LookupEvents', { Version: '2020-07-06' })
  const response = await fetch(`${cloud.endpoints.actiontrail['cn-hangzhou']}/?${new URLSearchParams(params)}`)
  expect(response.status).toBe(500)
  await expect(cloud.close()).rejects.toMatchObject({ errors: [{ message: expect.stringContaining('no eventTime') }] })
})

function keysOf(environment: Record<string, string>) {
  return {
    id: environment.ALIBABA_CLOUD_ACCESS_KEY_ID ?? '',
    secret: environment.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? '',
  }
}
