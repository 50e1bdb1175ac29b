import { expect, test } from 'vitest'
import { DAY, iso } from '../../shared/domain/time.ts'
import { account, region, trail as trailOf, world } from '../../simulator/cloud/world.ts'
import { event } from '../../simulator/cloud/world-events.ts'
import { openCloud } from '../support/cloud/open-cloud.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')

function open() {
  const old = event({ eventId: 'old', eventTime: iso(NOW - 8 * DAY) })
  const young = event({ eventId: 'young', eventTime: iso(NOW - 6 * DAY) })
  const here = region({ events: [old, young] })
  return openCloud(world({ accounts: [account({ regions: { 'cn-hangzhou': here } })] }), { clock: () => NOW })
}

const attribute = (index: number, name: string, value: string) => ({
  [`LookupAttribute.${index}.Key`]: name,
  [`LookupAttribute.${index}.Value`]: value,
})

const refused: [string, string, Record<string, unknown>][] = [
  ['a start alone', 'InvalidParameterCombination', { StartTime: iso(NOW - DAY) }],
  ['an end alone', 'InvalidParameterCombination', { EndTime: iso(NOW) }],
  ['an end at the start', 'InvalidParameterCombination', { StartTime: iso(NOW), EndTime: iso(NOW) }],
  [
    'a second more than 30 days',
    'InvalidQueryParameter',
    { StartTime: iso(NOW - 30 * DAY - 1_000), EndTime: iso(NOW) },
  ],
  [
    'a second more than 90 days ago',
    'InvalidParameterStartTime',
    { StartTime: iso(NOW - 90 * DAY - 1_000), EndTime: iso(NOW - 80 * DAY) },
  ],
  [
    'a start with milliseconds',
    'InvalidParameterStartTime',
    { StartTime: new Date(NOW).toISOString(), EndTime: iso(NOW) },
  ],
  [
    'an end in another zone',
    'InvalidParameterEndTime',
    { StartTime: iso(NOW - DAY), EndTime: '2026-11-20T12:00:00+08:00' },
  ],
  ['no results', 'InvalidQueryParameter', { MaxResults: '0' }],
  ['51 results', 'InvalidQueryParameter', { MaxResults: '51' }],
  ['results in words', 'InvalidQueryParameter', { MaxResults: 'many' }],
  ['another direction', 'InvalidQueryParameter', { Direction: 'forward' }],
  ['an unknown attribute', 'InvalidQueryParameter', attribute(1, 'KeyId', 'x')],
  ['an attribute without value', 'InvalidQueryParameter', { 'LookupAttribute.1.Key': 'EventName' }],
]

for (const [name, code, query] of refused) {
  test(`refuses ${name}`, async () => {
    const { trail } = await open()
    expect(await trail('LookupEvents', query)).toMatchObject({ status: 400, code })
  })
}

test('takes exactly 30 days, and exactly 90 days ago', async () => {
  const { trail } = await open()
  const query = { StartTime: iso(NOW - 90 * DAY), EndTime: iso(NOW - 60 * DAY) }
  expect(await trail('LookupEvents', query)).toMatchObject({ status: 200 })
})

test('shows the last 7 days when no time is given, and says which', async () => {
  const { trail } = await open()
  const { body } = await trail('LookupEvents')
  expect(body).toMatchObject({ StartTime: iso(NOW - 7 * DAY), EndTime: iso(NOW), Events: [{ eventId: 'young' }] })
  expect(body).not.toHaveProperty('NextToken')
})

test('ignores a third attribute', async () => {
  const { trail } = await open()
  const query = {
    ...attribute(1, 'ServiceName', 'Kms'),
    ...attribute(2, 'EventName', 'Decrypt'),
    ...attribute(3, 'EventId', 'none'),
  }
  expect((await trail('LookupEvents', query)).body.Events).toHaveLength(1)
})

test('shows trails at home, elsewhere only as shadows', async () => {
  const home = region({
    trails: [
      trailOf({ name: 'all', slsProjectArn: 'acs:log:cn-beijing:1:project/p' }),
      trailOf({ name: 'home', trailRegion: 'cn-beijing' }),
    ],
  })
  const accounts = [account({ regions: { 'cn-beijing': home, 'cn-hangzhou': region() } })]
  const { trail } = await openCloud(world({ accounts }))
  expect((await trail('DescribeTrails')).body.TrailList).toEqual([])
  const shadows = await trail('DescribeTrails', { IncludeShadowTrails: 'true' })
  expect(shadows.body.TrailList).toMatchObject([
    { Name: 'all', HomeRegion: 'cn-beijing', EventRW: 'All', Status: 'Enable' },
  ])
  const there = await trail('DescribeTrails', {}, undefined, 'cn-beijing')
  expect(there.body.TrailList).toHaveLength(2)
  const status = await trail('GetTrailStatus', { Name: 'all' }, undefined, 'cn-beijing')
  expect(status.body).toMatchObject({ IsLogging: true, SlsLogStoreStatus: true })
  expect(await trail('GetTrailStatus', { Name: 'x' })).toMatchObject({ status: 404, code: 'TrailNotFoundException' })
})
