import { describe, expect, test } from 'vitest'
import { accessKey } from '../../simulator/cloud/policy/statements.ts'
import {
  account,
  DEFAULT_ACCOUNT,
  type Key,
  key,
  region,
  secret,
  secretVersion,
  world,
} from '../../simulator/cloud/world.ts'
import { instance } from '../../simulator/cloud/world-events.ts'
import { openCloud, worldOf } from '../support/cloud/open-cloud.ts'

const refusedParameter = { status: 400, code: 'InvalidParameter' }

describe('DescribeKey', () => {
  async function describeKey(described: Key, name = described.keyId) {
    const { kms } = await openCloud(worldOf({ keys: [key(), described] }))
    const { body } = await kms('DescribeKey', { KeyId: name })
    return body.KeyMetadata as Record<string, unknown>
  }

  test('by id, ARN, alias and alias ARN', async () => {
    const described = key({ keyId: 'key-hzz1', aliases: ['alias/pay'] })
    const arn = `acs:kms:cn-hangzhou:${DEFAULT_ACCOUNT}`
    for (const name of ['key-hzz1', 'alias/pay', `${arn}:key/key-hzz1`, `${arn}:alias/pay`]) {
      expect(await describeKey(described, name)).toMatchObject({ KeyId: 'key-hzz1', Arn: `${arn}:key/key-hzz1` })
    }
  })

  test('knows no other name, other case, other region', async () => {
    const { kms } = await openCloud(worldOf({ keys: [key({ keyId: 'key-a', aliases: ['alias/a'] })] }))
    const notFound = { status: 404, code: 'Forbidden.KeyNotFound' }
    for (const KeyId of ['key-b', 'KEY-A', `acs:kms:cn-beijing:${DEFAULT_ACCOUNT}:key/key-a`]) {
      expect(await kms('DescribeKey', { KeyId })).toMatchObject(notFound)
    }
    expect(await kms('DescribeKey', { KeyId: 'alias/b' })).toMatchObject({
      status: 404,
      code: 'Forbidden.AliasNotFound',
    })
    expect(await kms('DescribeKey')).toMatchObject({ status: 400, code: 'MissingParameter' })
    expect(await kms('ListKeyVersions', { KeyId: 'alias/a' })).toMatchObject(notFound)
  })

  test('leaves out what the vendor leaves out and writes empty what he writes empty', async () => {
    const plain = await describeKey(key())
    expect(plain).toMatchObject({ DeleteDate: '', MaterialExpireTime: '', AutomaticRotation: 'Disabled' })
    expect(plain).not.toHaveProperty('DKMSInstanceId')
    expect(plain).not.toHaveProperty('NextRotationDate')
    expect(await describeKey(key({ instanceId: '' }))).toMatchObject({ DKMSInstanceId: '' })
    expect(await describeKey(key({ instanceId: 'kst-1' }))).toMatchObject({ DKMSInstanceId: 'kst-1' })
    const rotated = await describeKey(key({ automaticRotation: 'Suspended', createdAt: '2026-01-01T00:00:00Z' }))
    expect(rotated).toMatchObject({ RotationInterval: '31536000s', NextRotationDate: '2027-01-01T00:00:00Z' })
    const asymmetric = await describeKey(key({ keySpec: 'EC_P256', keyUsage: 'SIGN/VERIFY' }))
    expect(asymmetric).not.toHaveProperty('AutomaticRotation')
    expect(asymmetric).not.toHaveProperty('PrimaryKeyVersion')
  })

  test('sees keys that were added, removed or replaced since', async () => {
    const keys = [key({ keyId: 'a' }), key({ keyId: 'b' })]
    const { kms } = await openCloud(worldOf({ keys }))
    expect(await kms('DescribeKey', { KeyId: 'b' })).toMatchObject({ status: 200 })
    keys.shift()
    keys.push(key({ keyId: 'c' }))
    expect(await kms('DescribeKey', { KeyId: 'a' })).toMatchObject({ status: 404 })
    expect(await kms('DescribeKey', { KeyId: 'b' })).toMatchObject({ status: 200 })
    expect(await kms('DescribeKey', { KeyId: 'c' })).toMatchObject({ status: 200 })
  })
})

test('versions are listed up to 101 a page and described one by one', async () => {
  const versions = Array.from({ length: 102 }, (_, index) => ({ id: `v${index}`, createdAt: '2026-01-01T00:00:00Z' }))
  const { kms } = await openCloud(worldOf({ keys: [key({ keyId: 'k', versions })] }))
  const { body } = await kms('ListKeyVersions', { KeyId: 'k', PageSize: 101 })
  expect(body).toMatchObject({ TotalCount: 102, PageSize: 101 })
  expect((body.KeyVersions as { KeyVersion: unknown[] }).KeyVersion).toHaveLength(101)
  expect(await kms('ListKeyVersions', { KeyId: 'k', PageSize: 102 })).toMatchObject(refusedParameter)
  const one = await kms('DescribeKeyVersion', { KeyId: 'k', KeyVersionId: 'v7' })
  expect(one.body.KeyVersion).toEqual({ KeyId: 'k', KeyVersionId: 'v7', CreationDate: '2026-01-01T00:00:00Z' })
  const none = await kms('DescribeKeyVersion', { KeyId: 'k', KeyVersionId: 'v' })
  expect(none).toMatchObject({ status: 404, code: 'Forbidden.KeyVersionNotFound' })
})

test('aliases are listed for the region and for one key', async () => {
  const keys = [key({ keyId: 'a', aliases: ['alias/1', 'alias/2'] }), key({ keyId: 'b', aliases: ['alias/acs/ecs'] })]
  const { kms } = await openCloud(worldOf({ keys }))
  const all = await kms('ListAliases')
  expect(all.body).toMatchObject({ TotalCount: 3 })
  const own = await kms('ListAliasesByKeyId', { KeyId: 'b' })
  const AliasArn = `acs:kms:cn-hangzhou:${DEFAULT_ACCOUNT}:alias/acs/ecs`
  expect(own.body.Aliases).toEqual({ Alias: [{ AliasName: 'alias/acs/ecs', AliasArn, KeyId: 'b' }] })
  expect(await kms('ListAliases', { PageSize: 101 })).toMatchObject(refusedParameter)
  expect(await kms('ListAliasesByKeyId', { KeyId: 'b', PageSize: 101 })).toMatchObject({ status: 200 })
})

test('secrets tell what encrypts them, tags only when asked', async () => {
  const secrets = [secret({ name: 'db', encryptionKeyId: 'k', tags: { a: 'b' } }), secret({ name: 'plain' })]
  const { kms } = await openCloud(worldOf({ secrets }))
  const list = await kms('ListSecrets', { PageSize: 100, FetchTags: 'true' })
  expect(list.body).toMatchObject({
    TotalCount: 2,
    SecretList: { Secret: [{ SecretName: 'db', Tags: { Tag: [{ TagKey: 'a' }] } }, { SecretName: 'plain' }] },
  })
  const db = await kms('DescribeSecret', { SecretName: 'db' })
  expect(db.body).toMatchObject({ EncryptionKeyId: 'k', SecretType: 'Generic' })
  expect(db.body).not.toHaveProperty('Tags')
  expect((await kms('DescribeSecret', { SecretName: 'plain' })).body).not.toHaveProperty('EncryptionKeyId')
  const none = await kms('DescribeSecret', { SecretName: 'none' })
  expect(none).toMatchObject({ status: 404, code: 'Forbidden.ResourceNotFound' })
})

describe('the value of a secret', () => {
  const secrets = [
    secret({
      name: 'hooks',
      versions: [
        secretVersion({ data: 'old', stages: ['ACSPrevious'] }),
        secretVersion({ id: 'v2', data: 'new' }),
        secretVersion({ id: 'v3', data: 'AAEC', dataType: 'binary', stages: ['mine'] }),
      ],
    }),
    secret({ name: 'gone', plannedDeleteAt: '2027-01-01T00:00:00Z' }),
    secret({ name: 'db', type: 'Rds' }),
  ]
  /** Whose caller is the account itself. */
  const ownWorld = () => {
    const there = worldOf({ secrets })
    for (const each of there.accounts[0]?.accessKeys ?? []) each.user = 'root'
    return there
  }
  const notFound = { status: 404, code: 'Forbidden.ResourceNotFound' }
  test.each([
    [
      {},
      { SecretData: 'new', SecretDataType: 'text', VersionId: 'v2', VersionStages: { VersionStage: ['ACSCurrent'] } },
    ],
    [{ VersionStage: 'ACSPrevious' }, { SecretData: 'old' }],
    [{ VersionId: 'v3' }, { SecretData: 'AAEC', SecretDataType: 'binary' }],
    [{ VersionId: 'v3', VersionStage: 'mine' }, { VersionId: 'v3' }],
    [{ SecretName: `acs:kms:cn-hangzhou:${DEFAULT_ACCOUNT}:secret/hooks` }, { SecretName: 'hooks' }],
    [
      { SecretName: 'db', VersionId: 'any' },
      { SecretType: 'Rds', VersionId: 'v1' },
    ],
  ])('%j', async (asked, body) => {
    const { kms } = await openCloud(ownWorld())
    expect(await kms('GetSecretValue', { SecretName: 'hooks', ...asked })).toMatchObject({ status: 200, body })
  })

  test.each([
    [{ SecretName: '' }, { status: 400, code: 'MissingParameter' }],
    [{ SecretName: 'none' }, notFound],
    [{ SecretName: `acs:kms:cn-hangzhou:2000000000000002:secret/hooks` }, notFound],
    [{ VersionStage: 'none' }, notFound],
    [{ VersionId: 'v3', VersionStage: 'ACSCurrent' }, notFound],
    [{ SecretName: 'gone' }, { status: 409, code: 'Rejected.ResourceInDeleteWindow' }],
    [{ SecretName: 'db', VersionStage: 'mine' }, refusedParameter],
    [{ FetchExtendedConfig: 'yes' }, refusedParameter],
    [{ DryRun: 'true' }, { status: 400, code: 'DryRunOperationError' }],
  ])('refuses %j', async (asked, refusal) => {
    const { kms } = await openCloud(ownWorld())
    expect(await kms('GetSecretValue', { SecretName: 'hooks', ...asked })).toMatchObject(refusal)
  })

  test('takes the right on the secret, and on the key that encrypts it', async () => {
    const allow = (Action: string, resource: string) =>
      ({ Effect: 'Allow', Action: [Action], Resource: [`acs:kms:cn-hangzhou:*:${resource}`] }) as const
    const rights = [allow('kms:GetSecretValue', 'secret/hooks'), allow('kms:Decrypt', 'key/k')]
    const status = async (policy: ReturnType<typeof allow>[], SecretName: string) => {
      const there = worldOf({ secrets: [secret({ name: 'hooks', encryptionKeyId: 'k' }), secret({ name: 'other' })] })
      there.accounts[0]?.accessKeys.splice(
        0,
        1,
        accessKey(
          'reader',
          policy.map((each) => ({ ...each, Action: [...each.Action], Resource: [...each.Resource] })),
        ),
      )
      return (await (await openCloud(there)).kms('GetSecretValue', { SecretName })).status
    }
    expect(await status(rights, 'hooks')).toBe(200)
    expect(await status(rights, 'other')).toBe(403)
    for (const one of rights) expect(await status([one], 'hooks')).toBe(403)
  })
})

test('instances, their quotas and the default one', async () => {
  const versions = ['v1', 'v2'].map((id) => ({ id, createdAt: '2021-03-01T08:00:00Z' }))
  const keys = [key({ instanceId: 'kst-1', versions }), key()]
  const here = {
    instances: [instance({ id: 'kst-1' }), instance({ id: 'kst-new', status: 'Uninitialized' })],
    keys,
    defaultInstanceId: 'kst-1',
    accessPoints: [{ name: 'aap' }],
  }
  const { kms } = await openCloud(worldOf(here))
  expect((await kms('ListKmsInstances')).body).toMatchObject({
    PageSize: 20,
    KmsInstances: { KmsInstance: [{ KmsInstanceId: 'kst-1' }, { KmsInstanceId: 'kst-new' }] },
  })
  expect((await kms('GetKmsInstance', { KmsInstanceId: 'kst-1' })).body).toMatchObject({
    KmsInstance: { SecretNum: '100' },
  })
  const missing = await kms('GetKmsInstance', { KmsInstanceId: 'kst-2' })
  expect(missing).toMatchObject({ status: 403, code: 'Forbidden.DKMSInstanceNotFound' })
  const quota = await kms('GetKmsInstanceQuotaInfos', { KmsInstanceId: 'kst-1', ResourceType: 'key' })
  expect(quota.body.KmsInstanceQuotaInfos).toEqual([{ ResourceType: 'key', ResourceQuota: 1000, UsedQuantity: 2 }])
  expect((await kms('GetKmsInstanceQuotaInfos', { KmsInstanceId: 'kst-1' })).body.KmsInstanceQuotaInfos).toHaveLength(4)
  const disabled = await kms('GetKmsInstanceQuotaInfos', { KmsInstanceId: 'kst-new', ResourceType: 'key' })
  expect(disabled).toMatchObject({ status: 403, code: 'Forbidden.DKMSInstanceStateInvalid' })
  expect(await kms('GetKmsInstanceQuotaInfos', { KmsInstanceId: 'kst-1', ResourceType: 'keys' })).toMatchObject({
    status: 400,
    code: 'InvalidParameter',
  })
  expect(await kms('ListKmsInstances', { PageSize: '101' })).toMatchObject({ status: 400, code: 'InvalidParameter' })
  expect((await kms('GetDefaultKmsInstance')).body).toMatchObject({ DefaultKmsInstanceId: 'kst-1' })
  const points = await kms('ListApplicationAccessPoints')
  expect(points.body).toMatchObject({ ApplicationAccessPoints: { ApplicationAccessPoint: [{ Name: 'aap' }] } })
})

test('an account without KMS learns so, and still its regions and status', async () => {
  const accounts = [
    account({ kmsStatus: 'NotEnabled', regions: { 'cn-hangzhou': region(), 'ap-southeast-1': region() } }),
  ]
  const { kms } = await openCloud(world({ accounts }))
  expect(await kms('ListKeys')).toMatchObject({ status: 403, code: 'Forbidden.KmsServiceNotEnabled' })
  expect((await kms('DescribeAccountKmsStatus')).body).toMatchObject({ AccountStatus: 'NotEnabled' })
  const regions = await kms('DescribeRegions')
  expect(regions.body.Regions).toEqual({ Region: [{ RegionId: 'ap-southeast-1' }, { RegionId: 'cn-hangzhou' }] })
})
