import { describe, expect, test } from 'vitest'
import { DAY, iso } from '../../shared/domain/time.ts'
import { logProject, trailLogstore } from '../../simulator/cloud/sls/projects.ts'
import { account, region, type Trail, trail, type WorldEvent, world } from '../../simulator/cloud/world.ts'
import { LOGSTORE, loggedWorld, openLogs, PROJECT } from '../support/cloud/logs.ts'
import { ago, NOW } from '../support/cloud/lookups.ts'

const IDS = '* | select array_agg("event.eventId" order by __time__ desc, "event.eventId") as ids'

async function ids(there: ReturnType<typeof loggedWorld>, query = IDS): Promise<unknown> {
  const { rows } = await openLogs(there)
  const [row] = (await rows(query)) as Record<string, string>[]
  return row?.ids === 'null' ? [] : JSON.parse(row?.ids ?? '')
}

const EVENTS = [
  ago(10, { eventName: 'Decrypt', eventRW: 'Read' }),
  ago(20, { eventName: 'DeleteAlias', eventRW: 'Write' }),
  ago(3 * 86_400, { eventName: 'ReEncrypt', eventRW: 'Read' }),
]

describe('a trail delivers', () => {
  const day = (days: number) => iso(NOW - days * DAY)
  test.each<[string, Partial<Trail>, string[]]>([
    ['all events', {}, ['e10', 'e20', 'e259200']],
    ['write events only', { eventRW: 'Write' }, ['e20']],
    ['events of its regions', { trailRegion: 'cn-beijing,cn-shanghai' }, []],
    ['from when it was created', { createdAt: day(1) }, ['e10', 'e20']],
    ['from when it was started', { startedAt: day(1) }, ['e10', 'e20']],
    [
      'what a history job took',
      { createdAt: day(1), history: [{ id: 1, createdAt: day(1), status: 2 }] },
      ['e10', 'e20', 'e259200'],
    ],
    [
      'nothing of a job that failed',
      { createdAt: day(1), history: [{ id: 1, createdAt: day(1), status: 3 }] },
      ['e10', 'e20'],
    ],
    ['until it was stopped', { status: 'Disable', stoppedAt: day(1) }, ['e259200']],
    ['until its deliveries fail', { failsSince: { at: day(1), code: 'NoSuchProject' } }, ['e259200']],
    ['nothing when it never began', { status: 'Fresh', createdAt: day(1) }, []],
  ])('%s', async (_, to, wanted) => {
    expect(await ids(loggedWorld(EVENTS, { to }))).toEqual(wanted)
  })
})

test('a trail’s logstore exists without being written down, and no other does', async () => {
  const there = loggedWorld(EVENTS)
  const here = there.accounts[0]?.regions['cn-hangzhou']
  if (here) here.logProjects = [logProject({ name: PROJECT })]
  expect(await ids(there)).toEqual(['e10', 'e20', 'e259200'])
  if (here) here.trails = [trail({ name: 'other', slsProjectArn: `acs:log:cn-hangzhou:1:project/${PROJECT}` })]
  const { ask } = await openLogs(there)
  expect(await ask('*')).toMatchObject({ status: 404, code: 'LogStoreNotExist' })
})

test('events come at least once', async () => {
  expect(await ids(loggedWorld([ago(10, {}, { repeat: 1 }), ago(20)]))).toEqual(['e10', 'e10', 'e20'])
})

test('an organization trail puts the events of all accounts into one logstore', async () => {
  const there = loggedWorld([ago(10)], { to: { isOrganization: true } })
  const theirs = region({ events: [ago(20)] })
  there.accounts.push(account({ id: '2000000000000002', regions: { 'cn-beijing': theirs } }))
  expect(await ids(there)).toEqual(['e10', 'e20'])
  const { rows } = await openLogs(there)
  const sql = '* | select "event.recipientAccountId" a, "event.eventId" e order by a'
  expect(await rows(sql)).toEqual([
    { a: '1000000000000001', e: 'e10' },
    { a: '2000000000000002', e: 'e20' },
  ])
  expect(await ids(there, IDS.replace('*', 'event.recipientAccountId: 2000000000000002'))).toEqual(['e20'])
})

test('calls that are made to the cloud are delivered as they are shown', async () => {
  let now = NOW
  const there = loggedWorld([])
  const { client, cloud } = await openLogs(there, { clock: () => now, recordDelay: 60_000 })
  const { callKms } = await import('../../simulator/cloud/clients.ts')
  const [key] = there.accounts[0]?.accessKeys ?? []
  const count = async () => {
    const query = {
      from: NOW / 1_000 - 10,
      to: NOW / 1_000 + 600,
      query: 'event.eventName: ListKeys | select count(*) as n',
    }
    return ((await client.getLogs(PROJECT, LOGSTORE, query)).body as { data: { n: string }[] }).data[0]?.n
  }
  const list = () =>
    callKms(cloud.endpoints.kms['cn-hangzhou'] ?? '', { id: key?.id ?? '', secret: key?.secret ?? '' }, 'ListKeys')
  await list()
  expect(await count()).toBe('0')
  now += 121_000
  expect(await count()).toBe('1')
  await list()
  expect(await count()).toBe('1')
  now += 121_000
  expect(await count()).toBe('2')
})

test('the world may be edited', async () => {
  const events: WorldEvent[] = [ago(10)]
  const there = loggedWorld(events)
  const { rows } = await openLogs(there)
  const n = async () => ((await rows('* | select count(*) as n')) as Record<string, string>[])[0]?.n
  expect(await n()).toBe('1')
  events.push(ago(20), ago(30))
  expect(await n()).toBe('3')
  events.splice(0, 2)
  expect(await n()).toBe('1')
  const [first] = there.accounts[0]?.regions['cn-hangzhou']?.trails ?? []
  if (first) first.eventRW = 'Write'
  expect(await n()).toBe('0')
})

test('a logstore may be given as SQL, of any size', async () => {
  const sql = `SELECT ${NOW / 1_000 - 86_400} + i // 20 AS __time__,
    '{"eventId":"g' || i || '","eventName":"Decrypt","serviceName":"Kms"}' AS event,
    'Decrypt' AS "event.eventName", 'Kms' AS "event.serviceName", 'key-' || i % 7 AS "event.resourceName"
    FROM range(100000) t(i)`
  const home = region({ logProjects: [logProject({ name: PROJECT, logstores: [trailLogstore('audit', { sql })] })] })
  const there = world({ accounts: [account({ regions: { 'cn-hangzhou': home } })] })
  const { rows, ask } = await openLogs(there)
  expect(
    await rows('event.serviceName: Kms | select "event.resourceName" k, count(*) n group by k order by k limit 2'),
  ).toEqual([
    { k: 'key-0', n: '14286' },
    { k: 'key-1', n: '14286' },
  ])
  expect((await ask('*', { line: 1 })).body).toMatchObject({
    data: [{ event: expect.stringContaining('"eventId":"g') }],
  })
})
