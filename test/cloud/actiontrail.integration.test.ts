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
  expect(await cloud.actionTrail(SCOPE).describeTrails()).toEqual([
    { name: 'reads', enabled: true, reads: true },
    { name: 'writes', enabled: false, reads: false },
  ])
})

test('one pace for all regions of an account', async () => {
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
