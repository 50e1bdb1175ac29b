import { describe, expect, test } from 'vitest'
import { account, key, region, secret, world } from '../../simulator/cloud/world.ts'
import { instance } from '../../simulator/cloud/world-events.ts'
import { failure, open, SCOPE } from '../support/cloud/open.ts'

describe('lists', () => {
  test('come whole over all pages, and cost one call a hundred', async () => {
    const keys = Array.from({ length: 250 }, (_, n) => key({ keyId: `key-${n}`, aliases: [`alias/${n}`] }))
    const { cloud, server } = await open({ keys })
    const kms = cloud.kms(SCOPE)
    const listed = await kms.listKeys()
    expect(listed.map(({ keyId }) => keyId).sort()).toEqual(keys.map(({ keyId }) => keyId).sort())
    expect(listed[0]?.arn).toMatch(/^acs:kms:cn-hangzhou:1000000000000001:key\/key-\d+$/)
    expect(await kms.listAliases()).toHaveLength(250)
    expect(server.count({ action: 'ListKeys' })).toBe(3)
    expect(server.count({ action: 'ListAliases' })).toBe(3)
  })

  test('tell their first item for one small call', async () => {
    const keys = Array.from({ length: 250 }, (_, n) => key({ keyId: `key-${n}`, aliases: [`alias/${n}`] }))
    const { cloud, server } = await open({ keys, secrets: [secret({ name: 'database' })] })
    const kms = cloud.kms(SCOPE)
    expect(await kms.firstOf('ListKeys')).toMatch(/^key-/)
    expect(await kms.firstOf('ListAliases')).toMatch(/^alias/)
    expect(await kms.firstOf('ListSecrets')).toBe('database')
    expect(await kms.firstOf('ListKmsInstances')).toBeUndefined()
    expect(server.calls.map(({ params }) => params.PageSize)).toEqual(['1', '1', '1', '1'])
  })

  test('of keys are filtered by the service', async () => {
    const keys = [
      key({ keyId: 'mine' }),
      key({ keyId: 'ecs', creatorType: 'Service' }),
      key({ keyId: 'moved', instanceId: 'kst-1' }),
    ]
    const { cloud } = await open({ keys, instances: [instance({ id: 'kst-1' })] })
    const kms = cloud.kms(SCOPE)
    expect((await kms.listKeys({ key: 'CreatorType', value: 'Service' })).map(({ keyId }) => keyId)).toEqual(['ecs'])
    expect((await kms.listKeys({ key: 'DKMSInstanceId', value: 'kst-1' })).map(({ keyId }) => keyId)).toEqual(['moved'])
    expect(await kms.listKmsInstances()).toEqual(['kst-1'])
  })

  test('that are empty are empty', async () => {
    const { cloud } = await open({})
    const kms = cloud.kms(SCOPE)
    expect(await kms.listKeys()).toEqual([])
    expect(await kms.listSecrets()).toEqual([])
    expect(await kms.listKmsInstances()).toEqual([])
    expect(await kms.listKeyTags(['a'])).toEqual([])
  })

  test('are read again when a key is created or deleted in between', async () => {
    const keys = Array.from({ length: 201 }, (_, n) => key({ keyId: `key-${n}` }))
    const { cloud, server } = await open({ keys })
    // The first page has been answered when the second is asked for.
    server.killAfter(2, () => server.world.accounts[0]?.regions['cn-hangzhou']?.keys.shift())
    const listed = await cloud.kms(SCOPE).listKeys()
    expect(new Set(listed.map(({ keyId }) => keyId))).toEqual(new Set(keys.map(({ keyId }) => keyId)))
    expect(listed).toHaveLength(200)
  })

  test('that never settle fail rather than lose a key', async () => {
    const keys = Array.from({ length: 150 }, () => key())
    const { cloud, server } = await open({ keys })
    const change = () => {
      keys.push(key())
      server.killAfter(1, change)
    }
    server.killAfter(1, change)
    const error = await failure(cloud.kms(SCOPE).listKeys())
    expect(error).toMatchObject({ kind: 'bad-response', code: 'ListKeptChanging', action: 'ListKeys' })
    expect(error.message).toMatch(/kept changing/)
  })
})

describe('one key', () => {
  test('with absent and empty members as null', async () => {
    const keys = [
      key({ keyId: 'old', createdAt: '2021-03-01T08:00:00Z' }),
      key({ keyId: 'empty', instanceId: '' }),
      key({ keyId: 'rotating', automaticRotation: 'Enabled', nextRotationAt: '2027-02-03T04:05:06Z' }),
      key({ keyId: 'sign', keySpec: 'EC_P256', keyUsage: 'SIGN/VERIFY', instanceId: 'kst-1' }),
    ]
    const { cloud } = await open({ keys })
    const kms = cloud.kms(SCOPE)
    expect(await kms.describeKey('old')).toEqual({
      keyId: 'old',
      arn: 'acs:kms:cn-hangzhou:1000000000000001:key/old',
      creator: '1000000000000001',
      keyState: 'Enabled',
      keySpec: 'Aliyun_AES_256',
      keyUsage: 'ENCRYPT/DECRYPT',
      origin: 'Aliyun_KMS',
      automaticRotation: 'Disabled',
      kmsInstanceId: null,
      createdAt: '2021-03-01T08:00:00Z',
      nextRotationAt: null,
      protectionLevel: 'SOFTWARE',
      primaryVersion: expect.any(String),
    })
    expect((await kms.describeKey('rotating')).nextRotationAt).toBe('2027-02-03T04:05:06Z')
    expect((await kms.describeKey('empty')).kmsInstanceId).toBeNull()
    expect(await kms.describeKey('sign')).toMatchObject({ automaticRotation: null, kmsInstanceId: 'kst-1' })
  })

  test('all versions', async () => {
    const versions = Array.from({ length: 130 }, (_, n) => ({ id: `v${n}`, createdAt: '2026-01-01T00:00:00Z' }))
    const { cloud } = await open({ keys: [key({ keyId: 'k', versions })] })
    const { total, ids } = await cloud.kms(SCOPE).listKeyVersions('k')
    expect(total).toBe(130)
    expect(new Set(ids)).toEqual(new Set(versions.map(({ id }) => id)))
  })

  test('not there: told by the code, not by the status', async () => {
    const { cloud, server } = await open({})
    const error = await failure(cloud.kms(SCOPE).describeKey('gone'))
    expect(error).toMatchObject({ kind: 'not-found', code: 'Forbidden.KeyNotFound', status: 404, service: 'kms' })
    expect(error.requestId).toBeTruthy()
    expect(server.calls).toHaveLength(1)
  })
})

describe('tags', () => {
  const keys = Array.from({ length: 120 }, (_, n) =>
    key({ keyId: `key-${n}`, tags: { team: `t${n}`, env: 'prod', tier: '' } }),
  )
  const ids = keys.map(({ keyId }) => keyId)

  test('in bulk, of the keys asked for', async () => {
    const { cloud, server } = await open({ keys })
    const tags = await cloud.kms(SCOPE).listKeyTags(ids.slice(0, 119))
    expect(tags).toHaveLength(119 * 3)
    expect(tags).toContainEqual({ keyId: 'key-7', key: 'tier', value: '' })
    expect(tags.some(({ keyId }) => keyId === 'key-119')).toBe(false)
    expect(server.count({ action: 'ListTagResources' })).toBe(2)
  })

  test('by fifty keys where the service wants them named', async () => {
    const refused = { kind: 'error', status: 400, code: 'MissingParameter' } as const
    const { cloud, server } = await open(
      { keys },
      { faults: [{ where: { action: 'ListTagResources', nth: [1] }, effect: refused }] },
    )
    expect(await cloud.kms(SCOPE).listKeyTags(ids)).toHaveLength(360)
    expect(server.count({ action: 'ListTagResources' })).toBe(4)
  })
})

test('secrets with the key that encrypts them, and regions', async () => {
  const secrets = [secret({ name: 'db', encryptionKeyId: 'k' }), secret({ name: 'own' })]
  const regions = { 'cn-hangzhou': region({ secrets, keys: [key({ keyId: 'k' })] }), 'cn-beijing': region() }
  const { cloud } = await open(world({ accounts: [account({ regions })] }))
  const kms = cloud.kms(SCOPE)
  expect([...(await kms.listSecrets())].sort()).toEqual(['db', 'own'])
  expect(await kms.describeSecret('db')).toEqual({ encryptionKeyId: 'k', kmsInstanceId: null })
  expect(await kms.describeSecret('own')).toEqual({ encryptionKeyId: null, kmsInstanceId: null })
  expect([...(await kms.describeRegions())].sort()).toEqual(['cn-beijing', 'cn-hangzhou'])
})
