import { describe, expect, test } from 'vitest'
import { key, secret } from '../../simulator/cloud/world.ts'
import { openCloud, worldOf } from '../support/cloud/open-cloud.ts'

const refusedParameter = { status: 400, code: 'InvalidParameter' }

describe('tags', () => {
  const keys = Array.from({ length: 120 }, (_, index) =>
    key({ keyId: `k${index}`, tags: { team: `t${index}`, 'acs:rds': 'true' } }),
  )
  const bulk = { RegionId: 'cn-hangzhou', ResourceType: 'key' }

  test('of one key', async () => {
    const { kms } = await openCloud(worldOf({ keys }))
    const { body } = await kms('ListResourceTags', { KeyId: 'k3' })
    expect(body.Tags).toEqual({
      Tag: [
        { KeyId: 'k3', TagKey: 'team', TagValue: 't3' },
        { KeyId: 'k3', TagKey: 'acs:rds', TagValue: 'true' },
      ],
    })
  })

  test('in bulk, 200 a page, with a token that belongs to its query', async () => {
    const { kms } = await openCloud(worldOf({ keys }))
    const first = await kms('ListTagResources', bulk)
    expect((first.body.TagResources as { TagResource: unknown[] }).TagResource).toHaveLength(200)
    const NextToken = first.body.NextToken
    const second = await kms('ListTagResources', { ...bulk, NextToken })
    expect((second.body.TagResources as { TagResource: unknown[] }).TagResource).toHaveLength(40)
    expect(second.body.NextToken).toBe('')
    const other = { ...bulk, ResourceId: ['k1'], NextToken }
    expect(await kms('ListTagResources', other)).toMatchObject(refusedParameter)
  })

  test('by resource and tag, within the limits', async () => {
    const { kms } = await openCloud(worldOf({ keys, secrets: [secret({ name: 's', tags: { a: 'b' } })] }))
    const some = await kms('ListTagResources', {
      ...bulk,
      ResourceId: ['k1', 'k2'],
      Tag: [{ Key: 'team', Value: 't2' }],
    })
    expect(some.body.TagResources).toMatchObject({ TagResource: [{ ResourceId: 'k2' }, { ResourceId: 'k2' }] })
    const secrets = await kms('ListTagResources', { ...bulk, ResourceType: 'secret' })
    expect(secrets.body.TagResources).toEqual({
      TagResource: [{ ResourceType: 'secret', ResourceId: 's', TagKey: 'a', TagValue: 'b' }],
    })
    const ids = keys.map((each) => each.keyId)
    expect(await kms('ListTagResources', { ...bulk, ResourceId: ids.slice(0, 50) })).toMatchObject({ status: 200 })
    expect(await kms('ListTagResources', { ...bulk, ResourceId: ids.slice(0, 51) })).toMatchObject(refusedParameter)
    const unknown = await kms('ListTagResources', { ...bulk, ResourceId: ['other'] })
    expect(unknown).toMatchObject({ status: 404, code: 'InvalidResourceId.NotFound' })
    const twice = await kms('ListTagResources', { ...bulk, Tag: [{ Key: 'a' }, { Key: 'a' }] })
    expect(twice).toMatchObject({ status: 400, code: 'Duplicate.TagKey' })
    expect(await kms('ListTagResources', { ResourceType: 'key' })).toMatchObject({ code: 'MissingParameter' })
    expect(await kms('ListTagResources', { ...bulk, RegionId: 'cn-beijing' })).toMatchObject(refusedParameter)
  })
})
