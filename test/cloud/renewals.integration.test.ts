import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import {
  account,
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  key,
  readOnlyPolicy,
  region,
  world,
} from '../../simulator/cloud/world.ts'
import type { RoleCredentials } from '../../simulator/platform/platform.ts'
import { roleCredentials } from '../../simulator/platform/role-credentials.ts'
import { clientOf, failure, open, SCOPE } from '../support/cloud/open.ts'
import { useLeapingClock } from '../support/leaping-clock.ts'

beforeEach(useLeapingClock)

const refusal = (code: string) => ({ kind: 'error', status: code.endsWith('NotFound') ? 404 : 400, code }) as const
const OF_OLD_SESSIONS = [
  'InvalidAccessKeyId.NotFound',
  'InvalidAccessKeyId.Inactive',
  'InvalidSecurityToken.Expired',
  'InvalidSecurityToken.Malformed',
  'InvalidSecurityToken.MismatchWithAccessKey',
  'SecurityTokenExpired',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
]

describe('an assumed role', () => {
  const OTHER = '1000000000000002'
  const ROLE = `acs:ram::${OTHER}:role/audit`
  const scope = { accountId: OTHER, region: DEFAULT_REGION }
  function company() {
    const roles = [{ name: 'audit', trusts: [`acs:ram::${DEFAULT_ACCOUNT}:root`], policy: readOnlyPolicy() }]
    const regions = { [DEFAULT_REGION]: region({ keys: [key({ keyId: 'theirs' })] }) }
    return world({ accounts: [account(), account({ id: OTHER, roles, regions })] })
  }

  test.each(OF_OLD_SESSIONS)(
    'whose sessions are refused one after the other (%s) is assumed again each time',
    async (code) => {
      const faults = [{ where: { service: 'kms', to: 4 }, effect: refusal(code) }] as const
      const { cloud, server } = await open(company(), { faults, env: { CMK_ACCOUNTS: ROLE } })
      expect(await cloud.kms(scope).describeKey('theirs')).toMatchObject({ keyId: 'theirs' })
      expect(server.count({ action: 'AssumeRole' })).toBe(5)
      expect(server.count({ action: 'DescribeKey' })).toBe(5)
    },
  )

  test('whose every session is refused ends', async () => {
    const faults = [{ where: { service: 'kms' }, effect: refusal('InvalidAccessKeyId.NotFound') }] as const
    const { cloud, server } = await open(company(), { faults, env: { CMK_ACCOUNTS: ROLE } })
    expect(await failure(cloud.kms(scope).describeKey('theirs'))).toMatchObject({ code: 'InvalidAccessKeyId.NotFound' })
    expect(server.count({ action: 'DescribeKey' })).toBeLessThan(30)
  })
})

/** A key pair and a token in files, which somebody replaces. */
async function inFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'cmk-readiness-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const roles = [{ name: 'self', trusts: [`acs:ram::${DEFAULT_ACCOUNT}:root`], policy: readOnlyPolicy() }]
  const regions = { [DEFAULT_REGION]: region({ keys: [key({ keyId: 'mine' })] }) }
  const { server } = await open(world({ accounts: [account({ roles, regions })] }))
  const own = server.world.accounts[0]?.accessKeys[0]
  if (!own) throw new Error('the account has a key')
  const env = {
    ...server.environment(),
    CMK_KMS_QPS: '1000',
    ALIBABA_CLOUD_ACCESS_KEY_ID: `file:${folder}/id`,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: `file:${folder}/secret`,
    ALIBABA_CLOUD_SECURITY_TOKEN: `file:${folder}/token`,
  }
  const write = ({ accessKeyId, accessKeySecret, securityToken = '' }: RoleCredentials) => {
    writeFileSync(`${folder}/id`, accessKeyId)
    writeFileSync(`${folder}/secret`, accessKeySecret)
    writeFileSync(`${folder}/token`, securityToken)
  }
  const sessions = await Promise.all([1, 2, 3, 4, 5, 6].map(() => roleCredentials(server, 'self')))
  const replace = () => {
    const next = sessions.shift()
    if (next) write(next)
  }
  replace()
  return { server, replace, folder, kms: clientOf(env).kms(SCOPE) }
}

describe('temporary credentials in files', () => {
  test('that are replaced several times within seconds are read again each time', async () => {
    const { server, replace, kms } = await inFiles()
    await kms.describeKey('mine')
    // Each session is forgotten while the request that it signed is on its way.
    server.setFaults([{ where: { action: 'DescribeKey', to: 4 }, effect: refusal('InvalidAccessKeyId.NotFound') }])
    let left = 4
    const onRequest = () => {
      replace()
      left -= 1
      if (left > 0) server.killAfter(1, onRequest)
    }
    server.killAfter(1, onRequest)
    expect(await kms.describeKey('mine')).toMatchObject({ keyId: 'mine' })
    const used = server.calls.filter(({ action }) => action === 'DescribeKey').map(({ accessKeyId }) => accessKeyId)
    expect(new Set(used).size).toBe(5)
    expect(used).toHaveLength(6)
  })

  test('that stay the same are tried once more, and no longer', async () => {
    const { server, kms } = await inFiles()
    server.setFaults([{ where: { action: 'DescribeKey' }, effect: refusal('InvalidAccessKeyId.NotFound') }])
    expect(await failure(kms.describeKey('mine'))).toMatchObject({ code: 'InvalidAccessKeyId.NotFound' })
    expect(server.count({ action: 'DescribeKey' })).toBe(2)
  })

  test('of which only a part was written when they were read are read again', async () => {
    const { server, replace, kms, folder } = await inFiles()
    writeFileSync(`${folder}/token`, 'not yet')
    server.killAfter(1, replace)
    expect(await kms.describeKey('mine')).toMatchObject({ keyId: 'mine' })
    const codes = server.calls.filter(({ action }) => action === 'DescribeKey').map(({ code }) => code)
    expect(codes).toEqual(['InvalidSecurityToken.Malformed', ''])
  })
})

describe('permanent credentials', () => {
  test.each(['InvalidAccessKeyId.NotFound', 'InvalidAccessKeyId.Inactive', 'SignatureDoesNotMatch'])(
    'that are refused (%s) are denied at once',
    async (code) => {
      const { cloud, server } = await open({ keys: [key({ keyId: 'k' })] }, { faults: [{ effect: refusal(code) }] })
      expect(await failure(cloud.kms(SCOPE).describeKey('k'))).toMatchObject({ kind: 'denied', code })
      expect(server.calls).toHaveLength(1)
    },
  )

  test('that were replaced in their file are read again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cmk-readiness-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const { server } = await open({ keys: [key({ keyId: 'k' })] })
    const own = server.world.accounts[0]?.accessKeys[0]
    if (!own) throw new Error('the account has a key')
    writeFileSync(`${folder}/id`, own.id)
    const kms = clientOf({ ...server.environment(), ALIBABA_CLOUD_ACCESS_KEY_ID: `file:${folder}/id` }).kms(SCOPE)
    await kms.describeKey('k')
    own.id = 'LTAInewone'
    writeFileSync(`${folder}/id`, own.id)
    expect(await kms.describeKey('k')).toMatchObject({ keyId: 'k' })
    expect(server.calls.map(({ code }) => code)).toEqual(['', 'InvalidAccessKeyId.NotFound', ''])
  })
})
