import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readScope } from '../../functions/inventory/read-scope.ts'
import type { KeyMetadata, Kms } from '../../shared/cloud/cloud.ts'
import { type KeySnapshot, NO_FACTS } from '../../shared/domain/key.ts'
import { DAY, iso } from '../../shared/domain/time.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, region, type World, world } from '../../simulator/cloud/world.ts'
import { signOfLife } from '../../simulator/cloud/world-events.ts'
import { NOW, named } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const ENV = { CMK_REGIONS: 'all', CMK_OWN_CIDRS: '198.51.100.0/24', CMK_OBSERVATION_DAYS: '10' }

let now = NOW
let company: World
let cloud: SimulatedCloud
let laboratory: Laboratory
beforeEach(async () => {
  now = NOW
  const alive = (acsRegion: string) => [signOfLife(iso(NOW - DAY), { acsRegion })]
  const here = {
    'cn-hangzhou': region({ keys: [named('one')], events: alive('cn-hangzhou') }),
    'cn-shanghai': region({ keys: [named('two')], events: alive('cn-shanghai') }),
  }
  company = world({ accounts: [account({ regions: here })] })
  cloud = await startCloud(company, { clock: () => now, quotas: NO_QUOTAS })
  laboratory = await Laboratory.open()
})
afterEach(async () => {
  await cloud.close()
  await laboratory.close()
})

describe('runs', () => {
  it('that list the regions in another order, at once, each judge all of them', async () => {
    const orders = ['cn-hangzhou,cn-shanghai', 'cn-shanghai,cn-hangzhou']
    const nights = await Promise.all(
      orders.map((regions) => laboratory.night(cloud, { now, env: { ...ENV, CMK_REGIONS: regions } })),
    )
    expect(nights).toMatchObject([
      { keys: 2, diagnostics: [] },
      { keys: 2, diagnostics: [] },
    ])
  })

  it('leave marks for two days', async () => {
    const nights: string[] = []
    for (let day = 0; day < 4; day++) {
      nights.push((await laboratory.night(cloud, { now, env: ENV })).run)
      now += DAY
    }
    const kept = nights.slice(1).sort()
    await laboratory.work(cloud, { now, env: ENV }, async ({ store }) => {
      const marks: string[][] = []
      const [of] = company.accounts
      for (const [place, kind] of [
        ['*', 'run/'],
        ['cn-hangzhou', 'inventory/'],
        ['cn-hangzhou', 'assess/'],
      ] as const) {
        const runs: string[] = []
        for await (const { name } of store.progress.list(`${of?.id}:${place}`, kind)) runs.push(name.slice(kind.length))
        marks.push(runs.sort())
      }
      expect(marks).toEqual([kept, kept, kept])
    })
  })
})

describe('a region that KMS names no more and that does not answer', () => {
  it('is a diagnostic', async () => {
    await laboratory.night(cloud, { now, env: ENV })
    delete company.accounts[0]?.regions['cn-shanghai']
    cloud.setFaults([{ where: { action: 'ListKeys', region: 'cn-shanghai' }, effect: { kind: 'denied' } }])
    now += DAY
    const night = await laboratory.night(cloud, { now, env: ENV })
    expect(night.judged.map(({ region }) => region)).toEqual(['cn-hangzhou'])
    expect(night.diagnostics).toMatchObject([{ region: 'cn-shanghai', action: 'ListKeys', fatal: true }])
  })
})

describe('a key', () => {
  const METADATA: KeyMetadata = {
    keyId: 'key-one',
    arn: 'acs:kms:cn-hangzhou:1000000000000001:key/key-one',
    creator: '1000000000000001',
    keyState: 'Enabled',
    keySpec: 'Aliyun_AES_256',
    keyUsage: 'ENCRYPT/DECRYPT',
    origin: 'Aliyun_KMS',
    automaticRotation: 'Disabled',
    kmsInstanceId: null,
    createdAt: iso(NOW - 500 * DAY),
    nextRotationAt: null,
    protectionLevel: null,
    primaryVersion: null,
  }
  const known = (kind: KeySnapshot['kind']): KeySnapshot => ({
    keyId: 'key-one',
    arn: METADATA.arn,
    kind,
    onceCandidate: false,
    facts: NO_FACTS,
    aliases: [],
    tags: [],
    secrets: [],
    versionIds: [],
    versionsComplete: true,
    unread: [],
    asOf: iso(NOW - DAY),
  })
  async function read(listed: readonly string[], metadata: KeyMetadata, earlier: readonly KeySnapshot[] = []) {
    const kms = {
      listKeys: async (filter?: unknown) => (filter ? [] : listed.map((keyId) => ({ keyId, arn: METADATA.arn }))),
      listAliases: async () => [],
      listKmsInstances: async () => [],
      describeKey: async () => metadata,
      listKeyVersions: async () => ({ total: 1, ids: ['00000001-1111-4222-8333-444444444444'] }),
      listKeyTags: async () => [],
      listSecrets: async () => [],
    } as unknown as Kms
    const byId = new Map(earlier.map((key) => [key.keyId, key]))
    const { signal } = new AbortController()
    return readScope(kms, { known: byId, asOf: iso(NOW), now: NOW, signal, onKey: () => {} })
  }
  const unreadOf = ({ keys }: Awaited<ReturnType<typeof read>>) => keys[0]?.unread.map(({ fact }) => fact)

  it('keeps the protection level where KMS says a known one, and misses none', async () => {
    const level = async (protectionLevel: string | null) => {
      const [key] = (await read(['key-one'], { ...METADATA, protectionLevel })).keys
      return { level: key?.facts.protectionLevel, unread: key?.unread }
    }
    expect(await level('HSM')).toEqual({ level: 'HSM', unread: [] })
    expect(await level(' software')).toEqual({ level: 'SOFTWARE', unread: [] })
    for (const none of [null, 'QUANTUM']) expect(await level(none)).toEqual({ level: undefined, unread: [] })
  })

  it('tells its next rotation where rotation is on, and only a moment', async () => {
    const next = async (automaticRotation: string, nextRotationAt: string | null) =>
      (await read(['key-one'], { ...METADATA, automaticRotation, nextRotationAt })).keys[0]?.facts.nextRotationAt
    const date = '2027-02-03T04:05:06Z'
    expect(await next('Enabled', date)).toBe(date)
    expect(await next('Suspended', '2027-02-03T12:05:06+08:00')).toBe(date)
    expect(await next('Disabled', date)).toBeNull()
    for (const none of [null, 'soon', '2027-13-40T00:00:00Z']) expect(await next('Enabled', none)).toBeNull()
  })

  it('is described by an answer that spells its name otherwise, or not at all', async () => {
    for (const keyId of ['KEY-ONE', '']) {
      const reading = await read(['key-one'], { ...METADATA, keyId })
      expect([reading.keys[0]?.kind, unreadOf(reading), reading.errors]).toEqual(['candidate', [], []])
    }
  })

  it('of a service stays one when no list shows it any more', async () => {
    const { keys } = await read([], METADATA, [known('service')])
    expect(keys.map(({ kind }) => kind)).toEqual(['service'])
  })

  it('that no list shows is a CMK only when an account has made it', async () => {
    const byProduct = await read([], { ...METADATA, creator: 'Oss' }, [known('candidate')])
    expect([byProduct.keys[0]?.kind, unreadOf(byProduct)]).toEqual(['unclassified', ['creatorType']])
    const byAccount = await read([], METADATA, [known('candidate')])
    expect([byAccount.keys[0]?.kind, unreadOf(byAccount)]).toEqual(['candidate', []])
  })
})
