import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../../shared/config/config-error.ts'
import { appOver, ask, storeOf, TOKEN, watch } from '../../support/functions/query/asked.ts'
import { blockedRow } from '../../support/rows.ts'

const KEY = '/api/readiness/1234567890123456/cn-hangzhou/key-hzz000000000blocked1'
/** Paths that exist and paths that do not, good requests and bad ones. */
const PATHS = [
  '/api/readiness',
  '/api/readiness?verdict=nonsense',
  '/api/readiness.csv',
  '/api/readiness.jsonl',
  '/api/summary',
  '/api/openapi.json',
  KEY,
  `${KEY}x`,
  '/api/nothing',
  `/${'x'.repeat(10_000)}`,
]

describe('without a token in the configuration', () => {
  test.each(PATHS)('%.40s is refused, saying what to set and nothing else', async (path) => {
    const { watched, lists, gets } = watch(await storeOf([blockedRow()]))
    for (const authorization of ['', `Bearer ${TOKEN}`, 'Bearer ', 'Bearer trigger', 'Bearer undefined']) {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const app = appOver(watched, { env: {}, behindTrigger: true })
        const answer = await ask(app, path, { method, headers: { Authorization: authorization } })
        expect(answer.status).toBe(403)
        expect(answer.json).toEqual({
          error: { code: 'api-token-not-set', message: expect.stringMatching(/CMK_API_TOKEN is not set/) },
        })
      }
    }
    expect([lists, gets]).toEqual([[], []])
  })
})

describe('with a token', () => {
  const wrong: readonly [string, Record<string, string>][] = [
    ['nothing', { Authorization: '' }],
    ['another token', { Authorization: 'Bearer another-token-of-the-length' }],
    ['the beginning of the token', { Authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['more than the token', { Authorization: `Bearer ${TOKEN}x` }],
    ['the token in other case', { Authorization: `Bearer ${TOKEN.toUpperCase()}` }],
    ['the token twice', { Authorization: `Bearer ${TOKEN}, Bearer ${TOKEN}` }],
    ['the token after another', { Authorization: `Bearer x ${TOKEN}` }],
    ['another scheme', { Authorization: `Digest ${TOKEN}` }],
    ['another password', { Authorization: `Basic ${btoa('admin:another-token-of-the-length')}` }],
    ['the token as the user name', { Authorization: `Basic ${btoa(`${TOKEN}:`)}` }],
    ['the token as both', { Authorization: `Basic ${btoa(`${TOKEN}:${TOKEN}:`)}` }],
    ['the token without a user', { Authorization: `Basic ${btoa(TOKEN)}` }],
    ['the token as Basic, not encoded', { Authorization: `Basic :${TOKEN}` }],
    ['a password that is no base64', { Authorization: 'Basic ****' }],
    ['no password', { Authorization: 'Basic ' }],
    ['the token without a scheme', { Authorization: TOKEN }],
    ['the token elsewhere', { Authorization: '', Cookie: `token=${TOKEN}`, 'X-Api-Key': TOKEN }],
    ['the word trigger', { Authorization: 'Bearer trigger' }],
  ]

  test.each(wrong)('%s is refused alike on every path, and nothing is read', async (_, headers) => {
    const { watched, lists, gets } = watch(await storeOf([blockedRow()]))
    const app = appOver(watched, { behindTrigger: true })
    const told = new Set<string>()
    for (const path of [...PATHS, `/api/summary?token=${TOKEN}`]) {
      for (const method of ['GET', 'DELETE']) {
        const answer = await ask(app, path, { method, headers })
        told.add(JSON.stringify([answer.status, answer.text, [...answer.headers]]))
        expect(answer.status).toBe(401)
        expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer')
      }
    }
    expect(told.size).toBe(1)
    expect([lists, gets, app.logged]).toEqual([[], [], []])
  })

  test('the store is not even opened for who has none', async () => {
    let opened = 0
    const store = await storeOf([blockedRow()])
    const open = async () => {
      opened += 1
      return store
    }
    const app = appOver(store, { store: open })
    await ask(app, KEY, { headers: { Authorization: 'Bearer no' } })
    expect(opened).toBe(0)
    await ask(app, KEY)
    expect(opened).toBe(1)
  })

  test.each([
    `Bearer ${TOKEN}`,
    `bearer ${TOKEN}`,
    `BEARER   ${TOKEN}`,
    `Basic ${btoa(`:${TOKEN}`)}`,
    `basic ${btoa(`anybody:${TOKEN}`)}`,
  ])('%s is let in', async (authorization) => {
    const app = appOver(await storeOf([blockedRow()]))
    expect((await ask(app, KEY, { headers: { Authorization: authorization } })).status).toBe(200)
  })

  test('the token of before is refused as any other once there is a new one', async () => {
    const store = await storeOf([blockedRow()])
    const app = appOver(store, { env: { CMK_API_TOKEN: 'another-token-of-the-length' } })
    const [before, never] = [await ask(app, KEY), await ask(app, KEY, { headers: { Authorization: 'Bearer x' } })]
    expect([before.status, before.text]).toEqual([401, never.text])
  })

  test('a browser that opens an address is made to ask for it, a program is not', async () => {
    const app = appOver(await storeOf([blockedRow()]))
    const challenge = async (accept: string) => {
      const { status, headers } = await ask(app, KEY, { headers: { Authorization: '', Accept: accept } })
      expect(status).toBe(401)
      return headers.get('WWW-Authenticate')
    }
    const page = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
    expect(await challenge(page)).toBe('Basic realm="cmk-readiness", charset="UTF-8"')
    for (const accept of ['*/*', 'application/json', '']) expect(await challenge(accept)).toBe('Bearer')
  })
})

describe('with the value trigger', () => {
  const env = { CMK_API_TOKEN: 'trigger' }

  test('whom the trigger let in is let in', async () => {
    const app = appOver(await storeOf([blockedRow()]), { env, behindTrigger: true })
    for (const authorization of ['', 'acs LTAI:signature']) {
      const { status } = await ask(app, KEY, { headers: { Authorization: authorization } })
      expect(status).toBe(200)
    }
  })

  test('an app that stands behind no trigger is not made', async () => {
    const store = await storeOf()
    expect(() => appOver(store, { env })).toThrow(ConfigError)
    expect(() => appOver(store, { env })).toThrow(/^CMK_API_TOKEN is "trigger".*takes a token/)
  })
})
