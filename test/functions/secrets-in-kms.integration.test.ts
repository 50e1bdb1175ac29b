import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { handler as digest } from '../../functions/digest/index.ts'
import { handler as query } from '../../functions/query/index.ts'
import { KeptSecrets } from '../../functions/query/kept-secrets.ts'
import { handler as usage } from '../../functions/usage/index.ts'
import { MINUTE, SECOND } from '../../shared/domain/time.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { tablestore } from '../../simulator/cloud/tablestore/instance.ts'
import { account, region, type Secret, secret, world } from '../../simulator/cloud/world.ts'
import { atFileEnd } from '../support/at-file-end.ts'

const FIRST = 'first-token-in-kms'
const SECOND_TOKEN = 'second-token-in-kms'

let cloud: SimulatedCloud
let token: Secret
const printed: string[] = []
beforeAll(async () => {
  token = secret({ name: 'cmk', data: JSON.stringify({ api: FIRST }) })
  const own = account({
    regions: { 'cn-hangzhou': region({ secrets: [token] }) },
    tablestore: [tablestore({ name: 'cmk-audit' })],
  })
  for (const key of own.accessKeys) key.user = 'root'
  cloud = await startCloud(world({ accounts: [own] }), { quotas: NO_QUOTAS })
  atFileEnd(() => cloud.close())
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})
beforeEach(() => {
  for (const [name, value] of Object.entries(cloud.environment())) vi.stubEnv(name, value)
  vi.stubEnv('CMK_STORE', 'tablestore:https://cmk-audit.cn-hangzhou.ots.aliyuncs.com')
  printed.length = 0
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
})

const CONTEXT = { requestId: 'r', region: 'cn-hangzhou', function: { name: 'f', timeout: 30 } }
const secretCalls = () => cloud.count({ action: 'GetSecretValue' })

describe('the query function', () => {
  const statusFor = async (given: string) => {
    const event = {
      version: 'v1',
      rawPath: '/api/summary',
      headers: { Authorization: `Bearer ${given}` },
      requestContext: { http: { method: 'GET' } },
    }
    return (await query(JSON.stringify(event), CONTEXT))?.statusCode
  }
  /** There is no table yet: who is let in is told so. */
  const LET_IN = 503

  it('keeps its token, and takes one that was rotated when the old one no longer does', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      vi.stubEnv('CMK_API_TOKEN', 'kms-secret:cmk#api')
      expect([await statusFor(FIRST), await statusFor(FIRST)]).toEqual([LET_IN, LET_IN])
      expect(secretCalls()).toBe(1)
      for (const version of token.versions) version.data = JSON.stringify({ api: SECOND_TOKEN })
      // Who guesses makes KMS be asked no oftener than every ten seconds.
      expect([await statusFor('guessed-token-0001'), await statusFor(SECOND_TOKEN)]).toEqual([401, 401])
      expect(secretCalls()).toBe(1)
      vi.setSystemTime(Date.now() + 11 * SECOND)
      expect([await statusFor(SECOND_TOKEN), await statusFor(FIRST)]).toEqual([LET_IN, 401])
      expect(secretCalls()).toBe(2)
      expect(printed.join('')).not.toMatch(/(first|second)-token/)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('what the query function keeps', () => {
  it('is read again after five minutes', async () => {
    const kept = new KeptSecrets()
    let reads = 0
    const read = async () => ({ 'kms-secret:a': `value ${++reads}` })
    expect(await kept.values(read, 0)).toEqual({ 'kms-secret:a': 'value 1' })
    expect(await kept.values(read, 5 * MINUTE - 1)).toEqual({ 'kms-secret:a': 'value 1' })
    expect(await kept.values(read, 5 * MINUTE)).toEqual({ 'kms-secret:a': 'value 2' })
  })

  it('is not kept any longer because KMS fails', async () => {
    const kept = new KeptSecrets()
    const failing = () => Promise.reject(new Error('no answer'))
    await kept.values(async () => ({ 'kms-secret:a': 'value' }), 0)
    await expect(kept.rotated(failing, 4 * MINUTE)).rejects.toThrow('no answer')
    expect(await kept.rotated(failing, 4 * MINUTE + SECOND)).toBeUndefined()
    await expect(kept.values(failing, 5 * MINUTE)).rejects.toThrow('no answer')
  })

  it('is nothing new where nothing has changed or nothing is in KMS', async () => {
    const kept = new KeptSecrets()
    const same = async () => ({ 'kms-secret:a': 'value' })
    await kept.values(same, 0)
    expect(await kept.rotated(same, MINUTE)).toBeUndefined()
    const none = new KeptSecrets()
    await none.values(async () => ({}), 0)
    expect(await none.rotated(same, MINUTE)).toBeUndefined()
  })
})

describe('the other functions', () => {
  it('the digest reads its channels in every invocation, and says which secret it lacks', async () => {
    vi.stubEnv('CMK_CHANNELS', 'slack:kms-secret:none')
    const before = secretCalls()
    const problem = 'CMK_CHANNELS, item 1: KMS has no secret none in cn-hangzhou (Forbidden.ResourceNotFound)'
    expect(await digest('{}', CONTEXT)).toEqual({ status: 'failed', error: problem })
    expect(secretCalls()).toBe(before + 1)
  })

  it('those of the auditor ask for none, whatever is configured', async () => {
    vi.stubEnv('CMK_CHANNELS', 'slack:kms-secret:none')
    vi.stubEnv('CMK_API_TOKEN', 'kms-secret:none')
    vi.stubEnv('CMK_STORE', 'sqlite:/nonexistent/x.db')
    const before = secretCalls()
    expect(await usage('{}', CONTEXT)).toMatchObject({ status: 'failed', error: expect.stringMatching(/^CMK_STORE/) })
    expect(secretCalls()).toBe(before)
  })
})
