import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readConfigText } from '../../functions/entry/config-text.ts'
import { handler as query } from '../../functions/query/index.ts'
import { handler as usage } from '../../functions/usage/index.ts'
import { ownCredentials } from '../../shared/cloud/own-credentials.ts'
import { loadConfig } from '../../shared/config/config.ts'
import { MAX_CONFIG_BYTES } from '../../shared/config/config-file.ts'
import { silentLog } from '../../shared/log/log.ts'
import { openStore } from '../../shared/store/open-store.ts'
import { writeStoredConfig } from '../../shared/store/stored-config.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { type Bucket, bucket } from '../../simulator/cloud/oss/buckets.ts'
import { accessKey } from '../../simulator/cloud/policy/statements.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { tablestore } from '../../simulator/cloud/tablestore/instance.ts'
import { account, region, world } from '../../simulator/cloud/world.ts'
import { atFileEnd } from '../support/at-file-end.ts'
import { QUICK } from '../support/cloud/open.ts'
import { statementsOf } from '../support/deploy/two-accounts.ts'

const STORE = 'tablestore:https://cmk-audit.cn-hangzhou.ots.aliyuncs.com'
const FILE = 'oss://cmk-config/cmk.yaml'
const FIRST = 'first-token-of-the-file'
const OTHER = 'other-token-of-the-file'

let cloud: SimulatedCloud
let here: Bucket
const printed: string[] = []
beforeAll(async () => {
  const objects = [
    { key: 'cmk.yaml', body: Buffer.from('') },
    { key: 'large.yaml', body: Buffer.alloc(MAX_CONFIG_BYTES + 1, '#') },
    { key: 'latin.yaml', body: Buffer.from([0xe9, 0x0a]) },
    { key: 'archived.yaml', body: Buffer.from(''), storageClass: 'Archive' as const },
    { key: 'private.yaml', body: Buffer.from('rules: 2024-11') },
  ]
  const readable = objects.filter(({ key }) => key !== 'private.yaml').map(({ key }) => `acs:oss:*:*:cmk-config/${key}`)
  const key = accessKey('reader', [
    ...statementsOf('auditor'),
    { Effect: 'Allow', Action: ['oss:GetObject'], Resource: [...readable, 'acs:oss:*:*:cmk-config/none.yaml'] },
  ])
  here = bucket('cmk-config', { objects })
  const own = account({
    accessKeys: [key],
    regions: {
      'cn-hangzhou': region({ buckets: [here] }),
      'cn-shanghai': region({ buckets: [bucket('cmk-elsewhere')] }),
    },
    tablestore: [tablestore({ name: 'cmk-audit' })],
  })
  cloud = await startCloud(world({ accounts: [own] }), { quotas: NO_QUOTAS })
  atFileEnd(() => cloud.close())
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})
beforeEach(() => {
  for (const [name, value] of Object.entries(variables())) vi.stubEnv(name, value)
  printed.length = 0
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
})

const variables = (): Record<string, string> => ({
  ...cloud.environment(),
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIreader',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret-of-reader',
  CMK_STORE: STORE,
  CMK_CONFIG: FILE,
})
const CONTEXT = { requestId: 'r', region: 'cn-hangzhou', function: { name: 'f', timeout: 30 } }
const put = (text: string) => {
  const object = here.objects.find(({ key }) => key === 'cmk.yaml')
  if (object) object.body = Buffer.from(text)
}

/** Whether the query function lets in who has this token. */
async function isLetIn(token: string) {
  const event = {
    version: 'v1',
    rawPath: '/api/summary',
    headers: { Authorization: `Bearer ${token}` },
    requestContext: { http: { method: 'GET' } },
  }
  const status = (await query(JSON.stringify(event), CONTEXT))?.statusCode
  // There may be no tables yet.
  expect([200, 401, 503]).toContain(status)
  return status !== 401
}

async function inStore(text: string, name = 'default'): Promise<void> {
  const env = variables()
  const { store: address } = loadConfig({ ...env, CMK_CONFIG: '' }, { cwd: '/' })
  const store = await openStore(address, { mode: 'write', credentials: ownCredentials(env) })
  await writeStoredConfig(store, name, text)
  await store.close()
}

describe('a configuration in OSS', () => {
  it('is read once an invocation, in the region of the function, and what was changed holds from the next one on', async () => {
    const before = cloud.count({ action: 'GetObject' })
    put(`api_token: ${FIRST}\n`)
    expect([await isLetIn(FIRST), await isLetIn(OTHER)]).toEqual([true, false])
    put(`api_token: ${OTHER}\n`)
    expect([await isLetIn(FIRST), await isLetIn(OTHER)]).toEqual([false, true])
    expect(cloud.count({ action: 'GetObject' }) - before).toBe(4)
    expect(printed.join('')).not.toMatch(/-token-of-the-file/)
  })

  it('that is bad fails the invocation with one line, and no secret of it stands in the log', async () => {
    put(`api_token: ${FIRST}\nversion: 2\n`)
    expect(await usage('{}', CONTEXT)).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/^CMK_CONFIG is "oss:\/\/cmk-config\/cmk\.yaml": its format is version 2 /),
    })
    put(`api_token: ${FIRST}\nrules: ${FIRST}\n`)
    expect(await usage('{}', CONTEXT)).toMatchObject({ status: 'failed' })
    expect(printed.join('')).toContain('CMK_RULES (oss://cmk-config/cmk.yaml, line 2)')
    expect(printed.join('')).not.toContain(FIRST)
  })

  it.each([
    ['oss://cmk-config/none.yaml', 'its bucket in cn-hangzhou has no such object (NoSuchKey)'],
    ['oss://cmk-nowhere/cmk.yaml', 'OSS has no such bucket (NoSuchBucket)'],
    [
      'oss://cmk-elsewhere/cmk.yaml',
      'its bucket is not in cn-hangzhou (PermanentRedirect); it takes oss:<region>/<bucket>/<key>',
    ],
    [
      'oss://cmk-config/private.yaml',
      'it may not be read (AccessDenied); allow oss:GetObject on acs:oss:*:*:cmk-config/private.yaml, in the account of the bucket',
    ],
    ['oss://cmk-config/large.yaml', 'it has more than 256 KB, which is the most that is read'],
    ['oss://cmk-config/latin.yaml', 'it is not text in UTF-8'],
    ['oss://cmk-config/archived.yaml', 'it cannot be read (InvalidObjectState)'],
  ])('%s that cannot be read is no empty one: %s', async (name, problem) => {
    vi.stubEnv('CMK_CONFIG', name)
    expect(await usage('{}', CONTEXT)).toEqual({ status: 'failed', error: `CMK_CONFIG is "${name}": ${problem}` })
  })
})

describe('a configuration in the tables', () => {
  it('is that of its name, and holds from the next invocation on', async () => {
    await inStore(`api_token: ${FIRST}\n`)
    await inStore(`api_token: ${OTHER}\n`, 'eu')
    vi.stubEnv('CMK_CONFIG', 'tablestore:')
    expect([await isLetIn(FIRST), await isLetIn(OTHER)]).toEqual([true, false])
    vi.stubEnv('CMK_CONFIG', 'tablestore:eu')
    expect([await isLetIn(FIRST), await isLetIn(OTHER)]).toEqual([false, true])
    await inStore(`api_token: ${FIRST}\n`, 'eu')
    expect([await isLetIn(FIRST), await isLetIn(OTHER)]).toEqual([true, false])
  })

  it.each([
    ['tablestore:none', 'the store has no such row; write it with: config put <file>'],
    ['sqlite:', 'CMK_STORE is in Tablestore; it takes tablestore:default'],
  ])('%s is no empty one: %s', async (name, problem) => {
    vi.stubEnv('CMK_CONFIG', name)
    expect(await usage('{}', CONTEXT)).toEqual({ status: 'failed', error: `CMK_CONFIG is "${name}": ${problem}` })
  })
})

describe('who reads it', () => {
  const read = (env: Record<string, string>, region?: string) =>
    readConfigText(env, {
      ...{ cwd: '/', log: silentLog, signal: new AbortController().signal, region, timing: QUICK },
      openStore: () => Promise.reject(new Error('no store is asked')),
    })

  it('says outside of a function that a region is missing, and reads with one', async () => {
    put('rules: 2024-11')
    await expect(read(variables())).rejects.toThrow(
      `CMK_CONFIG is "${FILE}": it names no region; outside of a function it takes oss:<region>/cmk-config/cmk.yaml`,
    )
    const CMK_CONFIG = 'oss:cn-hangzhou/cmk-config/cmk.yaml'
    expect(await read({ ...variables(), CMK_CONFIG })).toEqual({ [CMK_CONFIG]: 'rules: 2024-11' })
  })

  it('asks nobody for a file', async () => {
    const before = cloud.calls.length
    expect(await read({ ...variables(), CMK_CONFIG: 'cmk.yaml' }, 'cn-hangzhou')).toEqual({})
    expect(await read({ ...variables(), CMK_CONFIG: '' }, 'cn-hangzhou')).toEqual({})
    expect(cloud.calls.length).toBe(before)
  })

  it('fails with what may pass where OSS does not answer, so that the platform tries again', async () => {
    const there = await startCloud(cloud.world, {
      quotas: NO_QUOTAS,
      faults: [{ where: { action: 'GetObject' }, effect: { kind: 'error', status: 503, code: 'InternalError' } }],
    })
    try {
      const env = { ...variables(), ...there.environment(), CMK_CONFIG: FILE }
      await expect(read(env, 'cn-hangzhou')).rejects.toMatchObject({ name: 'CloudError', service: 'oss' })
    } finally {
      await there.close()
    }
  })
})
