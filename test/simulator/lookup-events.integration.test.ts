import { describe, expect, test } from 'vitest'
import { DAY, iso, SECOND } from '../../shared/domain/time.ts'
import { account, region } from '../../simulator/cloud/world.ts'
import { ago, idsOf, NOW, openTrail, pages, WEEK, worldOf } from '../support/cloud/lookups.ts'
import { openCloud } from '../support/cloud/open-cloud.ts'

describe('paging', () => {
  const events = Array.from({ length: 120 }, (_, index) => ago(index))

  test('newest first unless asked forward', async () => {
    const cloud = await openTrail(events)
    const ids = events.map((each) => each.raw.eventId)
    expect((await pages(cloud, WEEK)).flat()).toEqual(ids)
    const forward = await pages(cloud, { ...WEEK, Direction: 'FORWARD' })
    expect(forward.map((page) => page.length)).toEqual([50, 50, 20])
    expect(forward.flat()).toEqual([...ids].reverse())
  })

  test('keeps events of one second apart', async () => {
    const same = Array.from({ length: 30 }, (_, index) => ago(5, { eventId: `same${index}` }))
    const cloud = await openTrail(same)
    for (const Direction of ['FORWARD', 'BACKWARD']) {
      const found = (await pages(cloud, { ...WEEK, Direction, MaxResults: '7' })).flat()
      expect(new Set(found).size).toBe(30)
      expect(found).toHaveLength(30)
    }
  })

  test('both ends belong to the interval', async () => {
    const cloud = await openTrail([ago(10), ago(20), ago(30)])
    const query = { StartTime: iso(NOW - 20_000), EndTime: iso(NOW - 10_000) }
    expect(await pages(cloud, { ...query, Direction: 'FORWARD' })).toEqual([['e20', 'e10']])
    expect(await pages(cloud, query)).toEqual([['e10', 'e20']])
  })

  test('a token gives the same page as often as it is sent', async () => {
    const { trail } = await openTrail(events)
    const { body } = await trail('LookupEvents', WEEK)
    const query = { ...WEEK, NextToken: body.NextToken }
    expect(idsOf(await trail('LookupEvents', query))).toEqual(idsOf(await trail('LookupEvents', query)))
  })

  test('a token is of no use to another query, region or account, nor when it is made up', async () => {
    const there = worldOf(events)
    const other = account({ id: '2000000000000002', regions: { 'cn-hangzhou': region({ events }) } })
    there.accounts.push(other)
    const { trail } = await openCloud(there, { clock: () => NOW })
    const { body } = await trail('LookupEvents', WEEK)
    const query = { ...WEEK, NextToken: body.NextToken }
    const refused = { status: 400, code: 'InvalidQueryParameter' }
    expect(await trail('LookupEvents', { ...query, MaxResults: '49' })).toMatchObject(refused)
    expect(await trail('LookupEvents', { ...query, Direction: 'FORWARD' })).toMatchObject(refused)
    expect(await trail('LookupEvents', { ...query, EndTime: iso(NOW - 1_000) })).toMatchObject(refused)
    expect(await trail('LookupEvents', query, undefined, 'cn-beijing')).toMatchObject(refused)
    const [theirs] = other.accessKeys
    expect(await trail('LookupEvents', query, { id: theirs?.id ?? '', secret: theirs?.secret ?? '' })).toMatchObject(
      refused,
    )
    expect(await trail('LookupEvents', { ...WEEK, NextToken: 'e30=' })).toMatchObject(refused)
    expect(await trail('LookupEvents', query)).toMatchObject({ status: 200 })
  })

  test('empty pages have a token and lose nothing', async () => {
    const cloud = await openTrail(events, { emptyPageEvery: 2 })
    const found = await pages(cloud, WEEK)
    expect(found.map((page) => page.length)).toEqual([50, 0, 50, 0, 20])
    expect(new Set(found.flat()).size).toBe(120)
  })
})

describe('late and repeated events', () => {
  test('a late event shows once it is visible', async () => {
    let now = NOW
    const cloud = await openTrail([ago(60), ago(50, {}, { visibleAt: iso(NOW + 60_000) })], { clock: () => now })
    const query = { StartTime: WEEK.StartTime, EndTime: iso(NOW + 1_000) }
    expect(await pages(cloud, query)).toEqual([['e60']])
    now += 60_000
    expect(await pages(cloud, query)).toEqual([['e50', 'e60']])
  })

  test('a repeated event comes again on later pages, the last event too', async () => {
    const events = [ago(4), ago(3, {}, { repeat: 2 }), ago(2), ago(1, {}, { repeat: 1 })]
    const cloud = await openTrail(events)
    const query = { ...WEEK, Direction: 'FORWARD', MaxResults: '2' }
    expect(await pages(cloud, query)).toEqual([['e4', 'e3'], ['e3', 'e2'], ['e3', 'e1'], ['e1']])
  })

  test('the marks of the world are not on the wire', async () => {
    const { trail } = await openTrail([ago(1, { eventId: 'x' }, { repeat: 1 })])
    const { body } = await trail('LookupEvents', WEEK)
    expect(JSON.stringify(body.Events)).not.toMatch(/synthetic|repeat|visibleAt/)
  })
})

test('events that are added, removed or replaced are seen by the next query', async () => {
  const events = [ago(3), ago(2)]
  const cloud = await openTrail(events)
  expect(await pages(cloud, WEEK)).toEqual([['e2', 'e3']])
  events.push(ago(1))
  expect(await pages(cloud, WEEK)).toEqual([['e1', 'e2', 'e3']])
  events.splice(0, 1, ago(9))
  expect(await pages(cloud, WEEK)).toEqual([['e1', 'e2', 'e9']])
})

test('a page costs the same however many events there are', async () => {
  let looked = 0
  const events = Array.from({ length: 100_000 }, (_, index) => ({
    raw: {
      eventId: `e${index}`,
      eventTime: iso(NOW - index * 5 * SECOND),
      eventName: 'Decrypt',
      serviceName: 'Kms',
    },
    synthetic: true,
    get visibleAt() {
      looked += 1
      return iso(NOW - 7 * DAY)
    },
  }))
  const { trail } = await openTrail(events)
  const query = { ...WEEK, 'LookupAttribute.1.Key': 'ServiceName', 'LookupAttribute.1.Value': 'Kms' }
  const first = await trail('LookupEvents', query)
  looked = 0
  const second = await trail('LookupEvents', { ...query, NextToken: first.body.NextToken })
  expect(idsOf(second)).toHaveLength(50)
  expect(looked).toBeGreaterThan(0)
  expect(looked).toBeLessThan(150)
})
