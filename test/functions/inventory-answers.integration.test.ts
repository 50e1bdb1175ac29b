import { isDeepStrictEqual } from 'node:util'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { DAY, iso } from '../../shared/domain/time.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import type { FaultEffect } from '../../simulator/cloud/faults/fault.ts'
import { describedAs, filteredBy, says, with200 } from '../../simulator/cloud/faults/lies.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, type Key, region, secret, uuidOf, type World, world } from '../../simulator/cloud/world.ts'
import { ciphertextOf, event, instance, signOfLife } from '../../simulator/cloud/world-events.ts'
import { NOW, named } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const ENV = { CMK_REGIONS: 'cn-hangzhou', CMK_OWN_CIDRS: '198.51.100.0/24', CMK_OBSERVATION_DAYS: '3' }

let now = NOW
let company: World
let cloud: SimulatedCloud
let laboratory: Laboratory
let keys: Key[]
beforeEach(async () => {
  now = NOW
  keys = [named('one'), named('two'), named('three')]
  const here = {
    'cn-hangzhou': region({
      keys,
      secrets: [secret({ name: 'db', encryptionKeyId: 'key-one' })],
      events: [signOfLife(iso(NOW - DAY))],
    }),
    'cn-shanghai': region({
      keys: [named('elsewhere')],
      events: [signOfLife(iso(NOW - DAY), { acsRegion: 'cn-shanghai' })],
    }),
  }
  company = world({ accounts: [account({ regions: here })] })
  cloud = await startCloud(company, { clock: () => now, quotas: NO_QUOTAS })
  laboratory = await Laboratory.open()
})
afterEach(async () => {
  await cloud.close()
  await laboratory.close()
})

const night = (env: Record<string, string> = {}) => laboratory.night(cloud, { now, env: { ...ENV, ...env } })
async function verdicts() {
  return Object.fromEntries((await laboratory.rows()).map(({ keyId, verdict }) => [keyId, verdict]))
}
const whyUnknown = async (keyId: string) => whyUnknownOf(await laboratory.row(keyId))
function whyUnknownOf(row: ReadinessRow | undefined) {
  const finding = row?.findings.find(({ rule }) => rule === 'evidence-incomplete')
  return `${row?.verdict}: ${finding?.message}`
}

describe('an address of another region', () => {
  it('writes no row, and is named', async () => {
    const { kms, ...others } = cloud.endpoints
    const endpoints = { ...others, kms: { ...kms, 'cn-hangzhou': kms['cn-shanghai'] } }
    const { diagnostics } = await night({ CMK_ENDPOINTS: JSON.stringify(endpoints) })
    expect(await laboratory.rows()).toEqual([])
    expect(diagnostics).toMatchObject([{ code: 'AnotherRegion', fatal: true, region: 'cn-hangzhou' }])
    expect(inEnglish(diagnostics[0]?.advice)).toContain(new URL(kms['cn-shanghai'] ?? '').host)
  })

  it('given for two regions costs the one that it is not of', async () => {
    const { kms, ...others } = cloud.endpoints
    const endpoints = { ...others, kms: { ...kms, 'cn-hangzhou': kms['cn-shanghai'] } }
    const both = { CMK_REGIONS: 'cn-hangzhou,cn-shanghai', CMK_ENDPOINTS: JSON.stringify(endpoints) }
    const { diagnostics } = await night(both)
    expect((await laboratory.rows()).map(({ region, keyId }) => [region, keyId])).toEqual([
      ['cn-shanghai', 'key-elsewhere'],
    ])
    expect(diagnostics).toMatchObject([{ code: 'AnotherRegion', region: 'cn-hangzhou' }])
  })

  it.each([
    ['ListKeys', { action: 'ListKeys' }],
    ['ListAliases', { action: 'ListAliases' }],
    ['DescribeKey of one key', { action: 'DescribeKey', keyId: 'key-two' }],
    ['DescribeSecret', { action: 'DescribeSecret' }],
    ['a filtered list', filteredBy('CreatorType', 'Service')],
  ] as const)('that only %s tells of keeps what was known, as it was', async (name, where) => {
    if (name === 'a filtered list') keys.push(named('oss', { creatorType: 'Service', creator: 'Oss' }))
    await night()
    const before = await laboratory.rows()
    now += DAY
    cloud.setFaults([{ where, effect: says('acs:kms:cn-hangzhou', 'acs:kms:cn-beijing') }])
    const { diagnostics } = await night()
    expect(diagnostics).toMatchObject([{ code: 'AnotherRegion', fatal: true }])
    expect(await laboratory.rows()).toEqual(before)
    cloud.setFaults([])
    expect((await night()).diagnostics).toEqual([])
  })

  it('and empty does not make every key gone', async () => {
    await night()
    const before = await laboratory.rows()
    now += DAY
    cloud.setFaults([
      { where: { action: 'ListKeys' }, effect: with200({ TotalCount: 0, Keys: { Key: [] } }) },
      { where: { action: 'DescribeKey' }, effect: { kind: 'error', status: 404, code: 'Forbidden.KeyNotFound' } },
    ])
    expect((await night()).diagnostics).toMatchObject([{ code: 'AllKeysGone', fatal: true }])
    expect(await laboratory.rows()).toEqual(before)
  })

  it('is not suspected where the last key was to be deleted', async () => {
    for (const each of keys) each.keyState = 'PendingDeletion'
    await night()
    keys.splice(0)
    now += DAY
    expect((await night()).diagnostics).toEqual([])
    expect(await laboratory.rows()).toEqual([])
  })
})

describe('an answer about another key costs the key', () => {
  it.each([
    ['DescribeKey', says('key-one', 'key-two'), 'keyState'],
    ['ListKeyVersions', says('key-one', 'key-two'), 'versions'],
  ] as const)('%s', async (action, effect, fact) => {
    cloud.setFaults([{ where: { action, keyId: 'key-one' }, effect }])
    const { diagnostics } = await night()
    expect(diagnostics).toMatchObject([{ keyId: 'key-one', code: 'AnotherKey', fatal: false }])
    expect(await whyUnknown('key-one')).toContain(fact)
    expect(await verdicts()).toMatchObject({ 'key-one': 'unknown', 'key-two': 'ready', 'key-three': 'ready' })
  })
})

describe('a fact', () => {
  const unreadable: [Record<string, unknown>, string][] = [
    [{ KeyState: 'Unavailable' }, 'KeyState "Unavailable" is an unknown value'],
    [{ KeyState: 'Creating' }, 'KeyState "Creating" is an unknown value'],
    [{ KeyState: '' }, 'KeyState is absent'],
    [{ KeyState: 'PendingImport' }, 'KeyState PendingImport contradicts Origin Aliyun_KMS'],
    [{ KeyUsage: 'ENCRYPT' }, 'KeyUsage "ENCRYPT" is an unknown value'],
    [{ KeyUsage: 'SIGN/VERIFY' }, 'KeyUsage SIGN/VERIFY contradicts KeySpec Aliyun_AES_256'],
    [{ KeySpec: 'Aliyun_DES' }, 'KeySpec "Aliyun_DES" is an unknown value'],
    [{ KeySpec: 'EC_P256', AutomaticRotation: '' }, 'KeyUsage ENCRYPT/DECRYPT contradicts KeySpec EC_P256'],
    [{ KeySpec: 'RSA_2048', AutomaticRotation: 'Enabled' }, 'AutomaticRotation Enabled contradicts KeySpec RSA_2048'],
    [{ Origin: 'Somewhere' }, 'Origin "Somewhere" is an unknown value'],
    [{ AutomaticRotation: 'Invalid' }, 'AutomaticRotation "Invalid" is an unknown value'],
    [{ AutomaticRotation: null }, 'AutomaticRotation is absent'],
    [{ CreationDate: '2099-01-01T00:00:00Z' }, 'CreationDate "2099-01-01T00:00:00Z" lies in the future'],
    [{ CreationDate: 'long ago' }, 'CreationDate "long ago" is not a time'],
    [{ DKMSInstanceId: '-' }, 'DKMSInstanceId "-" is an unknown value'],
    [{ DKMSInstanceId: 'null' }, 'DKMSInstanceId "null" is an unknown value'],
  ]
  const respelled: Record<string, unknown>[] = [
    { KeyState: 'Enabled ', KeyUsage: 'encrypt/decrypt', Origin: 'ALIYUN_KMS', AutomaticRotation: ' disabled' },
    { KeySpec: 'aliyun_aes_256', DKMSInstanceId: ' ' },
    { Arn: '' },
    { Arn: 'unreadable' },
  ]
  const versions: [string, string][] = [
    // The key's own id.
    ['key-0', 'ready'],
    ['51515151-0a62-4f45-92b5-54f9b5510000', 'unknown'],
    ['51515151-****', 'unknown'],
    ['', 'ready'],
  ]

  describe('of one key among many', () => {
    const told = [
      ...versions.map(([PrimaryKeyVersion]) => ({ PrimaryKeyVersion })),
      ...unreadable.map(([members]) => members),
      ...respelled,
    ]
    const keyOf = (members: unknown) => `key-${told.findIndex((each) => isDeepStrictEqual(each, members))}`
    let rows: ReadonlyMap<string, ReadinessRow>
    // One night has them all: what is told of one key is no matter of another.
    beforeAll(async () => {
      const many = [named('two'), ...told.map((_, at) => named(`${at}`))]
      const regions = { 'cn-hangzhou': region({ keys: many, events: [signOfLife(iso(NOW - DAY))] }) }
      const faults = told.map((members, at) => describedAs(`key-${at}`, members))
      const there = await startCloud(world({ accounts: [account({ regions })] }), {
        ...{ clock: () => NOW, quotas: NO_QUOTAS, faults },
      })
      const lab = await Laboratory.open()
      await lab.night(there, { now: NOW, env: ENV })
      rows = new Map((await lab.rows()).map((row) => [row.keyId, row]))
      await there.close()
      await lab.close()
    })

    it.each(unreadable)('%j is not read', (members, reason) => {
      const row = rows.get(keyOf(members))
      expect(row?.verdict).toBe('unknown')
      expect(whyUnknownOf(row)).toContain(`DescribeKey: ${reason}`)
    })

    it.each(respelled)('%j is another spelling of a good one', (members) => {
      expect(rows.get(keyOf(members))).toMatchObject({
        verdict: 'ready',
        facts: { keyState: 'Enabled', keyUsage: 'ENCRYPT/DECRYPT', origin: 'Aliyun_KMS' },
      })
    })

    it.each(versions)(
      'PrimaryKeyVersion %s that no list of versions has is no list of one version: %s',
      (PrimaryKeyVersion, verdict) => {
        const row = rows.get(keyOf({ PrimaryKeyVersion }))
        expect(row?.verdict).toBe(verdict)
        if (verdict === 'unknown') expect(whyUnknownOf(row)).toContain('PrimaryKeyVersion')
      },
    )

    it('and of none of the others', () => {
      expect(rows.get('key-two')?.verdict).toBe('ready')
      expect(rows.size).toBe(told.length + 1)
    })
  })

  it('of versions that are none at all is not read, and the list is not one that every version is in', async () => {
    for (const key of keys) if (key.keyId === 'key-one') key.versions = []
    // With a version that is nobody's, for all that is known.
    const exported = event({
      eventName: 'ExportDataKey',
      requestParameters: { CiphertextBlob: ciphertextOf(uuidOf('lost')) },
    })
    company.accounts[0]?.regions['cn-hangzhou']?.events.push({
      ...exported,
      raw: { ...exported.raw, eventTime: iso(NOW - DAY) },
    })
    await night()
    expect(await whyUnknown('key-one')).toContain('ListKeyVersions: no version at all')
    const rows = await laboratory.rows()
    expect(rows.find(({ keyId }) => keyId === 'key-one')).toMatchObject({
      ...{ facts: { versions: null }, unread: [{ fact: 'versions' }] },
    })
    const open = rows.filter(({ findings }) => findings.some(({ rule }) => rule === 'unattributed-operation'))
    expect(open.map(({ keyId }) => keyId)).toEqual(['key-one', 'key-three', 'key-two'])
  })

  it('of an ARN that ListKeys has of another key is not read', async () => {
    cloud.setFaults([{ where: { action: 'ListKeys' }, effect: says('key/key-one"', 'key/key-of-another"') }])
    await night()
    expect(await whyUnknown('key-one')).toContain('is that of another key')
    expect((await verdicts())['key-two']).toBe('ready')
  })

  it('that forbids counts in every spelling', async () => {
    const spelled: [string, Record<string, unknown>, string][] = [
      ['key-one', { KeyState: ' pendingdeletion' }, 'action-required'],
      ['key-two', { Origin: 'external ' }, 'blocked'],
      ['key-three', { AutomaticRotation: 'ENABLED' }, 'action-required'],
    ]
    cloud.setFaults(spelled.map(([keyId, members]) => describedAs(keyId, members)))
    await night()
    expect(await verdicts()).toEqual(Object.fromEntries(spelled.map(([keyId, , verdict]) => [keyId, verdict])))
  })

  it('of a key without any ARN that can be read is unread', async () => {
    cloud.setFaults([
      describedAs('key-one', { Arn: 'unreadable' }),
      { where: { action: 'ListKeys' }, effect: says(/acs:kms:[^"]*key-one/, '{}') },
    ])
    await night()
    expect(await whyUnknown('key-one')).toContain('DescribeKey: Arn "unreadable" is an unknown value')
    expect((await verdicts())['key-two']).toBe('ready')
  })
})

describe('a lookup', () => {
  it.each([
    ['of another period', with200({ StartTime: '2020-07-15T14:00:00Z' }), 'LookupEvents: AnotherWindow'],
    ['that failed with HTTP 200', with200({ Success: false, Code: 'NoPermission' }), 'LookupEvents: NoPermission'],
  ])('%s is a gap', async (_, effect, reason) => {
    cloud.setFaults([{ where: { action: 'LookupEvents' }, effect }])
    await night()
    expect(await whyUnknown('key-one')).toContain(reason)
    expect(Object.values(await verdicts())).toEqual(['unknown', 'unknown', 'unknown'])
  })
})

describe('spellings of an id', () => {
  it('make no second key, and no new one the next night', async () => {
    await night()
    now += DAY
    cloud.setFaults([{ where: { action: 'ListKeys' }, effect: says('"KeyId":"key-one"', '"KeyId":"KEY-ONE"') }])
    await night()
    expect(Object.keys(await verdicts()).sort()).toEqual(['key-one', 'key-three', 'key-two'])
  })

  it('that a list has twice are one key', async () => {
    const twice: FaultEffect = {
      kind: 'rewrite',
      rewrite: (answer) => {
        const { Key } = answer.Keys as { Key: { KeyId: string }[] }
        const again = Key.filter(({ KeyId }) => KeyId === 'key-one').map((each) => ({ ...each, KeyId: 'Key-One' }))
        return { ...answer, TotalCount: Key.length + again.length, Keys: { Key: [...Key, ...again] } }
      },
    }
    cloud.setFaults([{ where: { action: 'ListKeys' }, effect: twice }])
    await night()
    expect(await verdicts()).toEqual({ 'key-one': 'ready', 'key-two': 'ready', 'key-three': 'ready' })
  })
})

describe('a filter of instances', () => {
  const instances = [instance({ id: 'kst-one' }), instance({ id: 'kst-two' })]
  const allOf = (answer: Record<string, unknown>, found: readonly Key[]) => ({
    ...answer,
    TotalCount: found.length,
    Keys: {
      Key: found.map(({ keyId }) => ({ KeyId: keyId, KeyArn: `acs:kms:cn-hangzhou:1000000000000001:key/${keyId}` })),
    },
  })
  beforeEach(() => {
    const here = company.accounts[0]?.regions['cn-hangzhou']
    if (here) here.instances = instances
    keys.push(named('moved', { instanceId: 'kst-one' }), named('moved-too', { instanceId: 'kst-two' }))
  })
  const READY = { 'key-one': 'ready', 'key-two': 'ready', 'key-three': 'ready' }

  it('that checks the id and filters nothing is not believed', async () => {
    cloud.setFaults([
      { where: filteredBy('DKMSInstanceId', 'kst-one'), effect: { kind: 'rewrite', rewrite: (a) => allOf(a, keys) } },
    ])
    const { diagnostics } = await night()
    expect(await verdicts()).toEqual({ ...READY, 'key-moved': 'not-required', 'key-moved-too': 'not-required' })
    expect(diagnostics).toMatchObject([{ code: 'FilterIgnored', action: 'ListKeys', fatal: false }])
  })

  it('that is for one instance only, and shows all but one key, is not believed', async () => {
    keys.splice(4)
    const here = company.accounts[0]?.regions['cn-hangzhou']
    if (here) here.instances = instances.slice(0, 1)
    const most = keys.slice(1)
    cloud.setFaults([
      { where: filteredBy('DKMSInstanceId', 'kst-one'), effect: { kind: 'rewrite', rewrite: (a) => allOf(a, most) } },
    ])
    await night()
    expect(await verdicts()).toEqual({ ...READY, 'key-moved': 'not-required' })
  })

  it('that mixes instances up is not believed', async () => {
    cloud.setFaults([
      {
        where: filteredBy('DKMSInstanceId', 'kst-one'),
        effect: { kind: 'rewrite', rewrite: (a) => allOf(a, keys.slice(4)) },
      },
      {
        where: filteredBy('DKMSInstanceId', 'kst-two'),
        effect: { kind: 'rewrite', rewrite: (a) => allOf(a, keys.slice(3, 4)) },
      },
    ])
    const { diagnostics } = await night()
    expect(await verdicts()).toMatchObject(READY)
    expect(diagnostics).toMatchObject([{ code: 'FilterIgnored' }])
  })

  it('that suddenly finds a CMK of earlier nights is not believed without DescribeKey', async () => {
    await night()
    now += DAY
    // Three keys of the instance are shown as they are, so that a sample alone finds nothing.
    keys.push(...['a', 'b', 'z'].map((name) => named(name, { instanceId: 'kst-one' })))
    cloud.setFaults([
      {
        where: filteredBy('DKMSInstanceId', 'kst-one'),
        effect: {
          kind: 'rewrite',
          rewrite: (a) =>
            allOf(
              a,
              keys.filter(({ instanceId, keyId }) => instanceId === 'kst-one' || keyId === 'key-two'),
            ),
        },
      },
    ])
    await night()
    expect(await verdicts()).toMatchObject({ ...READY, 'key-moved': 'not-required' })
  })

  it('that works costs a sample, and tells who has migrated', async () => {
    keys.push(...Array.from({ length: 20 }, (_, n) => named(`in-${n}`, { instanceId: 'kst-one' })))
    await night()
    const [one] = keys
    if (one) one.instanceId = 'kst-two'
    now += DAY
    const before = cloud.calls.length
    const { diagnostics } = await night()
    expect(diagnostics).toEqual([])
    expect(await verdicts()).toMatchObject({ 'key-one': 'migrated', 'key-two': 'ready', 'key-in-7': 'not-required' })
    const described = cloud.calls.slice(before).filter(({ action }) => action === 'DescribeKey')
    // Three of the first instance, both of the second (one of them was a CMK), and two CMKs.
    expect(described).toHaveLength(3 + 2 + 2)
  })
})

describe('a filter of creators', () => {
  it('that calls CMKs of earlier nights service keys makes none of them not-required', async () => {
    keys.push(named('oss', { creatorType: 'Service', creator: 'Oss' }))
    await night()
    expect(await verdicts()).toMatchObject({ 'key-one': 'ready', 'key-oss': 'not-required' })
    now += DAY
    const all: FaultEffect = {
      kind: 'rewrite',
      rewrite: (answer) => ({
        ...answer,
        TotalCount: keys.length,
        Keys: { Key: keys.map(({ keyId }) => ({ KeyId: keyId, KeyArn: '' })) },
      }),
    }
    const none = with200({ TotalCount: 0, Keys: { Key: [] } })
    cloud.setFaults([
      { where: filteredBy('CreatorType', 'Service'), effect: all },
      { where: filteredBy('CreatorType', 'User'), effect: none },
    ])
    await night()
    expect(await verdicts()).toMatchObject({ 'key-one': 'unknown', 'key-two': 'unknown', 'key-oss': 'not-required' })
    expect(await whyUnknown('key-one')).toContain('CreatorType Service now, and a CMK in an earlier run')
  })
})
