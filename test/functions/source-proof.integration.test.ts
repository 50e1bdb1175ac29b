import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runJobs } from '../../functions/run/dispatch.ts'
import type { Night } from '../../functions/run/night.ts'
import { reassessJobs } from '../../functions/run/resume.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { DAY, HOUR, iso, MINUTE } from '../../shared/domain/time.ts'
import { type CloudOptions, type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, DEFAULT_ACCOUNT, region, type World, type WorldEvent, world } from '../../simulator/cloud/world.ts'
import { event, signOfLife } from '../../simulator/cloud/world-events.ts'
import { NOW, named } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const HANGZHOU = 'cn-hangzhou'
const FINANCE = 'cn-shanghai-finance-1'
const ENV = { CMK_REGIONS: HANGZHOU, CMK_OWN_CIDRS: '198.51.100.0/24', CMK_OBSERVATION_DAYS: '20' }

let now = NOW
let laboratory: Laboratory
let clouds: SimulatedCloud[]
beforeEach(async () => {
  now = NOW
  clouds = []
  laboratory = await Laboratory.open()
})
afterEach(async () => {
  await Promise.all(clouds.map((cloud) => cloud.close()))
  await laboratory.close()
})

async function open(there: World, options: CloudOptions = {}): Promise<SimulatedCloud> {
  const cloud = await startCloud(there, { clock: () => now, quotas: NO_QUOTAS, ...options })
  clouds.push(cloud)
  return cloud
}

const ago = (days: number) => iso(NOW - days * DAY)
const at = (regionName: string, days: number, raw = {}) =>
  event({ eventTime: ago(days), acsRegion: regionName, recipientAccountId: DEFAULT_ACCOUNT, ...raw })

function oneRegion(events: WorldEvent[] = []): World {
  const here = region({ keys: [named('used'), named('quiet')], events })
  return world({ accounts: [account({ regions: { [HANGZHOU]: here } })] })
}

function twoRegions(): World {
  const hangzhou = region({ keys: [named('a')], events: [at(HANGZHOU, 3, { requestParameters: { KeyId: 'key-a' } })] })
  const reEncrypt = at(FINANCE, 5, {
    eventName: 'ReEncrypt',
    requestParameters: { SourceKeyId: 'key-b', DestinationKeyId: 'key-b' },
  })
  const finance = region({ keys: [named('b'), named('c')], events: [reEncrypt, at(FINANCE, 30)] })
  return world({ accounts: [account({ regions: { [HANGZHOU]: hangzhou, [FINANCE]: finance } })] })
}

const events = (there: World, name = HANGZHOU) => there.accounts[0]?.regions[name] ?? region()
const verdictOf = async (keyId: string) => (await laboratory.row(keyId)).verdict
const whyOf = async (keyId: string) =>
  (await laboratory.row(keyId)).findings.find(({ rule }) => rule === 'source-unproven')?.data
const toldOf = (night: Night) =>
  inEnglish(night.diagnostics).map(({ region, status, message }) => [region, status, message])

/** The night's environment, with the trail of a region at another address. */
function trailAt(cloud: SimulatedCloud, name: string, address: string | undefined) {
  const endpoints = structuredClone(cloud.endpoints) as { actiontrail: Record<string, string> }
  return {
    ...ENV,
    CMK_REGIONS: Object.keys(cloud.endpoints.kms).join(','),
    CMK_ENDPOINTS: JSON.stringify({ ...endpoints, actiontrail: { ...endpoints.actiontrail, [name]: address } }),
  }
}

describe('a trail that shows nothing at all', () => {
  it('leaves keys unknown on the first night, says why, and is proven on the second', async () => {
    const cloud = await open(oneRegion())
    const first = await laboratory.night(cloud, { now, env: ENV })
    expect(await verdictOf('key-quiet')).toBe('unknown')
    const { findings, observed } = await laboratory.row('key-quiet')
    expect(findings.map(({ rule }) => rule)).toEqual(['source-unproven'])
    expect(findings[0]?.action).toContain('next night')
    expect(observed.complete).toBe(false)
    expect(toldOf(first)).toEqual([
      [
        HANGZHOU,
        'incomplete',
        `the trail of ${HANGZHOU} shows no event at all: whether it is recording cannot be told`,
      ],
    ])
    now += DAY
    const second = await laboratory.night(cloud, { now, env: ENV })
    expect(await verdictOf('key-quiet')).toBe('ready')
    expect(second.diagnostics).toEqual([])
    const looked = cloud.count({ action: 'LookupEvents' })
    now += DAY
    await laboratory.night(cloud, { now, env: ENV })
    expect(await verdictOf('key-quiet')).toBe('ready')
    // Proven, the days are final: one lookup of each stream reads what is new.
    expect(cloud.count({ action: 'LookupEvents' }) - looked).toBeLessThanOrEqual(7)
  })

  it('is unproven still where it does not show the calls of the night before', async () => {
    const cloud = await open(oneRegion(), { recordCalls: false })
    await laboratory.night(cloud, { now, env: ENV })
    for (const night of [1, 2, 3]) {
      now = NOW + night * DAY
      const { diagnostics } = await laboratory.night(cloud, { now, env: ENV })
      expect(await verdictOf('key-quiet')).toBe('unknown')
      expect(await whyOf('key-quiet')).toMatchObject({ why: 'own-calls-missing', at: ago(0) })
      expect(diagnostics).toMatchObject([{ code: 'SourceUnproven', status: 'incomplete' }])
    }
  })

  it('is judged by notes under the newer rules', async () => {
    const cloud = await open(oneRegion())
    await laboratory.night(cloud, { now, env: { ...ENV, CMK_RULES: '2024-11' } })
    expect(await verdictOf('key-quiet')).toBe('ready')
    expect(await whyOf('key-quiet')).toMatchObject({ why: 'no-event' })
  })

  it('leaves nothing behind when the right one is configured: all of it is read', async () => {
    const there = oneRegion([
      at(HANGZHOU, 15, {
        eventName: 'ReEncrypt',
        requestParameters: { SourceKeyId: 'key-used', DestinationKeyId: 'key-used' },
      }),
      at(HANGZHOU, 12, { requestParameters: { KeyId: 'key-quiet' } }),
    ])
    const blind = await open(oneRegion(), { recordCalls: false })
    const cloud = await open(there)
    await laboratory.night(cloud, { now, env: trailAt(cloud, HANGZHOU, blind.endpoints.actiontrail[HANGZHOU]) })
    expect(await whyOf('key-used')).toMatchObject({ why: 'no-event' })
    now += DAY
    const { diagnostics } = await laboratory.night(cloud, { now, env: ENV })
    expect(diagnostics).toEqual([])
    expect(await verdictOf('key-used')).toBe('blocked')
    expect(await verdictOf('key-quiet')).toBe('ready')
    expect((await laboratory.row('key-quiet')).usage.calls).toBe(1)
  })
})

describe('a trail that has shown events', () => {
  it('is proven on the first night, and a second audit minutes later demands nothing new', async () => {
    const cloud = await open(oneRegion([signOfLife(ago(3))]))
    expect((await laboratory.night(cloud, { now, env: ENV })).diagnostics).toEqual([])
    for (const minutes of [3, 12, 17, 31]) {
      now = NOW + minutes * MINUTE
      expect((await laboratory.night(cloud, { now, env: ENV })).diagnostics).toEqual([])
      expect(await verdictOf('key-quiet')).toBe('ready')
    }
  })

  it('and goes blind is found out on that night, and read again from there once it is mended', async () => {
    const there = oneRegion([signOfLife(ago(3))])
    const blind = await open(oneRegion(), { recordCalls: false })
    const cloud = await open(there)
    for (const night of [0, 1]) {
      now = NOW + night * DAY
      expect((await laboratory.night(cloud, { now, env: ENV })).diagnostics).toEqual([])
    }
    const wrong = trailAt(cloud, HANGZHOU, blind.endpoints.actiontrail[HANGZHOU])
    events(there).events.push(
      at(HANGZHOU, -1.4, { eventName: 'ExportDataKey', requestParameters: { KeyId: 'key-used' } }),
    )
    for (const night of [2, 3, 4]) {
      now = NOW + night * DAY
      await laboratory.night(cloud, { now, env: wrong })
      expect(await verdictOf('key-quiet')).toBe('unknown')
      expect(await whyOf('key-quiet')).toMatchObject({ why: 'own-calls-missing' })
    }
    now = NOW + 5 * DAY
    expect((await laboratory.night(cloud, { now, env: ENV })).diagnostics).toEqual([])
    expect(await verdictOf('key-used')).toBe('blocked')
    expect(await verdictOf('key-quiet')).toBe('ready')
  })

  it('and whose own calls come late heals by itself', async () => {
    const cloud = await open(oneRegion([signOfLife(ago(3))]), { recordDelay: 30 * HOUR })
    await laboratory.night(cloud, { now, env: ENV })
    now = NOW + DAY
    await laboratory.night(cloud, { now, env: ENV })
    expect(await whyOf('key-quiet')).toMatchObject({ why: 'own-calls-missing', at: ago(0) })
    now = NOW + 4 * DAY
    // The calls of the night before it are there by now, and those of the nights in between were never made.
    await laboratory.night(cloud, { now, env: ENV })
    expect(await verdictOf('key-quiet')).toBe('ready')
  })

  it('and does not show them any more minutes later is not proven', async () => {
    const blind = await open(oneRegion(), { recordCalls: false })
    const cloud = await open(oneRegion([signOfLife(ago(0.5))]))
    await laboratory.night(cloud, { now, env: ENV })
    now += 10 * MINUTE
    await laboratory.night(cloud, { now, env: trailAt(cloud, HANGZHOU, blind.endpoints.actiontrail[HANGZHOU]) })
    expect(await whyOf('key-quiet')).toMatchObject({ why: 'events-missing', at: ago(0.5) })
    now += 10 * MINUTE
    await laboratory.night(cloud, { now, env: ENV })
    expect(await verdictOf('key-quiet')).toBe('ready')
  })

  it('demands nothing of calls that were refused', async () => {
    const cloud = await open(oneRegion([signOfLife(ago(3))]))
    await laboratory.night(cloud, { now, env: ENV })
    now += DAY
    cloud.setFaults([{ where: { service: 'kms' }, effect: { kind: 'denied' } }])
    await laboratory.night(cloud, { now, env: ENV }).catch(() => undefined)
    cloud.setFaults([])
    now += DAY
    expect((await laboratory.night(cloud, { now, env: ENV })).diagnostics).toEqual([])
    expect(await verdictOf('key-quiet')).toBe('ready')
  })
})

describe('an answer of another region', () => {
  it('is no evidence: the keys are unknown, the address is named, and the right one puts it right', async () => {
    const cloud = await open(twoRegions())
    const wrong = trailAt(cloud, FINANCE, cloud.endpoints.actiontrail[HANGZHOU])
    for (const night of [0, 1]) {
      now = NOW + night * DAY
      const { diagnostics } = await laboratory.night(cloud, { now, env: wrong })
      for (const key of ['key-b', 'key-c']) {
        expect(await verdictOf(key)).toBe('unknown')
        expect(await whyOf(key)).toMatchObject({ why: 'contradiction', what: 'region', name: HANGZHOU })
        expect((await laboratory.row(key)).observed.complete).toBe(false)
      }
      expect(await verdictOf('key-a')).toBe('ready')
      expect(diagnostics.map(({ region, code }) => [region, code])).toEqual([[FINANCE, 'SourceUnproven']])
      expect(inEnglish(diagnostics[0]?.advice)).toContain('CMK_ENDPOINTS')
    }
    now = NOW + 2 * DAY
    const env = { ...ENV, CMK_REGIONS: `${HANGZHOU},${FINANCE}` }
    expect((await laboratory.night(cloud, { now, env })).diagnostics).toEqual([])
    expect(await verdictOf('key-b')).toBe('blocked')
    expect(await verdictOf('key-c')).toBe('ready')
  })

  it('stops the reading of its region at once', async () => {
    const cloud = await open(twoRegions())
    await laboratory.night(cloud, { now, env: trailAt(cloud, FINANCE, cloud.endpoints.actiontrail[HANGZHOU]) })
    // The lookups by name found nothing, the full reading's first page told. Nothing of it stays.
    now += DAY
    const before = cloud.count({ action: 'LookupEvents', region: FINANCE })
    await laboratory.night(cloud, { now, env: { ...ENV, CMK_REGIONS: FINANCE } })
    expect(cloud.count({ action: 'LookupEvents', region: FINANCE }) - before).toBeGreaterThanOrEqual(7)
    expect(await verdictOf('key-b')).toBe('blocked')
  })

  it.each([
    ['recipientAccountId of another account', { recipientAccountId: '2000000000000002' }, 'unknown'],
    ['recipientAccountId that is masked and fits', { recipientAccountId: '1000****0001' }, 'ready'],
    ['recipientAccountId that is masked and does not fit', { recipientAccountId: '1000****0003' }, 'unknown'],
    ['recipientAccountId that is a dash', { recipientAccountId: '-' }, 'ready'],
    ['a region in another spelling', { acsRegion: ' CN-Hangzhou ' }, 'ready'],
    ['another region', { acsRegion: 'cn-beijing' }, 'unknown'],
    ['no region, and a key of the scope', { acsRegion: undefined, requestParameters: { KeyId: 'key-quiet' } }, 'ready'],
    [
      'a caller of another account on a key of this one',
      {
        recipientAccountId: undefined,
        requestParameters: { KeyId: `acs:kms:${HANGZHOU}:${DEFAULT_ACCOUNT}:key/key-quiet` },
        userIdentity: { type: 'ram-user', accountId: '2000000000000002', userName: 'partner', principalId: '2' },
      },
      'ready',
    ],
    [
      'a caller of another account on no key of this one',
      {
        recipientAccountId: undefined,
        eventName: 'DescribeKey',
        userIdentity: { type: 'ram-user', accountId: '2000000000000002', userName: 'partner', principalId: '2' },
      },
      'unknown',
    ],
    [
      'the service itself',
      {
        recipientAccountId: undefined,
        eventName: 'DescribeKey',
        userIdentity: { type: 'system', userName: 'ecs.aliyuncs.com', accountId: '0' },
      },
      'ready',
    ],
  ])('%s', async (_, raw, verdict) => {
    const cloud = await open(oneRegion([signOfLife(ago(3)), at(HANGZHOU, 2, raw)]))
    await laboratory.night(cloud, { now, env: ENV })
    expect(await verdictOf('key-quiet')).toBe(verdict)
  })

  it('holds wherever the night is cut off', async () => {
    const cloud = await open(twoRegions())
    const wrong = trailAt(cloud, FINANCE, cloud.endpoints.actiontrail[HANGZHOU])
    for (let requests = 5; requests < 45; requests += 3) {
      const killed = new AbortController()
      cloud.killAfter(requests, () => killed.abort())
      await laboratory.night(cloud, { now, env: wrong, signal: killed.signal }).catch(() => undefined)
      now += 20 * MINUTE
    }
    cloud.killAfter(0, () => {})
    const env = { ...ENV, CMK_REGIONS: `${HANGZHOU},${FINANCE}` }
    now = NOW + DAY
    expect((await laboratory.night(cloud, { now, env })).diagnostics).toEqual([])
    expect(await verdictOf('key-b')).toBe('blocked')
    expect(await verdictOf('key-c')).toBe('ready')
  })

  it('of a blind one holds as well', async () => {
    const there = oneRegion([
      at(HANGZHOU, 15, {
        eventName: 'ReEncrypt',
        requestParameters: { SourceKeyId: 'key-used', DestinationKeyId: 'key-used' },
      }),
    ])
    const blind = await open(oneRegion(), { recordCalls: false })
    const cloud = await open(there)
    const wrong = trailAt(cloud, HANGZHOU, blind.endpoints.actiontrail[HANGZHOU])
    for (let requests = 1; requests < 12; requests += 1) {
      const killed = new AbortController()
      blind.killAfter(requests, () => killed.abort())
      await laboratory.night(cloud, { now, env: wrong, signal: killed.signal }).catch(() => undefined)
      now += 20 * MINUTE
    }
    now = NOW + DAY
    await laboratory.night(cloud, { now, env: ENV })
    expect(await verdictOf('key-used')).toBe('blocked')
  })
})

describe('what the version before has stored', () => {
  it('is read again once: nothing had asked for a proof', async () => {
    const there = oneRegion([signOfLife(ago(3)), at(HANGZHOU, 12, { requestParameters: { KeyId: 'key-quiet' } })])
    const cloud = await open(there)
    const forget = () =>
      laboratory.work(cloud, { now, env: ENV }, async ({ store }) => {
        for (const name of ['source-proof', 'own-calls'])
          await store.progress.delete(`${DEFAULT_ACCOUNT}:${HANGZHOU}`, name)
      })
    await laboratory.night(cloud, { now, env: ENV })
    await forget()
    await laboratory.work(cloud, { now, env: ENV }, async (services) => runJobs(await reassessJobs(services), services))
    expect(await whyOf('key-quiet')).toMatchObject({ why: 'no-event' })
    now += DAY
    // What was read then may have been of anywhere.
    events(there).events.push(
      at(HANGZHOU, 11, { eventName: 'ExportDataKey', requestParameters: { KeyId: 'key-used' } }),
    )
    await forget()
    expect((await laboratory.night(cloud, { now, env: ENV })).diagnostics).toEqual([])
    expect(await verdictOf('key-used')).toBe('blocked')
    expect(await verdictOf('key-quiet')).toBe('ready')
    now += DAY
    expect((await laboratory.night(cloud, { now, env: ENV })).diagnostics).toEqual([])
  })
})
