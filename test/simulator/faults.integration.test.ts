import { describe, expect, test } from 'vitest'
import type { Fault, FaultWhere } from '../../simulator/cloud/faults/fault.ts'
import { describedAs, only200, says, with200 } from '../../simulator/cloud/faults/lies.ts'
import { account, key, region, world } from '../../simulator/cloud/world.ts'
import { openCloud } from '../support/cloud/open-cloud.ts'

function open(faults: Fault[] = []) {
  const here = region({ keys: [key({ keyId: 'a' }), key({ keyId: 'b' })] })
  const regions = { 'cn-hangzhou': here, 'cn-beijing': region() }
  return openCloud(world({ accounts: [account({ regions })] }), { faults })
}

/** Any fault that is easy to see. */
const failing = { kind: 'error', status: 500, code: 'InternalFailure' } as const

describe('which requests are struck', () => {
  const cases: [string, FaultWhere, number[]][] = [
    ['all', {}, [500, 500, 500, 500, 500, 500]],
    ['the second and the fifth', { nth: [2, 5] }, [200, 500, 200, 200, 500, 200]],
    ['every third', { every: 3 }, [200, 200, 500, 200, 200, 500]],
    ['from the third to the fourth', { from: 3, to: 4 }, [200, 200, 500, 500, 200, 200]],
    ['those of another action', { action: 'ListAliases' }, [200, 200, 200, 200, 200, 200]],
  ]
  for (const [name, where, expected] of cases) {
    test(name, async () => {
      const { kms } = await open([{ where, effect: failing }])
      const statuses: number[] = []
      for (const _ of expected) statuses.push((await kms('ListKeys')).status)
      expect(statuses).toEqual(expected)
    })
  }

  test('by service, region, key and parameter, each counted by itself', async () => {
    const { kms, trail, cloud } = await open()
    cloud.setFaults([{ where: { service: 'actiontrail', region: 'cn-beijing' }, effect: failing }])
    expect(await trail('LookupEvents')).toMatchObject({ status: 200 })
    expect(await trail('LookupEvents', {}, undefined, 'cn-beijing')).toMatchObject({ status: 500 })
    cloud.setFaults([{ where: { keyId: 'a', nth: [2] }, effect: failing }])
    expect(await kms('DescribeKey', { KeyId: 'a' })).toMatchObject({ status: 200 })
    expect(await kms('DescribeKey', { KeyId: 'b' })).toMatchObject({ status: 200 })
    expect(await kms('DescribeKey', { KeyId: 'a' })).toMatchObject({ status: 500 })
    cloud.setFaults([{ where: { params: { PageNumber: '2' } }, effect: failing }])
    expect(await kms('ListKeys', { PageNumber: 1 })).toMatchObject({ status: 200 })
    expect(await kms('ListKeys', { PageNumber: 2 })).toMatchObject({ status: 500 })
  })
})

describe('what happens', () => {
  test('an error keeps the form of the service', async () => {
    const { kms, trail } = await open([
      { effect: { kind: 'error', status: 503, code: 'ServiceUnavailableTemporary', message: 'gone' } },
    ])
    expect((await kms('ListKeys')).body).toMatchObject({
      HttpStatus: 503,
      Code: 'ServiceUnavailableTemporary',
      Message: 'gone',
    })
    expect((await trail('LookupEvents')).code).toBe('ServiceUnavailableTemporary')
  })

  test('throttled, denied, expired: as the service says it', async () => {
    const { kms, trail, cloud } = await open([{ effect: { kind: 'throttle' } }])
    expect(await kms('ListKeys')).toMatchObject({ status: 429, code: 'Rejected.Throttling' })
    expect(await trail('LookupEvents')).toMatchObject({ status: 400, code: 'Throttling.User' })
    cloud.setFaults([
      { where: { keyId: 'a' }, effect: { kind: 'denied' } },
      { where: { service: 'actiontrail' }, effect: { kind: 'denied' } },
    ])
    expect(await kms('DescribeKey', { KeyId: 'a' })).toMatchObject({ status: 403, code: 'Forbidden.NoPermission' })
    expect(await kms('DescribeKey', { KeyId: 'b' })).toMatchObject({ status: 200 })
    expect(await trail('LookupEvents')).toMatchObject({ status: 403, code: 'NoPermission' })
    cloud.setFaults([{ effect: { kind: 'expired-token' } }])
    expect(await kms('ListKeys')).toMatchObject({ status: 400, code: 'InvalidSecurityToken.Expired' })
  })

  test('HTML', async () => {
    const { kmsUrl, cloud } = await open([{ effect: { kind: 'html', status: 502 } }])
    const response = await fetch(kmsUrl)
    expect(response.status).toBe(502)
    expect(response.headers.get('content-type')).toBe('text/html')
    expect(await response.text()).toContain('<html>')
    expect(cloud.calls).toMatchObject([{ status: 502, code: 'html' }])
  })

  test('half an answer', async () => {
    const { kms, cloud } = await open([{ where: { nth: [1] }, effect: { kind: 'truncated' } }])
    expect((await kms('ListKeys')).status).toBe(0)
    expect(await kms('ListKeys')).toMatchObject({ status: 200 })
    expect(cloud.calls).toMatchObject([{ status: 200, code: 'truncated' }, { code: '' }])
  })

  test('a reset', async () => {
    const { kms, cloud } = await open([{ effect: { kind: 'reset' } }])
    expect((await kms('ListKeys')).code).toMatch(/ECONNRESET|socket hang up/)
    expect(cloud.calls).toMatchObject([{ action: 'ListKeys', status: 0, code: 'reset' }])
  })

  test('a stall, after nothing and after the headers', async () => {
    const { kmsUrl, cloud } = await open([{ effect: { kind: 'stall', after: 'nothing' } }])
    const nothing = fetch(kmsUrl, { signal: AbortSignal.timeout(300) })
    await expect(nothing).rejects.toThrow(/timeout/)
    cloud.setFaults([{ effect: { kind: 'stall', after: 'headers' } }])
    const headers = await fetch(kmsUrl, { signal: AbortSignal.timeout(2_000) })
    expect(headers.status).toBe(200)
    await expect(headers.text()).rejects.toThrow(/timeout/)
  })

  test('another answer: other words, more members, or these alone', async () => {
    const { kms, cloud } = await open([{ where: { nth: [1] }, effect: says('cn-hangzhou', 'cn-beijing') }])
    expect(JSON.stringify((await kms('ListKeys')).body)).toContain('acs:kms:cn-beijing:')
    expect(JSON.stringify((await kms('ListKeys')).body)).toContain('acs:kms:cn-hangzhou:')
    cloud.setFaults([{ effect: with200({ Success: false }) }])
    expect(await kms('ListKeys')).toMatchObject({ status: 200, body: { Success: false, TotalCount: 2 } })
    cloud.setFaults([{ effect: only200({ Code: 'NoPermission' }) }])
    expect((await kms('ListKeys')).body).toEqual({ RequestId: expect.any(String), Code: 'NoPermission' })
    cloud.setFaults([describedAs('a', { KeyState: 'Unavailable' })])
    expect((await kms('DescribeKey', { KeyId: 'a' })).body).toMatchObject({ KeyMetadata: { KeyState: 'Unavailable' } })
    expect((await kms('DescribeKey', { KeyId: 'b' })).body).toMatchObject({ KeyMetadata: { KeyState: 'Enabled' } })
  })

  test('what is done before its answer is lost is done', async () => {
    const { kms, cloud } = await open([{ effect: { kind: 'after', answer: { kind: 'reset' } } }])
    expect((await kms('ListKeys')).code).toMatch(/ECONNRESET|socket hang up/)
    cloud.setFaults([{ effect: { kind: 'after', answer: { kind: 'throttle' } } }])
    expect(await kms('ListKeys')).toMatchObject({ status: 429, code: 'Rejected.Throttling' })
    cloud.setFaults([{ effect: { kind: 'after', answer: { kind: 'truncated' } } }])
    expect((await kms('ListKeys')).status).toBe(0)
  })

  test('latencies add up and come before what else happens', async () => {
    const { kms, cloud } = await open([
      { effect: { kind: 'latency', ms: 60 } },
      { effect: failing },
      { effect: { kind: 'latency', ms: 60 } },
    ])
    const started = performance.now()
    expect(await kms('ListKeys')).toMatchObject({ status: 500 })
    expect(performance.now() - started).toBeGreaterThanOrEqual(118)
    cloud.setFaults([])
    expect(await kms('ListKeys')).toMatchObject({ status: 200 })
  })
})

test('closing ends stalled and delayed requests', async () => {
  const { cloud, kmsUrl } = await open([
    { where: { nth: [1] }, effect: { kind: 'stall', after: 'nothing' } },
    { effect: { kind: 'latency', ms: 60_000 } },
  ])
  const waiting = [fetch(kmsUrl), fetch(kmsUrl)].map((each) =>
    each.then(
      () => 'answered',
      () => 'ended',
    ),
  )
  await expect.poll(() => cloud.calls.length).toBe(2)
  await cloud.close()
  expect(await Promise.all(waiting)).toEqual(['ended', 'ended'])
})

test('killAfter acts when the nth request from now on arrives', async () => {
  const { kms, cloud } = await open()
  await kms('ListKeys')
  const seen: number[] = []
  cloud.killAfter(2, () => seen.push(cloud.calls.length))
  for (let request = 0; request < 3; request += 1) await kms('ListKeys')
  expect(seen).toEqual([3])
})
