import { createServer, type Server } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { account, DEFAULT_ACCOUNT, region, trail, world } from '../../simulator/cloud/world.ts'
import { clientOf, failure, open, SCOPE } from '../support/cloud/open.ts'

const DAY = 86_400_000
const to = Math.floor(Date.now() / 1_000) * 1_000
const query = { attribute: { key: 'ServiceName', value: 'Kms' }, from: to - DAY, to } as const

function events(count: number) {
  return Array.from({ length: count }, (_, n) => ({
    synthetic: true,
    raw: {
      eventId: `e${n}`,
      eventTime: new Date(to - DAY + (n + 1) * 60_000).toISOString().replace(/\.\d+/, ''),
      eventName: 'Decrypt',
      serviceName: 'Kms',
    },
  }))
}

test('events come forward in time, page by page, unparsed', async () => {
  const { cloud, server } = await open({ events: events(120) })
  const trail = cloud.actionTrail(SCOPE)
  const ids: unknown[] = []
  let nextToken: string | undefined
  let pages = 0
  do {
    const page = await trail.lookupEvents(nextToken === undefined ? query : { ...query, nextToken })
    for (const event of page.events) ids.push((event as { eventId: unknown }).eventId)
    nextToken = page.nextToken
    pages += 1
  } while (nextToken !== undefined)
  expect(ids).toEqual(events(120).map(({ raw }) => raw.eventId))
  expect(pages).toBe(3)
  expect(server.calls[0]?.params).toMatchObject({
    StartTime: new Date(query.from).toISOString().replace(/\.\d+/, ''),
    Direction: 'FORWARD',
    MaxResults: '50',
    'LookupAttribute.1.Key': 'ServiceName',
    'LookupAttribute.1.Value': 'Kms',
  })
})

test('trails that cover the region are told, wherever they are at home', async () => {
  const trails = [trail({ name: 'reads' }), trail({ name: 'writes', eventRW: 'Write', status: 'Disable' })]
  const regions = { 'cn-hangzhou': region(), 'cn-shanghai': region({ trails }) }
  const { cloud } = await open(world({ accounts: [account({ regions })] }))
  const found = await cloud.actionTrail(SCOPE).describeTrails()
  expect(found.map(({ name, enabled, reads, homeRegion }) => [name, enabled, reads, homeRegion])).toEqual([
    ['reads', true, true, 'cn-shanghai'],
    ['writes', false, false, 'cn-shanghai'],
  ])
})

test('a trail says what it selects, since when, and where it delivers to', async () => {
  const trails = [
    trail({
      ...{ name: 'org', isOrganization: true, trailRegion: 'cn-hangzhou,cn-beijing' },
      ...{ createdAt: '2026-10-01T00:00:00Z', updatedAt: '2026-10-03T00:00:00Z', startedAt: '2026-10-02T00:00:00Z' },
      ...{ slsProjectArn: 'acs:log:cn-beijing:1000000000000001:project/audit-logs' },
      ...{ ossBucketName: 'audit-archive', ossKeyPrefix: 'trails' },
    }),
    trail({ name: 'fresh', status: 'Fresh' }),
  ]
  const { cloud } = await open({ trails })
  const [org, fresh] = await cloud.actionTrail(SCOPE).describeTrails()
  expect(org).toEqual({
    ...{ name: 'org', homeRegion: 'cn-hangzhou', enabled: true, reads: true, isOrganization: true },
    regions: ['cn-hangzhou', 'cn-beijing'],
    createdAt: Date.parse('2026-10-01T00:00:00Z'),
    updatedAt: Date.parse('2026-10-03T00:00:00Z'),
    startedAt: Date.parse('2026-10-02T00:00:00Z'),
    destinations: {
      sls: { region: 'cn-beijing', project: 'audit-logs', logstore: 'actiontrail_org' },
      oss: { region: 'cn-hangzhou', bucket: 'audit-archive', prefix: 'trails' },
    },
  })
  expect(fresh).toMatchObject({ enabled: false, destinations: {} })
  expect(fresh).not.toHaveProperty('startedAt')
})

test('deliveries of a trail are told by destination, with their last error', async () => {
  const now = Date.parse('2026-11-23T02:30:00Z')
  const both = {
    ...{ createdAt: '2026-10-01T00:00:00Z', ossBucketName: 'archive' },
    slsProjectArn: 'acs:log:cn-hangzhou:1000000000000001:project/logs',
  }
  const failsSince = { at: '2026-11-20T00:00:00Z', code: 'NoSuchBucket' }
  const trails = [trail({ ...both, name: 'well' }), trail({ ...both, name: 'ill', failsSince })]
  const { cloud } = await open({ trails }, { clock: () => now })
  const trailStatus = (name: string) => cloud.actionTrail(SCOPE).trailStatus(name)
  expect(await trailStatus('well')).toEqual({
    sls: { lastAt: now - 60_000, error: '' },
    oss: { lastAt: now - 600_000, error: '' },
  })
  const stopped = { lastAt: Date.parse(failsSince.at), error: 'NoSuchBucket' }
  expect(await trailStatus('ill')).toEqual({ sls: stopped, oss: stopped })
  expect(await failure(trailStatus('gone'))).toMatchObject({ kind: 'not-found', code: 'TrailNotFoundException' })
})

test('all history jobs of a trail are told, with the regions in which they are done', async () => {
  const job = (id: number, status: 1 | 2 | 3) => ({ id, status, createdAt: '2026-11-01T00:00:00Z' })
  const history = Array.from({ length: 104 }, (_, n) => job(n + 1, n === 0 ? 3 : 2))
  const trails = [
    trail({ name: 'audit', history: [...history, { ...job(105, 1), regions: { 'cn-hangzhou': 2 as const } }] }),
    trail({ name: 'other', history: [job(200, 2)] }),
  ]
  const regions = { 'cn-hangzhou': region({ trails }), 'cn-beijing': region() }
  const { cloud, server } = await open(world({ accounts: [account({ regions })] }))
  const jobs = await cloud.actionTrail(SCOPE).historyJobs('audit')
  expect(jobs).toHaveLength(105)
  expect(jobs[0]).toEqual({
    ...{ trail: 'audit', state: 'running', done: new Set(['cn-hangzhou']) },
    ...{ createdAt: Date.parse('2026-11-01T00:00:00Z'), from: Date.parse('2026-08-03T00:00:00Z') },
    to: Date.parse('2026-11-01T00:05:00Z'),
  })
  expect(jobs[1]).toMatchObject({ state: 'finished', done: new Set(['cn-hangzhou', 'cn-beijing']) })
  expect(jobs.at(-1)).toMatchObject({ state: 'failed', done: new Set() })
  expect(server.count({ action: 'ListDeliveryHistoryJobs' })).toBe(2)
})

// A busy machine may bring two calls so close together that one is throttled and made again.
test('one pace for all regions of an account', { retry: 2 }, async () => {
  const regions = { 'cn-hangzhou': region(), 'cn-beijing': region() }
  const { cloud, server } = await open(world({ accounts: [account({ regions })] }), {
    quotas: { lookupEvents: 4 },
    env: { CMK_TRAIL_QPS: '4' },
  })
  const scopes = Object.keys(regions).map((name) => ({ accountId: DEFAULT_ACCOUNT, region: name }))
  await Promise.all(scopes.flatMap((scope) => [1, 2, 3, 4].map(() => cloud.actionTrail(scope).lookupEvents(query))))
  expect(server.calls).toHaveLength(8)
  expect(scopes.map((scope) => cloud.pace(scope, 'actiontrail').calls)).toEqual([8, 8])
})

describe('a page that is none', () => {
  for (const body of ['{"Events":[],"Incomplete":true}', '{"RequestId":"x"}', '{"Events":{}}', '[]', 'null', '']) {
    test(body === '' ? 'an empty body' : body, async () => {
      const server = createServer((_, response) => response.end(body))
      const url = await listen(server)
      const trail = clientOf({
        ALIBABA_CLOUD_ACCESS_KEY_ID: 'id',
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret',
        CMK_ENDPOINTS: JSON.stringify({ actiontrail: { [SCOPE.region]: url } }),
        CMK_TRAIL_QPS: '1000',
      }).actionTrail(SCOPE)
      expect(await failure(trail.lookupEvents(query))).toMatchObject({ kind: 'bad-response', action: 'LookupEvents' })
    })
  }
})

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}
