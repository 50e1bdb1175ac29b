import { expect, test } from 'vitest'
import type { Statement } from '../../simulator/cloud/policy/statements.ts'
import { account, DEFAULT_ACCOUNT, key, region, world } from '../../simulator/cloud/world.ts'
import { openCloud } from '../support/cloud/open-cloud.ts'

function worldWith(policy: Statement[], user = 'auditor') {
  const accessKeys = [{ id: 'LTAIone', secret: 'one', user, policy }]
  const here = region({ keys: [key({ keyId: 'open' }), key({ keyId: 'closed', aliases: ['alias/closed'] })] })
  return world({ accounts: [account({ accessKeys, regions: { 'cn-hangzhou': here } })] })
}

const allow = (Action: string[], Resource = ['*']): Statement => ({ Effect: 'Allow', Action, Resource })
const noPermission = { status: 403, code: 'Forbidden.NoPermission' }

test('what no statement allows is refused in the words of each service', async () => {
  const { kms, trail, sts } = await openCloud(worldWith([]))
  expect(await kms('ListKeys')).toMatchObject(noPermission)
  expect(await trail('LookupEvents')).toMatchObject({ status: 403, code: 'NoPermission' })
  expect(await trail('DescribeTrails')).toMatchObject({ status: 403, code: 'NoPermission' })
  const role = { RoleArn: `acs:ram::${DEFAULT_ACCOUNT}:role/x`, RoleSessionName: 'audit' }
  expect(await sts('AssumeRole', role)).toMatchObject({ status: 403, code: 'NoPermission' })
})

test('DescribeRegions and GetCallerIdentity need no permission', async () => {
  const { kms, trail, sts } = await openCloud(worldWith([]))
  expect(await kms('DescribeRegions')).toMatchObject({ status: 200 })
  expect(await trail('DescribeRegions')).toMatchObject({ status: 200 })
  expect(await sts('GetCallerIdentity')).toMatchObject({ status: 200 })
})

test('each API needs its own action, whatever its case', async () => {
  const { kms } = await openCloud(worldWith([allow(['KMS:listkeys', 'kms:ListAl*'])]))
  expect(await kms('ListKeys')).toMatchObject({ status: 200 })
  expect(await kms('ListAliases')).toMatchObject({ status: 200 })
  expect(await kms('ListSecrets')).toMatchObject(noPermission)
})

test('resources narrow a permission to keys', async () => {
  const { kms } = await openCloud(worldWith([allow(['kms:*'], [`acs:kms:*:${DEFAULT_ACCOUNT}:key/open`])]))
  expect(await kms('DescribeKey', { KeyId: 'open' })).toMatchObject({ status: 200 })
  expect(await kms('DescribeKey', { KeyId: 'closed' })).toMatchObject(noPermission)
  expect(await kms('ListKeys')).toMatchObject(noPermission)
})

test('a denial wins over any permission, by alias too', async () => {
  const deny: Statement = { Effect: 'Deny', Action: ['kms:DescribeKey'], Resource: ['acs:kms:*:*:key/closed'] }
  const { kms } = await openCloud(worldWith([allow(['*']), deny]))
  expect(await kms('DescribeKey', { KeyId: 'open' })).toMatchObject({ status: 200 })
  expect(await kms('DescribeKey', { KeyId: 'alias/closed' })).toMatchObject(noPermission)
  expect(await kms('ListKeyVersions', { KeyId: 'closed' })).toMatchObject({ status: 200 })
})

test('the account itself may do everything', async () => {
  const { kms } = await openCloud(worldWith([], 'root'))
  expect(await kms('ListKeys')).toMatchObject({ status: 200 })
})

test('keys of another account are not found', async () => {
  const world2 = worldWith([allow(['*'])])
  world2.accounts.push(
    account({ id: '2000000000000002', regions: { 'cn-hangzhou': region({ keys: [key({ keyId: 'theirs' })] }) } }),
  )
  const { kms } = await openCloud(world2)
  expect(await kms('DescribeKey', { KeyId: 'theirs' })).toMatchObject({ code: 'Forbidden.KeyNotFound' })
})
