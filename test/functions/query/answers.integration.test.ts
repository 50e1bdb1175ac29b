import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { StoreBusyError } from '../../../shared/store/errors.ts'
import { openStore } from '../../../shared/store/open-store.ts'
import { type Answer, appOver, ask, errorOf, storeOf, TOKEN } from '../../support/functions/query/asked.ts'
import { blockedRow } from '../../support/rows.ts'

const KEY = '/api/readiness/1234567890123456/cn-hangzhou/key-hzz000000000blocked1'
const READ = ['/api/readiness', '/api/summary', KEY]
const DESCRIPTION = '/api/openapi.json'

function expectSecured({ headers }: Answer): void {
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'content-type': 'application/json; charset=utf-8',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
}

describe('every answer', () => {
  test('is JSON that nobody keeps, frames or takes for something else', async () => {
    const app = appOver(await storeOf([blockedRow()]))
    for (const path of [...READ, DESCRIPTION, '/api', '/api/readiness?x=1', `${KEY}x`])
      expectSecured(await ask(app, path))
    expectSecured(await ask(app, '/api/readiness', { method: 'PUT' }))
    expectSecured(await ask(app, '/api/readiness', { headers: { Authorization: '' } }))
    expectSecured(await ask(appOver(await storeOf(), { env: {} }), '/api'))
  })

  test('to HEAD is that to GET without a body', async () => {
    const app = appOver(await storeOf([blockedRow()]))
    for (const path of [...READ, DESCRIPTION, '/api', `${KEY}x`, '/api/readiness?x=1']) {
      const [head, get] = [await ask(app, path, { method: 'HEAD' }), await ask(app, path)]
      expect(head.text).toBe('')
      expect([head.status, [...head.headers]]).toEqual([get.status, [...get.headers]])
    }
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('to %s says what the path takes', async (method) => {
    const app = appOver(await storeOf([blockedRow()]))
    for (const path of [...READ, DESCRIPTION, '/api/readiness.csv', '/api/readiness.jsonl']) {
      const answer = await ask(app, path, { method })
      expect(errorOf(answer)).toMatchObject({ status: 405, code: 'method-not-allowed' })
      expect(answer.headers.get('Allow')).toBe('GET, HEAD')
    }
    expect((await ask(app, '/nowhere', { method })).status).toBe(404)
  })

  test.each(['/api', '/api/', '/api/readiness/', '/api/summary/', '/api/summary/x', '//api/summary', '/API/summary'])(
    'at %s is that there is nothing',
    async (path) => {
      const error = errorOf(await ask(appOver(await storeOf()), path))
      expect(error).toMatchObject({
        status: 404,
        code: 'not-found',
        message: expect.stringContaining('/api/readiness'),
      })
    },
  )

  test('to an address that is too long is 414', async () => {
    const error = errorOf(await ask(appOver(await storeOf()), `/api/readiness?key=${'k,'.repeat(5_000)}`))
    expect(error).toEqual({ status: 414, code: 'uri-too-long', message: expect.stringContaining('8192') })
  })
})

describe('a store that fails', () => {
  test.each(READ)('by not being there yet makes %s say that no audit has run', async (path) => {
    const directory = await mkdtemp(join(tmpdir(), 'query-'))
    onTestFinished(() => rm(directory, { recursive: true }))
    const store = () => openStore({ kind: 'sqlite', file: join(directory, 'none.db') }, { mode: 'read' })
    const app = appOver(await storeOf(), { store })
    const answer = await ask(app, path)
    expect(errorOf(answer)).toEqual({
      status: 503,
      code: 'no-audit-yet',
      message: 'There is no readiness table yet: no audit has run. Run the audit, then try again.',
    })
    expectSecured(answer)
    expect(app.logged).toHaveLength(1)
  })

  test.each(READ)('by being busy makes %s say when to ask again', async (path) => {
    const store = async () => {
      throw new StoreBusyError('The store /srv/secret-path.db is busy.', '/srv/secret-path.db')
    }
    const answer = await ask(appOver(await storeOf(), { store }), path)
    expect(errorOf(answer)).toMatchObject({ status: 503, code: 'store-busy' })
    expect(answer.headers.get('Retry-After')).toBe('10')
    expect(answer.text).not.toContain('secret-path')
  })

  test.each(READ)('otherwise makes %s say nothing of it, and the log everything but the token', async (path) => {
    const store = await storeOf([blockedRow()])
    await store.close()
    const app = appOver(store)
    const answer = await ask(app, path)
    expect(errorOf(answer)).toMatchObject({ status: 500, code: 'internal' })
    expect(answer.text).not.toMatch(/sqlite|\.db|CLIENT_CLOSED|StoreError/i)
    expect(app.logged.join()).toMatch(/StoreError: The store .* is closed/)
    expect(app.logged.join()).not.toContain(TOKEN)
  })
})
