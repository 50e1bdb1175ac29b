import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { assess } from '../../functions/assess/stage.ts'
import { listAndClassify } from '../../functions/inventory/classify.ts'
import type { KeyFilter, Kms } from '../../shared/cloud/cloud.ts'
import { DAY, iso } from '../../shared/domain/time.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { region, type World } from '../../simulator/cloud/world.ts'
import { hoursAgo, NOW, smallCompany } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const ENV = { CMK_REGIONS: 'cn-hangzhou', CMK_OWN_CIDRS: '198.51.100.0/24', CMK_OBSERVATION_DAYS: '10' }

let now = NOW
let world: World
let cloud: SimulatedCloud
let laboratory: Laboratory
beforeEach(async () => {
  now = NOW
  world = smallCompany()
  const account = world.accounts[0]
  if (account) account.regions['cn-shanghai'] = region()
  cloud = await startCloud(world, { clock: () => now, quotas: NO_QUOTAS })
  laboratory = await Laboratory.open()
})
afterEach(async () => {
  await cloud.close()
  await laboratory.close()
})

describe('a key that DescribeKey does not find', () => {
  it.each(['Forbidden.KeyNotFound', 'InvalidAction.NotFound', 'EntityNotExist.User'])(
    'but that is listed (%s), is not gone',
    async (code) => {
      cloud.setFaults([
        { where: { action: 'DescribeKey', keyId: 'key-plain' }, effect: { kind: 'error', status: 404, code } },
      ])
      const night = await laboratory.night(cloud, { now, env: ENV })
      expect((await laboratory.row('key-plain')).verdict).toBe('unknown')
      expect(night.diagnostics).toMatchObject([{ keyId: 'key-plain', code }])
    },
  )
})

describe('two audits at once', () => {
  it('each judge every key', async () => {
    const nights = await Promise.all([0, 1_000].map((later) => laboratory.night(cloud, { now: now + later, env: ENV })))
    expect(nights.map(({ keys }) => keys)).toEqual([17, 17])
    expect((await laboratory.rows()).length).toBe(17)
  })
})

describe('a late job', () => {
  it('changes nothing that a later run has judged', async () => {
    const night = await laboratory.night(cloud, { now, env: ENV })
    now += DAY
    world.accounts[0]?.regions['cn-hangzhou']?.events.push(
      hoursAgo(-10, { eventName: 'GenerateAndExportDataKey', requestParameters: { KeyId: 'key-unused' } }),
    )
    await laboratory.night(cloud, { now, env: ENV })
    const before = await laboratory.tables()
    await laboratory.work(cloud, { now, env: ENV }, (services) =>
      assess(
        { run: night.run, asOf: night.asOf, stage: 'assess', accountId: '1000000000000001', region: 'cn-hangzhou' },
        services,
      ),
    )
    expect(await laboratory.tables()).toEqual(before)
    expect((await laboratory.row('key-unused')).verdict).toBe('blocked')
  })
})

describe('a region that KMS does not name any more', () => {
  it('is asked all the same, and its keys are gone when they can have been deleted', async () => {
    const env = { ...ENV, CMK_REGIONS: 'all' }
    await laboratory.night(cloud, { now, env })
    const account = world.accounts[0]
    if (account) delete account.regions['cn-hangzhou']
    const gone = async () => (await laboratory.changes()).filter(({ after }) => after === null)
    now += DAY
    // No key is deleted in a day: an answer that knows none of them is no evidence.
    const night = await laboratory.night(cloud, { now, env })
    expect(night.diagnostics).toMatchObject([{ region: 'cn-hangzhou', code: 'AllKeysGone', fatal: true }])
    expect(await gone()).toEqual([])
    expect((await laboratory.rows()).map(({ keyId }) => keyId)).toContain('key-plain')
    now += 7 * DAY
    await laboratory.night(cloud, { now, env })
    expect((await gone()).map(({ keyId }) => keyId)).toContain('key-plain')
  })
})

describe('all regions', () => {
  it('are asked of an endpoint that is configured', async () => {
    const account = smallCompany().accounts[0]
    const here = account?.regions['cn-hangzhou']
    if (!account || !here) throw new Error('the company has a region')
    for (const { raw } of here.events) raw.acsRegion = 'ap-southeast-1'
    const elsewhere = await startCloud(
      { accounts: [{ ...account, regions: { 'ap-southeast-1': here } }] },
      { clock: () => now, quotas: NO_QUOTAS },
    )
    try {
      const night = await laboratory.night(elsewhere, { now, env: { ...ENV, CMK_REGIONS: 'all' } })
      expect(night).toMatchObject({ keys: 17, diagnostics: [] })
    } finally {
      await elsewhere.close()
    }
  })
})

describe('a filter that is ignored', () => {
  const all = ['key-a', 'key-b', 'key-c']
  const kms = (answer: (filter: KeyFilter) => readonly string[]) =>
    ({
      listKeys: async (filter?: KeyFilter) => (filter ? answer(filter) : all).map((keyId) => ({ keyId, arn: '' })),
      listAliases: async () => [{ alias: 'alias/acs/oss', keyId: 'key-a' }],
      listKmsInstances: async () => ['kst-1'],
    }) as unknown as Kms

  it('is found out, also when a key is deleted between two lists', async () => {
    const listing = await listAndClassify(
      kms(() => ['key-a', 'key-b']),
      {},
    )
    expect([...listing.service]).toEqual(['key-a'])
    expect([...listing.instanceOf]).toEqual([])
    expect(listing).toMatchObject({ serviceFilterReliable: false, instanceFilterReliable: false })
  })

  it('is not suspected where it works', async () => {
    const listing = await listAndClassify(
      kms(({ key, value }) =>
        key === 'CreatorType'
          ? value === 'Service'
            ? ['key-a']
            : ['key-b', 'key-c']
          : value === 'kst-1'
            ? ['key-c']
            : [],
      ),
      {},
    )
    expect([...listing.service]).toEqual(['key-a'])
    expect([...listing.instanceOf]).toEqual([['key-c', 'kst-1']])
    expect(listing).toMatchObject({ serviceFilterReliable: true, instanceFilterReliable: true })
  })
})

describe('what a night writes', () => {
  it('speaks of the night', async () => {
    await laboratory.night(cloud, { now, env: ENV })
    expect(new Set((await laboratory.rows()).map(({ checkedAt }) => checkedAt))).toEqual(
      new Set([iso(now - 15 * 60_000)]),
    )
  })
})
