import { describe, expect, test } from 'vitest'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { says, with200 } from '../../simulator/cloud/faults/lies.ts'
import { account, key, region, secret, world } from '../../simulator/cloud/world.ts'
import { instance } from '../../simulator/cloud/world-events.ts'
import { failure, open, SCOPE } from '../support/cloud/open.ts'

const HERE = {
  keys: [key({ keyId: 'key-one', aliases: ['alias/one'] }), key({ keyId: 'key-two' })],
  secrets: [secret({ name: 'db', encryptionKeyId: 'key-one' })],
  instances: [instance({ id: 'kst-1' })],
}
const to = Math.floor(Date.now() / 1_000) * 1_000
const QUERY = { attribute: { key: 'ServiceName', value: 'Kms' }, from: to - 86_400_000, to } as const

const CALLS = {
  ListKeys: (cloud) => cloud.kms(SCOPE).listKeys(),
  'ListKeys for doctor': (cloud) => cloud.kms(SCOPE).firstOf('ListKeys'),
  DescribeKey: (cloud) => cloud.kms(SCOPE).describeKey('key-one'),
  ListKeyVersions: (cloud) => cloud.kms(SCOPE).listKeyVersions('key-one'),
  ListAliases: (cloud) => cloud.kms(SCOPE).listAliases(),
  ListKmsInstances: (cloud) => cloud.kms(SCOPE).listKmsInstances(),
  DescribeSecret: (cloud) => cloud.kms(SCOPE).describeSecret('db'),
  LookupEvents: (cloud) => cloud.actionTrail(SCOPE).lookupEvents(QUERY),
  GetCallerIdentity: (cloud) => cloud.caller(),
} satisfies Record<string, (cloud: Awaited<ReturnType<typeof open>>['cloud']) => Promise<unknown>>
type CallName = keyof typeof CALLS

const WITH_ARN: readonly CallName[] = [
  'ListKeys',
  'ListKeys for doctor',
  'DescribeKey',
  'ListAliases',
  'ListKmsInstances',
  'DescribeSecret',
]

async function answerOf(name: CallName, effect: ReturnType<typeof says>) {
  const there = await open(HERE, { faults: [{ effect }] })
  return { ...there, call: CALLS[name](there.cloud) }
}

describe('an answer of another region or account is none', () => {
  for (const name of WITH_ARN) {
    test.each([
      ['AnotherRegion', says('acs:kms:cn-hangzhou:', 'acs:kms:cn-shanghai:'), 'cn-shanghai'],
      ['AnotherRegion', says('acs:kms:cn-hangzhou:', 'ACS:KMS: CN-Shanghai :'), 'cn-shanghai'],
      ['AnotherAccount', says(':1000000000000001:', ':1000000000000002:'), '1000000000000002'],
      ['AnotherAccount', says(':1000000000000001:', ':2000****:'), '2000****'],
    ] as const)(`${name}: %s`, async (code, effect, said) => {
      const { call, server } = await answerOf(name, effect)
      const error = await failure(call)
      expect(error).toMatchObject({ kind: 'contradiction', code })
      // It names the address, what it said and where to look, and nobody asks twice.
      const host = new URL(server.endpoints.kms['cn-hangzhou'] ?? '').host
      const advice = inEnglish(error.advice)
      expect(advice).toContain(`The response of ${host} is about another`)
      expect(advice).toContain(`(${said}): check CMK_ENDPOINTS`)
      expect(server.calls).toHaveLength(1)
    })
  }

  test.each([
    '',
    'acs:kms:cn-hangzhou:1000****:key/key-one',
    'acs:kms::*:key/key-one',
    'ACS:KMS:CN-HANGZHOU:1000000000000001:key/KEY-ONE',
    'no ARN',
  ])('but an ARN of %j contradicts nothing', async (arn) => {
    const { call } = await answerOf('DescribeKey', says(/acs:kms:[^"]*/, arn))
    expect(await call).toMatchObject({ keyId: 'key-one' })
  })

  test('one wrong ARN among many costs the list', async () => {
    const keys = Array.from({ length: 250 }, (_, n) => key({ keyId: `key-${n}` }))
    const { cloud } = await open(
      { keys },
      { faults: [{ effect: says('cn-hangzhou:1000000000000001:key/key-217"', 'cn-beijing:1:key/key-217"') }] },
    )
    expect(await failure(cloud.kms(SCOPE).listKeys())).toMatchObject({ kind: 'contradiction', code: 'AnotherRegion' })
  })

  test('the address of one region given for another', async () => {
    const regions = { 'cn-hangzhou': region(HERE), 'cn-shanghai': region({ keys: [key()] }) }
    const there = world({ accounts: [account({ regions })] })
    const { server } = await open(there)
    const { kms, ...others } = server.endpoints
    const env = { CMK_ENDPOINTS: JSON.stringify({ ...others, kms: { ...kms, 'cn-hangzhou': kms['cn-shanghai'] } }) }
    const { cloud } = await open(there, { env })
    expect(await failure(cloud.kms(SCOPE).listKeys())).toMatchObject({ code: 'AnotherRegion' })
  })
})

describe('an answer about another thing is none', () => {
  test.each([
    ['DescribeKey', says('key-one', 'key-two'), 'AnotherKey'],
    ['DescribeKey', says('"KeyId":"key-one"', '"KeyId":"key-two"'), 'AnotherKey'],
    ['DescribeKey', says('key/key-one', 'key/key-two'), 'AnotherKey'],
    ['ListKeyVersions', says('key-one', 'key-two'), 'AnotherKey'],
    ['DescribeSecret', says('"SecretName":"db"', '"SecretName":"other"'), 'AnotherSecret'],
    ['ListKeys', with200({ PageNumber: 2 }), 'AnotherPage'],
    ['ListKeys', with200({ PageNumber: '7' }), 'AnotherPage'],
    ['ListKeys', with200({ PageSize: 1000 }), 'AnotherPage'],
    ['ListAliases', with200({ PageNumber: 0 }), 'AnotherPage'],
    ['LookupEvents', with200({ StartTime: '2020-07-15T14:00:00Z' }), 'AnotherWindow'],
    ['LookupEvents', with200({ EndTime: new Date(to - 60_000).toISOString() }), 'AnotherWindow'],
    ['LookupEvents', with200({ EndTime: 'yesterday' }), 'AnotherWindow'],
    ['LookupEvents', with200({ StartTime: to }), 'AnotherWindow'],
    ['GetCallerIdentity', with200({ Arn: 'acs:ram::1000000000000009:user/auditor' }), 'AnotherAccount'],
  ] as const)('%s %#: %o', async (name, effect, code) => {
    const { call, server } = await answerOf(name, effect)
    expect(await failure(call)).toMatchObject({ kind: 'contradiction', code })
    expect(server.calls).toHaveLength(1)
  })

  test.each([
    ['DescribeKey', says('key-one', 'KEY-ONE ')],
    ['DescribeKey', says('"KeyId":"key-one"', '"KeyId":"acs:kms:cn-hangzhou:1000000000000001:key/key-one"')],
    ['ListKeyVersions', says('"KeyId":"key-one",', '')],
    ['ListKeys', with200({ PageNumber: '1', PageSize: '100' })],
    ['ListKeys', with200({ PageNumber: null, PageSize: '' })],
    ['LookupEvents', with200({ StartTime: QUERY.from, EndTime: QUERY.to / 1_000 })],
    ['LookupEvents', with200({ StartTime: new Date(QUERY.from).toISOString().replace('T', ' ').replace('Z', '') })],
    [
      'LookupEvents',
      with200({ StartTime: new Date(QUERY.from + 8 * 3_600_000).toISOString().replace('.000Z', '+08:00') }),
    ],
    ['LookupEvents', with200({ StartTime: null, EndTime: '' })],
    ['LookupEvents', with200({ StartTime: undefined, EndTime: undefined })],
    ['GetCallerIdentity', with200({ Arn: '' })],
    ['GetCallerIdentity', with200({ Arn: 'acs:ram::1000****:user/auditor' })],
  ] as const)('but another spelling of the same is no other: %s %#', async (name, effect) => {
    const { call } = await answerOf(name, effect)
    await expect(call).resolves.toBeTruthy()
  })
})

describe('ids that are none', () => {
  test.each(['*', ' ', 'key-hzz6****', 'key one', 'key\u200b-one'])('%j costs the list of keys', async (id) => {
    const { call } = await answerOf('ListKeys', says('"KeyId":"key-one"', `"KeyId":${JSON.stringify(id)}`))
    expect(await failure(call)).toMatchObject({ kind: 'bad-response', code: 'UnreadableId', action: 'ListKeys' })
  })

  test('and so it is with versions', async () => {
    const { call } = await answerOf('ListKeyVersions', says(/"KeyVersionId":"[^"]*"/, '"KeyVersionId":"1e33****"'))
    expect(await failure(call)).toMatchObject({ code: 'UnreadableId', action: 'ListKeyVersions' })
  })
})

test('a session of another account than the role is not used', async () => {
  const other = '1000000000000002'
  const roles = [{ name: 'audit', trusts: ['acs:ram::1000000000000001:root'], policy: [] }]
  const there = world({ accounts: [account(), account({ id: other, roles })] })
  const faults = [{ where: { action: 'AssumeRole' }, effect: says(`acs:ram::${other}:`, 'acs:ram::1000000000000003:') }]
  const { cloud } = await open(there, { faults, env: { CMK_ACCOUNTS: `acs:ram::${other}:role/audit` } })
  const { accounts, refused } = await cloud.accounts()
  expect(accounts).toEqual([])
  expect(refused[0]?.error).toMatchObject({ kind: 'contradiction', code: 'AnotherAccount', action: 'AssumeRole' })
})
