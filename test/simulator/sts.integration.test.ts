import { describe, expect, test } from 'vitest'
import { iso } from '../../shared/domain/time.ts'
import { type Keys, rpcParameters, send } from '../../simulator/cloud/clients.ts'
import {
  account,
  DEFAULT_ACCOUNT,
  key,
  readOnlyPolicy,
  region,
  type World,
  world,
} from '../../simulator/cloud/world.ts'
import { type OpenCloud, openCloud } from '../support/cloud/open-cloud.ts'

const OTHER = '2000000000000002'
const role = { RoleArn: `acs:ram::${OTHER}:role/audit`, RoleSessionName: 'nightly' }

function twoAccounts(trusts = [`acs:ram::${DEFAULT_ACCOUNT}:user/auditor`]): World {
  const roles = [{ name: 'audit', trusts, policy: readOnlyPolicy() }]
  const regions = { 'cn-hangzhou': region({ keys: [key({ keyId: 'theirs' })] }) }
  return world({ accounts: [account(), account({ id: OTHER, roles, regions })] })
}

async function assume({ sts }: OpenCloud, query: Record<string, unknown> = role): Promise<Keys> {
  const { body } = await sts('AssumeRole', query)
  const { AccessKeyId, AccessKeySecret, SecurityToken } = body.Credentials as Record<string, string>
  return { id: AccessKeyId ?? '', secret: AccessKeySecret ?? '', token: SecurityToken ?? '' }
}

describe('GetCallerIdentity', () => {
  test('of a RAM user', async () => {
    const { sts } = await openCloud(world())
    const { body } = await sts('GetCallerIdentity')
    expect(body).toMatchObject({
      IdentityType: 'RAMUser',
      AccountId: DEFAULT_ACCOUNT,
      Arn: `acs:ram::${DEFAULT_ACCOUNT}:user/auditor`,
    })
    expect(body.UserId).toMatch(/^2\d{17}$/)
    expect(body.PrincipalId).toBe(body.UserId)
  })

  test('of the account itself', async () => {
    const accessKeys = [{ id: 'LTAIroot', secret: 's', user: 'root', policy: [] }]
    const { sts } = await openCloud(world({ accounts: [account({ accessKeys })] }))
    const { body } = await sts('GetCallerIdentity')
    expect(body).toMatchObject({
      IdentityType: 'Account',
      PrincipalId: DEFAULT_ACCOUNT,
      Arn: `acs:ram::${DEFAULT_ACCOUNT}:root`,
    })
  })

  test('of a role', async () => {
    const cloud = await openCloud(twoAccounts())
    const { body } = await cloud.sts('GetCallerIdentity', {}, await assume(cloud))
    expect(body).toMatchObject({
      IdentityType: 'AssumedRoleUser',
      AccountId: OTHER,
      Arn: `acs:ram::${OTHER}:assumed-role/audit/nightly`,
    })
  })
})

describe('AssumeRole', () => {
  test('gives credentials of the other account for every service, in both kinds of signature', async () => {
    const cloud = await openCloud(twoAccounts())
    const keys = await assume(cloud)
    expect(keys.id).toMatch(/^STS\./)
    expect(await cloud.kms('DescribeKey', { KeyId: 'theirs' }, keys)).toMatchObject({ status: 200 })
    expect(await cloud.trail('LookupEvents', {}, keys)).toMatchObject({ status: 200 })
    expect(await cloud.kms('DescribeKey', { KeyId: 'theirs' })).toMatchObject({ status: 404 })
    expect(cloud.cloud.count({ accountId: OTHER })).toBe(2)
  })

  test('has what the role is allowed, no more', async () => {
    const there = twoAccounts()
    const audit = there.accounts[1]?.roles[0]
    if (audit) audit.policy = [{ Effect: 'Allow', Action: ['kms:ListKeys'], Resource: ['*'] }]
    const cloud = await openCloud(there)
    const keys = await assume(cloud)
    expect(await cloud.kms('ListKeys', {}, keys)).toMatchObject({ status: 200 })
    expect(await cloud.kms('DescribeKey', { KeyId: 'theirs' }, keys)).toMatchObject({ status: 403 })
  })

  const refused: [string, number, string, Record<string, unknown>][] = [
    ['no role', 400, 'MissingRoleArn', { RoleArn: '' }],
    ['no session name', 400, 'MissingRoleSessionName', { RoleSessionName: '' }],
    ['a malformed ARN', 400, 'InvalidParameter.RoleArn', { RoleArn: `acs:ram:${OTHER}:role/audit` }],
    ['a session name with blanks', 400, 'InvalidParameter.RoleSessionName', { RoleSessionName: 'a b' }],
    ['899 seconds', 400, 'InvalidParameter.DurationSeconds', { DurationSeconds: 899 }],
    ['3601 seconds', 400, 'InvalidParameter.DurationSeconds', { DurationSeconds: 3601 }],
    ['a role that is not there', 404, 'EntityNotExist.Role', { RoleArn: `acs:ram::${OTHER}:role/none` }],
  ]
  for (const [name, status, code, query] of refused) {
    test(`refuses ${name}`, async () => {
      const { sts } = await openCloud(twoAccounts())
      expect(await sts('AssumeRole', { ...role, ...query })).toMatchObject({ status, code })
    })
  }

  test('refuses whom the role does not trust', async () => {
    const trusted = await openCloud(twoAccounts([`acs:ram::${DEFAULT_ACCOUNT}:root`]))
    expect(await trusted.sts('AssumeRole', role)).toMatchObject({ status: 200 })
    const strange = await openCloud(twoAccounts([`acs:ram::${DEFAULT_ACCOUNT}:user/other`]))
    expect(await strange.sts('AssumeRole', role)).toMatchObject({ status: 403, code: 'NoPermission' })
  })
})

describe('tokens', () => {
  test('end when they expire', async () => {
    let later = 0
    const now = () => Date.now() + later
    const cloud = await openCloud(twoAccounts(), { wallClock: now })
    const keys = await assume(cloud, { ...role, DurationSeconds: 900 })
    const list = () => {
      return send(cloud.kmsUrl, rpcParameters(keys, 'ListKeys', { Timestamp: iso(now()) }))
    }
    later = 840_000
    expect(await list()).toMatchObject({ status: 200 })
    later = 900_000
    expect(await list()).toMatchObject({ status: 400, code: 'InvalidSecurityToken.Expired' })
  })

  test('belong to their key', async () => {
    const cloud = await openCloud(twoAccounts())
    const first = await assume(cloud)
    const second = await assume(cloud)
    const refusal = async (keys: Keys) => (await cloud.kms('ListKeys', {}, keys)).code
    expect(await refusal({ ...first, token: second.token ?? '' })).toBe('InvalidSecurityToken.MismatchWithAccessKey')
    expect(await refusal({ ...cloud.keys, token: first.token ?? '' })).toBe(
      'InvalidSecurityToken.MismatchWithAccessKey',
    )
    expect(await refusal({ ...first, token: 'made up' })).toBe('InvalidSecurityToken.Malformed')
    expect(await refusal({ id: first.id, secret: first.secret })).toBe('MissingSecurityToken')
    const { code } = await cloud.trail('LookupEvents', {}, { ...first, token: 'made up' })
    expect(code).toBe('InvalidSecurityToken.Malformed')
  })
})
