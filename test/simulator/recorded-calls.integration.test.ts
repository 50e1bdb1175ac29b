import { describe, expect, it } from 'vitest'
import { DAY, iso, MINUTE } from '../../shared/domain/time.ts'
import { account, DEFAULT_ACCOUNT, DEFAULT_REGION, key, region, world } from '../../simulator/cloud/world.ts'
import { event } from '../../simulator/cloud/world-events.ts'
import { idsOf, pages } from '../support/cloud/lookups.ts'
import { openCloud, worldOf } from '../support/cloud/open-cloud.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')

/** A cloud whose clock can be turned. */
async function open(there = worldOf({ keys: [key({ keyId: 'a' })] }), options = {}) {
  let now = NOW
  const opened = await openCloud(there, { clock: () => now, ...options })
  const to = (later: number) => {
    now = later
  }
  const shown = async (attribute: Record<string, string>, region?: string) => {
    const range = { StartTime: iso(NOW - DAY), EndTime: iso(now + DAY), MaxResults: '50', Direction: 'FORWARD' }
    const [Key, Value] = Object.entries(attribute)[0] ?? []
    const { body } = await opened.trail(
      'LookupEvents',
      { ...range, 'LookupAttribute.1.Key': Key, 'LookupAttribute.1.Value': Value },
      undefined,
      region,
    )
    return body.Events as Record<string, unknown>[]
  }
  return { ...opened, to, shown }
}

describe('calls that are made to the cloud', () => {
  it('become events of the account and region that they were made in', async () => {
    const { kms, shown, to, keys } = await open()
    const { body } = await kms('DescribeKey', { KeyId: 'a' })
    to(NOW + 10 * MINUTE)
    const [first, ...rest] = await shown({ ServiceName: 'Kms' })
    expect(rest).toEqual([])
    expect(first).toMatchObject({
      eventId: body.RequestId,
      eventTime: iso(NOW),
      eventName: 'DescribeKey',
      serviceName: 'Kms',
      eventRW: 'Read',
      acsRegion: DEFAULT_REGION,
      recipientAccountId: DEFAULT_ACCOUNT,
      requestParameters: { KeyId: 'a' },
      userIdentity: { type: 'ram-user', accountId: DEFAULT_ACCOUNT, accessKeyId: keys.id, userName: 'auditor' },
    })
    expect(JSON.stringify(first)).not.toContain(keys.secret)
    expect(JSON.stringify(first)).not.toContain('127.0.0.1')
  })

  it('are shown ten minutes later, or when an option says', async () => {
    const usual = await open()
    await usual.kms('ListKeys')
    usual.to(NOW + 10 * MINUTE - 1)
    expect(await usual.shown({ ServiceName: 'Kms' })).toEqual([])
    const slow = await open(undefined, { recordDelay: 2 * DAY })
    await slow.kms('ListKeys')
    slow.to(NOW + 1 * DAY)
    expect(await slow.shown({ ServiceName: 'Kms' })).toEqual([])
    const blind = await open(undefined, { recordCalls: false })
    await blind.kms('ListKeys')
    blind.to(NOW + DAY)
    expect(await blind.shown({ ServiceName: 'Kms' })).toEqual([])
  })

  it('of the trail itself are recorded too, and are no events of Kms', async () => {
    const { shown, to, trail } = await open()
    await shown({ ServiceName: 'Kms' })
    await trail('DescribeTrails')
    to(NOW + 10 * MINUTE)
    expect(await shown({ ServiceName: 'Kms' })).toEqual([])
    const events = await shown({ ServiceName: 'Actiontrail' })
    expect(events.map(({ eventName }) => eventName)).toEqual(['LookupEvents', 'DescribeTrails'])
  })

  it('leave no event where nobody known signed them, where the quota refused them, and of DescribeRegions', async () => {
    const { kms, shown, to, keys } = await open(undefined, { quotas: { kmsStatus: 0 } })
    await kms('ListKeys', {}, { ...keys, secret: 'wrong' })
    await kms('DescribeAccountKmsStatus')
    await kms('DescribeRegions')
    to(NOW + 10 * MINUTE)
    expect(await shown({ ServiceName: 'Kms' })).toEqual([])
  })

  it('carry the code with which they were refused', async () => {
    const there = world({ accounts: [account({ accessKeys: [{ id: 'LTAIx', secret: 's', user: 'x', policy: [] }] })] })
    const { kms, cloud } = await open(there)
    const { body } = await kms('ListKeys')
    const [only] = cloud.world.accounts[0]?.regions[DEFAULT_REGION]?.recorded ?? []
    expect(only?.raw).toMatchObject({
      eventId: body.RequestId,
      eventName: 'ListKeys',
      errorCode: 'Forbidden.NoPermission',
    })
  })

  it('stay with the world when its cloud is closed', async () => {
    const there = worldOf({})
    const first = await open(there)
    await first.kms('ListKeys')
    const second = await open(there)
    second.to(NOW + DAY)
    expect((await second.shown({ EventName: 'ListKeys' })).map(({ eventName }) => eventName)).toEqual(['ListKeys'])
  })

  it('stand among the events of the world in the order of time, both ways, on pages of any size', async () => {
    const events = Array.from({ length: 30 }, (_, n) => event({ eventTime: iso(NOW - 15 * MINUTE + n * MINUTE) }))
    const opened = await open(worldOf({ events }), { emptyPageEvery: 3 })
    for (let n = 0; n < 20; n += 1) {
      opened.to(NOW - 10 * MINUTE + n * MINUTE)
      await opened.kms('ListKeys')
    }
    opened.to(NOW + DAY)
    const query = {
      StartTime: iso(NOW - DAY),
      EndTime: iso(NOW + DAY - 1),
      'LookupAttribute.1.Key': 'ServiceName',
      'LookupAttribute.1.Value': 'Kms',
    }
    const times = new Map(
      [...events, ...(opened.cloud.world.accounts[0]?.regions[DEFAULT_REGION]?.recorded ?? [])].map(({ raw }) => [
        raw.eventId,
        String(raw.eventTime),
      ]),
    )
    const forward = (await pages(opened, { ...query, MaxResults: '7', Direction: 'FORWARD' })).flat()
    expect(forward).toHaveLength(50)
    expect(new Set(forward).size).toBe(50)
    const seen = forward.map((id) => times.get(id) ?? '')
    expect(seen).toEqual([...seen].sort())
    const backward = (await pages(opened, { ...query, MaxResults: '7' })).flat()
    expect(backward).toEqual([...forward].reverse())
  })

  it('of an account without anything in the region are its own', async () => {
    const other = account({ id: '2000000000000002', regions: {} })
    const there = world({ accounts: [account({ regions: { [DEFAULT_REGION]: region() } }), other] })
    const { kms, cloud } = await open(there)
    const [accessKey] = other.accessKeys
    await kms('ListKeys', {}, { id: accessKey?.id ?? '', secret: accessKey?.secret ?? '' })
    expect(cloud.world.accounts.map(({ regions }) => regions[DEFAULT_REGION]?.recorded.length)).toEqual([0, 1])
  })

  it('cost the same however many there were', async () => {
    const opened = await open()
    for (let n = 0; n < 1000; n += 1) await opened.kms('ListKeys')
    opened.to(NOW + DAY)
    const start = performance.now()
    for (let n = 0; n < 50; n += 1) expect(idsOf(await opened.trail('LookupEvents', {}))).toHaveLength(20)
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
