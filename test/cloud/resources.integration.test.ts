import { describe, expect, test } from 'vitest'
import type { Cloud } from '../../shared/cloud/cloud.ts'
import type { NamedResource } from '../../shared/domain/resources/join-resources.ts'
import { disk, snapshot } from '../../simulator/cloud/ecs/resources.ts'
import { only200, says, with200 } from '../../simulator/cloud/faults/lies.ts'
import { bucket } from '../../simulator/cloud/oss/buckets.ts'
import { accessKey, allow } from '../../simulator/cloud/policy/statements.ts'
import { rdsInstance } from '../../simulator/cloud/rds/instances.ts'
import { account, region, world } from '../../simulator/cloud/world.ts'
import { failure, open, SCOPE } from '../support/cloud/open.ts'

const KEY = '08c33a6f-4e0a-4a1b-9fa7-7ddf3c1b2a90'
const RULE = { algorithm: 'KMS', keyId: KEY } as const

async function everythingOfEcs(cloud: Cloud): Promise<readonly NamedResource[]> {
  const resources = cloud.resources(SCOPE)
  return [...(await resources.disks()), ...(await resources.snapshots()), ...(await resources.defaultDiskKey())]
}

describe('RDS', () => {
  test('tells the instances that a key encrypts, and by which of its two means', async () => {
    const rdsInstances = [rdsInstance('rm-1', { tdeKeyId: KEY, diskKeyId: KEY }), rdsInstance('rm-2')]
    const { cloud, server } = await open({ rdsInstances })
    expect(await cloud.resources(SCOPE).rdsInstances(KEY)).toEqual([
      { service: 'rds', kind: 'instance', id: 'rm-1', use: 'DiskEncryption' },
      { service: 'rds', kind: 'instance', id: 'rm-1', use: 'TDE' },
    ])
    expect(await cloud.resources(SCOPE).rdsInstances('another')).toEqual([])
    expect(server.calls[0]?.params).toMatchObject({
      ...{ RegionId: 'cn-hangzhou', KmsResourceRegionId: 'cn-hangzhou', KmsResourceUser: SCOPE.accountId },
      ...{ KmsResourceType: 'key', KmsResourceId: KEY },
    })
  })

  test.each([
    ['says yes and lists none', with200({ AssociateStatus: true })],
    ['says nothing', only200({})],
    ['lists what has no name', only200({ AssociateStatus: true, AssociateDBInstances: [{ KeyUsedBy: 'TDE' }] })],
  ])('that %s is not believed', async (_, effect) => {
    const { cloud } = await open({}, { faults: [{ where: { service: 'rds' }, effect }] })
    expect(await failure(cloud.resources(SCOPE).rdsInstances(KEY))).toMatchObject({
      ...{ service: 'rds', kind: 'bad-response', action: 'DescribeKmsAssociateResources' },
    })
  })
})

describe('ECS', () => {
  test('tells disks, snapshots and the default disk key, over all pages', async () => {
    const disks = Array.from({ length: 1_203 }, (_, n) => disk(`d-${n}`, { keyId: KEY }))
    const snapshots = Array.from({ length: 250 }, (_, n) => snapshot(`s-${n}`, { keyId: KEY }))
    const { cloud, server } = await open({ disks, snapshots, defaultDiskKey: KEY })
    const found = await everythingOfEcs(cloud)
    expect(found).toHaveLength(1_203 + 250 + 1)
    expect(new Set(found.map(({ key }) => key))).toEqual(new Set([KEY]))
    expect(server.count({ action: 'DescribeDisks' })).toBe(3)
    expect(server.count({ action: 'DescribeSnapshots' })).toBe(3)
    expect(found.at(-1)?.resource).toEqual({
      service: 'ecs',
      kind: 'default-disk-key',
      id: 'cn-hangzhou',
      use: 'default',
    })
  })

  test('tells the instance of an attached disk, and nothing of disks that name no key', async () => {
    const disks = [disk('d-1', { keyId: KEY, instanceId: 'i-1' }), disk('d-2', { encrypted: true }), disk('d-3')]
    const { cloud } = await open({ disks })
    expect(await everythingOfEcs(cloud)).toEqual([
      { key: KEY, resource: { service: 'ecs', kind: 'disk', id: 'd-1', use: 'In_use', attachedTo: 'i-1' } },
    ])
  })

  test('of another region is not believed', async () => {
    const faults = [{ where: { action: 'DescribeDisks' }, effect: says('"cn-hangzhou"', '"cn-beijing"') }]
    const { cloud } = await open({ disks: [disk('d-1', { keyId: KEY })] }, { faults })
    const error = await failure(cloud.resources(SCOPE).disks())
    expect(error).toMatchObject({ kind: 'contradiction', code: 'AnotherRegion', action: 'DescribeDisks' })
    expect(error.message).toContain('cn-beijing')
  })

  test('with a token that comes again fails rather than asks for ever', async () => {
    const disks = Array.from({ length: 501 }, (_, n) => disk(`d-${n}`, { keyId: KEY }))
    let token: unknown
    const rewrite = (answer: Record<string, unknown>) => {
      token ??= answer.NextToken
      return { ...answer, NextToken: token }
    }
    const faults = [{ where: { action: 'DescribeDisks' }, effect: { kind: 'rewrite', rewrite } } as const]
    const { cloud, server } = await open({ disks }, { faults })
    expect(await failure(cloud.resources(SCOPE).disks())).toMatchObject({ code: 'RepeatedNextToken' })
    expect(server.count({ action: 'DescribeDisks' })).toBe(2)
  })

  test('that is throttled is asked again', async () => {
    const throttle = { where: { action: 'DescribeSnapshots', nth: [1] }, effect: { kind: 'throttle' } } as const
    const { cloud, server } = await open({ snapshots: [snapshot('s-1', { keyId: KEY })] }, { faults: [throttle] })
    expect(await cloud.resources(SCOPE).snapshots()).toHaveLength(1)
    expect(server.count({ action: 'DescribeSnapshots' })).toBe(2)
  })

  test.each([
    ['DescribeDisks', { Disks: {} }],
    ['DescribeDisks', { Disks: { Disk: [{ DiskId: 'd-1' }] } }],
    ['DescribeSnapshots', { NextToken: '' }],
  ])('whose %s has another form is not believed', async (action, members) => {
    const faults = [{ where: { action }, effect: only200(members) }]
    const { cloud } = await open({}, { faults })
    expect(await failure(everythingOfEcs(cloud))).toMatchObject({ kind: 'bad-response', action })
  })
})

describe('OSS', () => {
  test('tells the encryption rules of the buckets of the region', async () => {
    const regions = {
      'cn-hangzhou': region({
        buckets: [
          bucket('by-id', { encryption: RULE }),
          bucket('by-alias', { encryption: { algorithm: 'KMS', keyId: 'alias/buckets' } }),
          bucket('service-key', { encryption: { algorithm: 'KMS' } }),
          bucket('plain-aes', { encryption: { algorithm: 'AES256' } }),
          bucket('without-rule'),
        ],
      }),
      'cn-beijing': region({ buckets: [bucket('elsewhere', { encryption: RULE })] }),
    }
    const { cloud, server } = await open(world({ accounts: [account({ regions })] }))
    const found = await cloud.resources(SCOPE).bucketRules()
    expect([...found].sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual([
      { key: KEY, resource: { service: 'oss', kind: 'bucket', id: 'by-id', use: 'KMS' } },
      { key: 'alias/buckets', resource: { service: 'oss', kind: 'bucket', id: 'by-alias', use: 'KMS' } },
    ])
    expect(server.count({ action: 'GetBucketEncryption' })).toBe(5)
    expect(server.count({ action: 'ListBuckets' })).toBe(1)
  })

  test('lists over all pages', async () => {
    const buckets = Array.from({ length: 1_001 }, (_, n) => bucket(`bucket-${String(n).padStart(5, '0')}`))
    const regions = { 'cn-hangzhou': region({ buckets: [] }), 'cn-beijing': region({ buckets }) }
    const { cloud, server } = await open(world({ accounts: [account({ regions })] }))
    expect(await cloud.resources(SCOPE).bucketRules()).toEqual([])
    expect(server.calls.map(({ action, params }) => [action, params.marker])).toEqual([
      ['ListBuckets', undefined],
      ['ListBuckets', 'bucket-00999'],
    ])
  })

  test('that cannot be read fails whole', async () => {
    const faults = [{ where: { action: 'GetBucketEncryption' }, effect: { kind: 'truncated' } } as const]
    const { cloud } = await open({ buckets: [bucket('one', { encryption: RULE })] }, { faults })
    expect(await failure(cloud.resources(SCOPE).bucketRules())).toMatchObject({ kind: 'bad-response' })
  })
})

test.each([
  ['rdsInstances', 'rds:DescribeKmsAssociateResources'],
  ['disks', 'ecs:DescribeDisks'],
  ['snapshots', 'ecs:DescribeSnapshots'],
  ['defaultDiskKey', 'ecs:DescribeDiskDefaultKMSKeyId'],
  ['bucketRules', 'oss:ListBuckets'],
] as const)('%s that are refused name the permission', async (call, permission) => {
  const here = account()
  here.accessKeys = [accessKey('poor', [allow(['kms:*'])])]
  const { cloud } = await open(world({ accounts: [here] }))
  const resources = cloud.resources(SCOPE)
  const error = await failure(call === 'rdsInstances' ? resources.rdsInstances(KEY) : resources[call]())
  expect([`${error.service}:${error.action}`, error.kind]).toEqual([permission, 'denied'])
  expect(error.message).toContain(`Allow the caller ${permission} in RAM`)
})
