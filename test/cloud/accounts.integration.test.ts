import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
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
import { clientOf, failure, open, SCOPE } from '../support/cloud/open.ts'
import { useLeapingClock } from '../support/leaping-clock.ts'

beforeEach(useLeapingClock)

const OTHER = '1000000000000002'
const ROLE = `acs:ram::${OTHER}:role/audit`
const OTHER_SCOPE = { accountId: OTHER, region: DEFAULT_REGION }

/** Two accounts; the second has a role that the first may assume. */
function company() {
  const roles = [{ name: 'audit', trusts: [`acs:ram::${DEFAULT_ACCOUNT}:root`], policy: readOnlyPolicy() }]
  return world({
    accounts: [
      account({ regions: { [DEFAULT_REGION]: region({ keys: [key({ keyId: 'mine' })] }) } }),
      account({ id: OTHER, roles, regions: { [DEFAULT_REGION]: region({ keys: [key({ keyId: 'theirs' })] }) } }),
    ],
  })
}

describe('the caller', () => {
  test('is told with its ARN and kind', async () => {
    const there = company()
    const { cloud } = await open(there)
    const arn = `acs:ram::${DEFAULT_ACCOUNT}:user/auditor`
    expect(await cloud.caller()).toEqual({ accountId: DEFAULT_ACCOUNT, arn, kind: 'user' })
    for (const { accessKeys } of there.accounts) for (const each of accessKeys) each.user = 'root'
    expect((await cloud.caller()).kind).toBe('root')
  })
})

describe('the accounts', () => {
  test("are the caller's own unless configured", async () => {
    const { cloud } = await open(company())
    expect(await cloud.accounts()).toEqual({ accounts: [{ accountId: DEFAULT_ACCOUNT }], refused: [] })
  })

  test('are entered through their roles, each once, in the order given', async () => {
    const env = { CMK_ACCOUNTS: `${ROLE},${DEFAULT_ACCOUNT},${ROLE}` }
    const { cloud, server } = await open(company(), { env })
    expect(await cloud.accounts()).toEqual({
      accounts: [{ accountId: OTHER, roleArn: ROLE }, { accountId: DEFAULT_ACCOUNT }],
      refused: [],
    })
    expect((await cloud.kms(OTHER_SCOPE).listKeys()).map(({ keyId }) => keyId)).toEqual(['theirs'])
    expect((await cloud.kms(SCOPE).listKeys()).map(({ keyId }) => keyId)).toEqual(['mine'])
    expect(server.count({ action: 'AssumeRole' })).toBe(1)
  })

  test('that cannot be entered are refused, with what to do', async () => {
    const missing = 'acs:ram::1000000000000009:role/none'
    const { cloud } = await open(company(), { env: { CMK_ACCOUNTS: `${OTHER},${missing},${DEFAULT_ACCOUNT}` } })
    expect(await cloud.listAccounts()).toMatchObject({ accounts: [{}, {}, {}], refused: [] })
    const { accounts, refused } = await cloud.accounts()
    expect(accounts).toEqual([{ accountId: DEFAULT_ACCOUNT }])
    expect(refused.map((each) => each.account)).toEqual([OTHER, '1000000000000009'])
    expect(refused[0]?.error).toMatchObject({ code: 'EntityNotExist.Role' })
    expect(refused[1]?.error).toMatchObject({ code: 'EntityNotExist.Role', action: 'AssumeRole' })
  })

  test('that are named by their ids are entered by the role of CMK_ROLE_NAME, with the external id', async () => {
    const there = company()
    const role = there.accounts[1]?.roles[0]
    if (role) role.externalId = 'company/1'
    const env = { CMK_ACCOUNTS: `${OTHER},${DEFAULT_ACCOUNT}`, CMK_ROLE_NAME: 'audit', CMK_EXTERNAL_ID: 'env:WORD' }
    const { cloud, server } = await open(there, { env: { ...env, WORD: 'company/1' } })
    expect(await cloud.accounts()).toEqual({
      accounts: [{ accountId: OTHER }, { accountId: DEFAULT_ACCOUNT }],
      refused: [],
    })
    expect((await cloud.kms(OTHER_SCOPE).listKeys()).map(({ keyId }) => keyId)).toEqual(['theirs'])
    expect((await cloud.kms(SCOPE).listKeys()).map(({ keyId }) => keyId)).toEqual(['mine'])
    expect(server.count({ action: 'AssumeRole' })).toBe(1)
    const wrong = clientOf({ ...server.environment(), ...env, WORD: 'company/2' })
    expect((await wrong.accounts()).refused).toMatchObject([{ account: OTHER, error: { kind: 'denied' } }])
  })

  test('that nobody has named are not entered', async () => {
    const { cloud, server } = await open(company(), { env: { CMK_ACCOUNTS: DEFAULT_ACCOUNT, CMK_ROLE_NAME: 'audit' } })
    const error = await failure(cloud.enter(OTHER))
    expect(error).toMatchObject({ code: 'NoRole' })
    expect(error.message).toContain(`acs:ram::${OTHER}:role/<name>`)
    expect(server.count({ action: 'AssumeRole' })).toBe(0)
  })

  test('are unknown when not even the caller is', async () => {
    const { server } = await open(company())
    const env = { ...server.environment(), ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAInobody' }
    expect(await failure(clientOf(env).accounts())).toMatchObject({ kind: 'denied', action: 'GetCallerIdentity' })
  })
})

describe('sessions', () => {
  test('are renewed before they end', async () => {
    let now = Date.now()
    const { cloud, server } = await open(company(), { env: { CMK_ACCOUNTS: ROLE }, clock: () => now })
    await cloud.kms(OTHER_SCOPE).listKeys()
    now += 50 * 60_000
    await cloud.kms(OTHER_SCOPE).listKeys()
    expect(server.count({ action: 'AssumeRole' })).toBe(1)
    now += 6 * 60_000
    await cloud.kms(OTHER_SCOPE).listKeys()
    expect(server.count({ action: 'AssumeRole' })).toBe(2)
  })

  test('are renewed once for all calls when the service says that they ended', async () => {
    // Slow enough that all five calls are on their way before the first is refused.
    const { cloud, server } = await open(company(), { env: { CMK_ACCOUNTS: ROLE }, latency: 600 })
    const kms = cloud.kms(OTHER_SCOPE)
    await kms.listKeys()
    server.setFaults([{ where: { service: 'kms', to: 5 }, effect: { kind: 'expired-token' } }])
    await Promise.all([1, 2, 3, 4, 5].map(() => kms.describeKey('theirs')))
    expect(server.count({ action: 'AssumeRole' })).toBe(2)
  })
})

test('a secret that is in a file is read again when the service refuses the old one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cmk-readiness-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'secret')
  const { server } = await open(company())
  const env = { ...server.environment(), ALIBABA_CLOUD_ACCESS_KEY_SECRET: `file:${file}` }
  writeFileSync(file, `${server.environment().ALIBABA_CLOUD_ACCESS_KEY_SECRET}\n`)
  const kms = clientOf(env).kms(SCOPE)
  expect(await kms.describeKey('mine')).toMatchObject({ keyId: 'mine' })
  const changed = 'a-new-secret'
  const first = server.world.accounts[0]?.accessKeys[0]
  if (first) first.secret = changed
  writeFileSync(file, changed)
  server.setFaults([{ where: { nth: [1] }, effect: { kind: 'expired-token' } }])
  expect(await kms.describeKey('mine')).toMatchObject({ keyId: 'mine' })
})
