import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSource } from '../../../functions/usage/sources/open-source.ts'
import { loadConfig } from '../../../shared/config/config.ts'
import { covers, gaps } from '../../../shared/domain/coverage.ts'
import type { Text } from '../../../shared/domain/messages/message.ts'
import { inEnglish } from '../../../shared/domain/messages/text-in.ts'
import { DAY, HOUR, iso, MINUTE, startOfDay } from '../../../shared/domain/time.ts'
import { coveredBy, EVENT_DELIVERY_LAG } from '../../../shared/domain/window.ts'
import type { Fault } from '../../../simulator/cloud/faults/fault.ts'
import { archiveFile } from '../../../simulator/cloud/oss/archive-files.ts'
import { type Bucket, bucket, type Spoiled } from '../../../simulator/cloud/oss/buckets.ts'
import { allow, type Statement } from '../../../simulator/cloud/policy/statements.ts'
import { account, readOnlyPolicy, region, type Trail, trail, world } from '../../../simulator/cloud/world.ts'
import { event } from '../../../simulator/cloud/world-events.ts'
import { open, SCOPE } from '../../support/cloud/open.ts'
import { expectedRows } from '../../support/usage/expected-rows.ts'
import { CONTEXT, KEY, RegionLab } from '../../support/usage/region-lab.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const AS_OF = NOW - EVENT_DELIVERY_LAG
const DAYS = 10
const WINDOW = { from: startOfDay(AS_OF - DAYS * DAY), to: AS_OF }
const SPOILED_DAY = startOfDay(AS_OF - 3 * DAY)
const NAME = 'company-audit'

const uses = Array.from({ length: DAYS * 4 }, (_, n) =>
  event({ eventTime: iso(WINDOW.from + n * 6 * HOUR + HOUR), eventId: `e${n}`, requestParameters: { KeyId: KEY } }),
)
/** Other services are called all the time. */
const others = Array.from({ length: 20 }, (_, n) =>
  event({ eventTime: iso(NOW - n * MINUTE), serviceName: 'Ecs', eventName: 'DescribeInstances' }),
)
const before = event({ eventTime: iso(WINDOW.from - HOUR), serviceName: 'Ecs', eventName: 'DescribeInstances' })
const events = [before, ...uses, ...others]

let lab: RegionLab
beforeEach(async () => {
  lab = await RegionLab.open()
})
afterEach(() => lab.close())

interface Given {
  readonly trails?: readonly Trail[]
  readonly bucket?: Partial<Bucket>
  /** Region of the bucket. */
  readonly at?: string
  readonly policy?: Statement[]
  readonly faults?: readonly Fault[]
  readonly named?: string
}

/** A run over a company whose trail delivers into a bucket. */
async function read(given: Given = {}) {
  const { at = SCOPE.region, trails = [trail({ ossBucketName: NAME, ossKeyPrefix: 'logs' })], named = NAME } = given
  const here = region({ events: [...events], trails: [...trails] })
  const regions = { 'cn-beijing': region(), [SCOPE.region]: here }
  ;(at === SCOPE.region ? here : regions['cn-beijing']).buckets = [bucket(NAME, { period: 10, ...given.bucket })]
  const owner = account({ regions })
  for (const key of owner.accessKeys) if (given.policy) key.policy = given.policy
  const { cloud, server } = await open(world({ accounts: [owner] }), {
    clock: () => NOW,
    recordCalls: false,
    faults: given.faults ?? [],
  })
  const config = loadConfig({ ...server.environment(), CMK_SOURCE: `oss:${SCOPE.region}/${named}/logs` }, { cwd: '/' })
  const source = await openSource({ config, cloud, clock: () => NOW })
  const found = await lab.read(source, { now: NOW, days: DAYS })
  return { ...found, server, reasons: said(found.remaining.reasons), by: coveredBy(found.all) }
}

function said(reasons: readonly Text[]): readonly string[] {
  return reasons.map((each) => inEnglish(each))
}

const isWhole = ({ all, remaining }: Awaited<ReturnType<typeof read>>) =>
  gaps(WINDOW, all.covered).length === 0 && remaining.gaps.length === 0
const expected = () => expectedRows(events, WINDOW, CONTEXT)
const without = (...actions: string[]) =>
  readOnlyPolicy()
    .flatMap(({ Action }) =>
      Action.flatMap((each) => (each === 'actiontrail:Describe*' ? ['actiontrail:DescribeTrails'] : [each])),
    )
    .filter((each) => !actions.includes(each))
    .map((each) => allow([each]))

describe('the archive in a bucket', () => {
  test('is read where its trail has delivered, whole', async () => {
    const found = await read()
    expect(found.rows).toEqual(expected())
    expect([isWhole(found), found.reasons]).toEqual([true, []])
    expect(found.by).toEqual({ oss: [WINDOW] })
    expect(found.server.count({ action: 'LookupEvents' })).toBeLessThan(20)
  })

  test('of a young trail: lookups read what was before', async () => {
    const young = WINDOW.from + 4 * DAY + HOUR / 2
    const found = await read({
      trails: [trail({ ossBucketName: NAME, ossKeyPrefix: '/logs/', startedAt: iso(young) })],
    })
    expect(found.rows).toEqual(expected())
    expect(found.by).toEqual({
      lookup: [{ from: WINDOW.from, to: WINDOW.from + 5 * DAY }],
      oss: [{ from: WINDOW.from + 5 * DAY, to: AS_OF }],
    })
  })

  test('of a trail that was stopped: lookups go on, and it is said', async () => {
    const stoppedAt = iso(WINDOW.from + 6 * DAY)
    const found = await read({
      trails: [trail({ ossBucketName: NAME, ossKeyPrefix: 'logs', status: 'Disable', stoppedAt })],
    })
    expect(found.rows).toEqual(expected())
    expect(isWhole(found)).toBe(true)
    expect(found.reasons).toEqual([`the trail audit was stopped at ${stoppedAt}`])
  })

  test('of an organization, one event a line', async () => {
    const trails = [trail({ ossBucketName: NAME, ossKeyPrefix: 'logs', isOrganization: true })]
    const found = await read({ trails, bucket: { format: 'lines' } })
    expect(found.rows).toEqual(expected())
    expect(found.by).toEqual({ oss: [WINDOW] })
  })

  test.each<[Spoiled['how'], RegExp]>([
    ['cut', /20261120\d+_.* is cut off/],
    ['damaged', /20261120\d+_.* (is damaged|is not a list|holds)/],
    ['archived', /20261120\d+_.* cannot be read \(InvalidObjectState\)/],
  ])('whose file is %s: it is named, and its days are looked up', async (how, reason) => {
    const found = await read({ bucket: { spoiled: [{ keys: '_20261120', how }] } })
    expect(found.rows).toEqual(expected())
    expect(isWhole(found)).toBe(true)
    expect(found.reasons[0]).toMatch(reason)
    expect(covers(found.by.lookup ?? [], { from: SPOILED_DAY, to: SPOILED_DAY + DAY })).toBe(true)
  })

  test('from which all files of a day are gone: the day is looked up', async () => {
    const found = await read({ bucket: { spoiled: [{ keys: '_20261120', how: 'missing' }] } })
    expect(found.rows).toEqual(expected())
    expect(isWhole(found)).toBe(true)
    expect(covers(found.by.lookup ?? [], { from: SPOILED_DAY, to: SPOILED_DAY + DAY })).toBe(true)
  })

  test("in which another trail's files stand for days that are gone of an organization's", async () => {
    const written = (at: number) => event({ eventTime: iso(at), serviceName: 'Ecs', eventName: 'RunInstances' }).raw
    const own = [WINDOW.from - HOUR, SPOILED_DAY + HOUR, NOW].map((at) => archiveFile([written(at)], SCOPE))
    const found = await read({
      trails: [trail({ ossBucketName: NAME, ossKeyPrefix: 'logs', isOrganization: true })],
      bucket: {
        objects: own.map(({ key, body }) => ({ key: `logs/${key}`, body })),
        spoiled: [{ keys: `/${SCOPE.accountId}/${SCOPE.region}/2026/11/20/`, how: 'missing' }],
      },
    })
    expect(found.rows).toEqual(expected())
    expect(covers(found.by.lookup ?? [], { from: SPOILED_DAY, to: SPOILED_DAY + DAY })).toBe(true)
  })

  test.each<[string, Fault['effect']]>([
    ['429 and 503', { kind: 'throttle' }],
    ['500', { kind: 'error', status: 500, code: 'InternalError' }],
    ['a page of a gateway', { kind: 'html', status: 502 }],
    ['a connection that ends', { kind: 'reset' }],
    ['a body that breaks off', { kind: 'breaks-off', by: 'reset' }],
    ['half an answer', { kind: 'truncated' }],
    ['a slow answer', { kind: 'latency', ms: 50 }],
  ])('comes to the same with %s in every seventh answer', async (_, effect) => {
    const found = await read({ faults: [{ where: { service: 'oss', every: 7 }, effect }] })
    expect(found.rows).toEqual(expected())
    expect(isWhole(found)).toBe(true)
  })
})

describe('a bucket that is of no use is one line, and a gap', () => {
  test.each<[string, Given, string | RegExp]>([
    ['is not there', { named: 'nobodys' }, 'oss:cn-hangzhou/nobodys/logs: there is no such bucket'],
    [
      'is in another region',
      { at: 'cn-beijing' },
      'oss:cn-hangzhou/company-audit/logs: the bucket is in another region',
    ],
    [
      'may not be listed',
      { policy: without('oss:ListObjects') },
      'oss:cn-hangzhou/company-audit/logs cannot be read (AccessDenied)',
    ],
    [
      'may not be read',
      { policy: without('oss:GetObject') },
      'oss:cn-hangzhou/company-audit/logs cannot be read (AccessDenied)',
    ],
    ['holds no archive', { trails: [] }, /^oss:cn-hangzhou\/company-audit\/logs is no archive of a trail/],
    [
      'has trails that may not be asked for',
      { policy: without('actiontrail:DescribeTrails') },
      'which trail delivers to oss:cn-hangzhou/company-audit/logs cannot be told: actiontrail DescribeTrails in cn-hangzhou: NoPermission',
    ],
    [
      'gets writes only',
      {
        trails: [trail({ ossBucketName: NAME, ossKeyPrefix: 'logs', eventRW: 'Write' })],
        bucket: { objects: [other()] },
      },
      'the trail audit delivers writes only, and no use of a key is one',
    ],
    [
      'has no trail any more',
      { trails: [trail({ name: 'elsewhere', ossBucketName: 'other' })], bucket: { objects: [other()] } },
      /^oss:cn-hangzhou\/company-audit\/logs: there is no such trail.*\(trails that are there: elsewhere\)$/,
    ],
  ])('%s', async (_, given, reason) => {
    const { rows, all, reasons, remaining, server } = await read(given)
    expect([rows, all.covered]).toEqual([[], []])
    expect(remaining.gaps).not.toEqual([])
    expect(reasons).toEqual([typeof reason === 'string' ? reason : expect.stringMatching(reason)])
    // Before any work: no file is read, and nothing is looked up in its place.
    expect(server.count({ action: 'GetObject' }) + server.count({ action: 'LookupEvents' })).toBe(0)
  })
})

function other() {
  return { key: 'logs/AliyunLogs/Actiontrail/cn-hangzhou/2026/01/01/x.gz', body: Buffer.from('') }
}
