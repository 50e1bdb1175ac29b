import { beforeAll, describe, expect, it } from 'vitest'
import { kmsSecretValues } from '../../shared/cloud/kms-secret-values.ts'
import { loadConfig } from '../../shared/config/config.ts'
import { redactor } from '../../shared/config/redact.ts'
import { silentLog } from '../../shared/log/log.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { accessKey } from '../../simulator/cloud/policy/statements.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, region, secret, secretVersion, world } from '../../simulator/cloud/world.ts'
import { atFileEnd } from '../support/at-file-end.ts'
import { QUICK } from '../support/cloud/open.ts'
import { problemsOf } from '../support/config/problems.ts'

const TOKEN = 'token-of-the-api-0001'
const HOOK = 'https://oapi.dingtalk.com/robot/send?access_token=hook-of-the-robot'
const FIELDS = { api: TOKEN, state: 'token-of-state-0001', hook: HOOK, sign: 'SECsign-of-robot', port: 25, none: '' }

let cloud: SimulatedCloud
let env: Record<string, string> = {}
beforeAll(async () => {
  const named = (name: string, data: string) => secret({ name, data })
  const here = region({
    secrets: [
      named('cmk', JSON.stringify(FIELDS)),
      named('prod/cmk=api+1@x', `${TOKEN}\n`),
      named('channel', 'dingtalk:kms-secret:cn-hangzhou/cmk#hook#secret=kms-secret:cn-hangzhou/cmk#sign&lang=zh'),
      named('text', 'very-secret-text'),
      named('list', '["very-secret-text"]'),
      named('empty', ''),
      named('denied', 'very-secret-text'),
      secret({ name: 'binary', versions: [secretVersion({ data: 'AAEC', dataType: 'binary' })] }),
      secret({ name: 'gone', plannedDeleteAt: '2027-01-01T00:00:00Z' }),
    ],
  })
  const readable = ['cmk', 'prod/cmk=api+1@x', 'channel', 'text', 'list', 'empty', 'binary', 'gone', 'none']
  const key = accessKey('reader', [
    { Effect: 'Allow', Action: ['kms:GetSecretValue'], Resource: readable.map((each) => `acs:kms:*:*:secret/${each}`) },
  ])
  const regions = { 'cn-hangzhou': here, 'cn-shanghai': region({ secrets: [named('cmk', 'token-of-shanghai-1')] }) }
  cloud = await startCloud(world({ accounts: [account({ accessKeys: [key], regions })] }), { quotas: NO_QUOTAS })
  atFileEnd(() => cloud.close())
  env = {
    ...cloud.environment(),
    ALIBABA_CLOUD_ACCESS_KEY_ID: key.id,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.secret,
  }
})

/** The environment with what KMS gives, to a function in Hangzhou unless told otherwise. */
async function read(variables: Record<string, string>, place: string | undefined = 'cn-hangzhou', timing = {}) {
  const given = { ...env, ...variables }
  const options = { cwd: '/', log: silentLog, signal: new AbortController().signal, region: place }
  return { ...given, ...(await kmsSecretValues(given, { ...options, timing: { ...QUICK, ...timing } })) }
}

const lineOf = (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : '')
/** What reading fails with. */
const refusal = (variables: Record<string, string>, place?: string) =>
  read(variables, place).then(() => 'no refusal', lineOf)

describe('a secret of KMS', () => {
  it.each([
    ['as a whole, without its last line break', 'kms-secret:prod/cmk=api+1@x', TOKEN],
    ['by a field', 'kms-secret:cmk#api', TOKEN],
    ['of another region', 'kms-secret:cn-shanghai/cmk', 'token-of-shanghai-1'],
  ])('is a token: %s', async (_, pointer, value) => {
    const known = await read({ CMK_API_TOKEN: pointer })
    expect(loadConfig(known, { cwd: '/' }).apiToken).toEqual({ kind: 'token', value })
  })

  it.each([
    ['an address and an option', 'dingtalk:kms-secret:cmk#hook#secret=kms-secret:cmk#sign&lang=zh'],
    ['a channel that names others', 'kms-secret:channel'],
    ['a channel with options behind it', 'kms-secret:channel#lang=zh'],
  ])('is %s', async (_, text) => {
    const [channel] = loadConfig(await read({ CMK_CHANNELS: text }), { cwd: '/' }).channels
    expect(channel).toMatchObject({ kind: 'dingtalk', language: 'zh', address: HOOK, options: { secret: FIELDS.sign } })
  })

  it('is asked for once, however many fields of it are used', async () => {
    const before = cloud.count({ action: 'GetSecretValue' })
    await read({ CMK_API_TOKEN: 'kms-secret:cmk#api', CMK_STATE_TOKEN: 'kms-secret:cmk#state' })
    expect(cloud.count({ action: 'GetSecretValue' })).toBe(before + 1)
  })

  it('is printed by nobody', async () => {
    const { results, messages } = redactor(await read({ CMK_STATE_TOKEN: 'kms-secret:cmk#state' }), '/')
    for (const hide of [results, messages]) expect(hide(`a ${FIELDS.state} b`)).toBe('a *** b')
  })

  it('is asked for nowhere where none is named, and not for who needs none', async () => {
    const before = cloud.calls.length
    await read({ CMK_API_TOKEN: TOKEN, CMK_CHANNELS: `dingtalk:${HOOK}` })
    expect(cloud.calls.length).toBe(before)
    const unread = { ...env, CMK_API_TOKEN: 'kms-secret:cmk#api', CMK_CHANNELS: 'dingtalk:kms-secret:cmk#hook' }
    expect(loadConfig(unread, { cwd: '/', without: 'secrets' })).toMatchObject({
      apiToken: { kind: 'none' },
      channels: [],
    })
  })
})

describe('one line says what is wrong with', () => {
  it.each([
    ['none', 'KMS has no secret none in cn-hangzhou (Forbidden.ResourceNotFound)'],
    [
      'gone',
      'secret gone in cn-hangzhou is scheduled for deletion (Rejected.ResourceInDeleteWindow); restore it, or name another',
    ],
    [
      'denied',
      'secret denied in cn-hangzhou may not be read (Forbidden.NoPermission); allow kms:GetSecretValue on acs:kms:cn-hangzhou:*:secret/denied, and kms:Decrypt on the key that encrypts it where it has one of your own',
    ],
    ['binary', 'secret binary in cn-hangzhou is binary; it takes one of text'],
    ['empty', 'secret empty in cn-hangzhou is empty'],
    ['cmk#nothing', 'secret cmk in cn-hangzhou has no field nothing'],
    ['cmk#constructor', 'secret cmk in cn-hangzhou has no field constructor'],
    ['cmk#port', 'secret cmk in cn-hangzhou has a field port that is no text'],
    ['cmk#none', 'secret cmk in cn-hangzhou is empty'],
    ['text#api', 'secret text in cn-hangzhou is no JSON object, so that it has no field api'],
    ['list#0', 'secret list in cn-hangzhou is no JSON object, so that it has no field 0'],
  ])('kms-secret:%s', async (name, problem) => {
    expect(await refusal({ CMK_CHANNELS: `terminal,slack:kms-secret:${name}` })).toBe(
      `ConfigError: CMK_CHANNELS, item 2: ${problem}`,
    )
  })

  it('every secret at once, and never with a value', async () => {
    const told = await refusal({ CMK_API_TOKEN: 'kms-secret:none', CMK_STATE_TOKEN: 'kms-secret:text#x' })
    expect(told.split('\n')).toHaveLength(2)
    expect(told).not.toContain('very-secret')
  })

  it('a secret without a region where there is no function', async () => {
    const options = { cwd: '/', log: silentLog, signal: new AbortController().signal }
    await expect(kmsSecretValues({ ...env, CMK_API_TOKEN: 'kms-secret:cmk' }, options)).rejects.toThrow(
      'CMK_API_TOKEN: its secret of KMS names no region; outside of a function it takes kms-secret:<region>/<name>',
    )
  })

  it.each(['kms-secret:', 'kms-secret:a b', 'kms-secret:a#', 'kms-secret:a#b#c'])('what is no name: %s', (text) => {
    expect(problemsOf({ CMK_API_TOKEN: text })).toEqual([
      'CMK_API_TOKEN: it takes kms-secret:[<region>/]<name>[#<field>]; it takes the secret, env:NAME, file:PATH or kms-secret:NAME',
    ])
  })

  it('other settings, before KMS is asked', async () => {
    const before = cloud.calls.length
    expect(await refusal({ CMK_API_TOKEN: 'kms-secret:cmk#api', CMK_RULES: 'none' })).toMatch(/^ConfigError: CMK_RULES/)
    expect(cloud.calls.length).toBe(before)
  })

  it('credentials, which no secret of KMS can be', () => {
    const pair = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIx', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'kms-secret:cmk' }
    expect(problemsOf(pair)).toEqual([
      'ALIBABA_CLOUD_ACCESS_KEY_SECRET: no secret of KMS is read for it; it takes the secret, env:NAME or file:PATH',
    ])
  })

  it('a KMS that does not answer, which may pass', async () => {
    const dead = {
      ...env,
      CMK_ENDPOINTS: JSON.stringify({ ...cloud.endpoints, kms: { 'cn-hangzhou': 'http://127.0.0.1:9' } }),
    }
    const told = await refusal({ ...dead, CMK_API_TOKEN: 'kms-secret:cmk#api' })
    expect(told).toMatch(/^CloudError: .*GetSecretValue.*cn-hangzhou/)
  })
})
