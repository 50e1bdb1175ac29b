import { describe, expect, test } from 'vitest'
import { StoreBusyError } from '../../shared/store/errors.ts'
import { appOver, storeOf, TOKEN } from '../support/functions/query/asked.ts'
import { askPage } from '../support/pages/asked-page.ts'
import { BASIC } from '../support/pages/served.ts'
import { blockedRow } from '../support/rows.ts'

const KEY = '/keys/1234567890123456/cn-hangzhou/key-hzz000000000blocked1'
const PAGES = ['/', '/?verdict=nonsense', KEY, `${KEY}x`, '/keys/1234/cn-hangzhou', `/?x=${'x'.repeat(9_000)}`]
const basic = (text: string) => `Basic ${btoa(text)}`

describe('pages', () => {
  test.each([
    ['nothing', ''],
    ['another token', basic('user:another-token-of-the-length')],
    ['the token as the user', basic(`${TOKEN}:`)],
    ['the beginning of the token', basic(`user:${TOKEN.slice(0, -1)}`)],
    ['more than the token', basic(`user:${TOKEN}x`)],
    ['text that is no base64', `Basic user:${TOKEN}`],
    ['a bearer of another token', 'Bearer another-token-of-the-length'],
    ['the word trigger', basic('user:trigger')],
  ])('ask a browser for the token where it sends %s, alike on every path', async (_, Authorization) => {
    let opened = 0
    const store = await storeOf([blockedRow()])
    const app = appOver(store, {
      store: async () => {
        opened += 1
        return store
      },
    })
    const told = new Set<string>()
    for (const path of PAGES) {
      for (const method of ['GET', 'DELETE']) {
        const { status, headers, html } = await askPage(app, path, { method, headers: { Authorization } })
        expect(status).toBe(401)
        expect(headers.get('WWW-Authenticate')).toMatch(/^Basic realm="/)
        told.add(html)
      }
    }
    expect([told.size, opened]).toEqual([1, 0])
    expect([...told][0]).not.toContain('key-hzz')
  })

  test.each([BASIC, basic(`:${TOKEN}`), `Bearer ${TOKEN}`])('let in %.12s…', async (Authorization) => {
    const app = appOver(await storeOf([blockedRow()]))
    for (const path of ['/', KEY]) expect((await askPage(app, path, { headers: { Authorization } })).status).toBe(200)
  })

  test('are refused where no token is set, and shown where the trigger has let in', async () => {
    const store = await storeOf([blockedRow()])
    const none = await askPage(appOver(store, { env: {}, behindTrigger: true }), '/')
    expect(none.status).toBe(403)
    expect(none.html).toContain('CMK_API_TOKEN is not set')
    const trigger = appOver(store, { env: { CMK_API_TOKEN: 'trigger' }, behindTrigger: true })
    expect((await askPage(trigger, '/', { headers: { Authorization: '' } })).status).toBe(200)
  })

  test('are kept by nobody, framed by nobody, and only read', async () => {
    const app = appOver(await storeOf([blockedRow()]))
    for (const path of PAGES) {
      const { headers } = await askPage(app, path)
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      })
    }
    const posted = await askPage(app, '/', { method: 'POST' })
    expect([posted.status, posted.headers.get('Allow')]).toEqual([405, 'GET, HEAD'])
    const head = await askPage(app, '/', { method: 'HEAD' })
    expect([head.status, head.html]).toEqual([200, ''])
  })

  test('read no address that is too long, once it is settled who asks', async () => {
    const app = appOver(await storeOf([blockedRow()]))
    for (const path of ['/', KEY]) {
      const { status, headers, html } = await askPage(app, `${path}?x=${'x'.repeat(9_000)}`)
      expect([status, headers.get('Content-Type')]).toEqual([414, 'text/html; charset=utf-8'])
      expect(html).toContain('up to 8192 characters')
    }
  })

  test('say that the store is busy, and nothing of where it is', async () => {
    const store = async () => {
      throw new StoreBusyError('The store /srv/secret-path.db is busy.', '/srv/secret-path.db')
    }
    const { status, headers, html } = await askPage(appOver(await storeOf(), { store }), '/')
    expect([status, headers.get('Retry-After')]).toEqual([503, '10'])
    expect(html).toContain('The readiness table is busy')
    expect(html).not.toContain('secret-path')
  })
})
