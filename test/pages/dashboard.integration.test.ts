import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../shared/store/store.ts'
import { visible } from '../../shared/text/escape.ts'
import { atFileEnd } from '../support/at-file-end.ts'
import { appOver, storeOf } from '../support/functions/query/asked.ts'
import { askPage, keysOf, linkTo } from '../support/pages/asked-page.ts'
import { sampleStore } from '../support/pages/served.ts'
import { blockedRow, HOSTILE, row } from '../support/rows.ts'

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', lt: '<', gt: '>', amp: '&', '#39': "'" }

let store: Store
beforeAll(async () => {
  store = await sampleStore(atFileEnd)
})

describe('the dashboard', () => {
  test('tells totals, progress, regions, what could not be read, and the worst keys first', async () => {
    const { status, headers, html } = await askPage(appOver(store), '/')
    expect(status).toBe(200)
    expect(headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(html).toMatch(/<b>12<\/b> <span class="verdict v-unknown">/)
    expect(html).toContain('<title id="trend-wide-title">Progress over time</title>')
    // The first night was on the 8th in UTC: for the reader a quarter past two of the next day.
    expect(html).toContain('<th scope="row">2026-11-09</th>')
    expect(html).not.toContain('<th scope="row">2026-11-08</th>')
    expect(html).toContain('Grant kms:ListKeys.')
    expect(html).toContain('60 of 60 keys · Page 1 of 2')
    expect(keysOf({ html })).toHaveLength(50)
    expect(html.indexOf('v-blocked', html.indexOf('class="keys"'))).toBeLessThan(
      html.indexOf('v-unknown', html.indexOf('class="keys"')),
    )
    expect(html).toContain('blocked-operation: An application uses what the page')
  })

  test('lets only its own style and script run', async () => {
    const { headers, html } = await askPage(appOver(store), '/')
    const policy = headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    const own = [...html.matchAll(/<(?:style|script)>(.*?)<\/(?:style|script)>/gs)].map(([, text = '']) => text)
    expect(own).toHaveLength(2)
    for (const text of own) expect(policy).toContain(`'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    expect(html).not.toMatch(/<[a-z][^>]*\s(style|on[a-z]+)=/)
  })

  test('goes from page to page by links that keep the view', async () => {
    const app = appOver(store)
    const first = await askPage(app, '/?sort=calls&lang=en')
    const next = linkTo(first.html, 'Next')
    expect(next).toBe('./?sort=calls&page=2&lang=en#keys')
    const second = await askPage(app, (next ?? '').slice(1))
    expect(new Set([...keysOf(first), ...keysOf(second)]).size).toBe(60)
    expect(linkTo(second.html, 'Previous')).toBe('./?sort=calls&lang=en#keys')
    expect(linkTo(second.html, 'Next')).toBeUndefined()
    expect(keysOf(await askPage(app, '/?sort=calls&page=99'))).toEqual(keysOf(second))
  })

  test.each([
    ['verdict=blocked', 9],
    ['verdict=blocked,unknown', 21],
    ['verdict=blocked&verdict=unknown', 21],
    ['region=cn-shanghai', 19],
    ['account=1234567890123456', 60],
    ['account=999', 0],
    ['q=alias/app-3', 11],
    ['q=APP-3+orders', 6],
    ['q=%E6%94%AF%E4%BB%98', 29],
    ['q=acs:kms:cn-hangzhou:1234567890123456:key/key-hzz000000000blocked1', 1],
    ['q=user/reader', 58],
    ['q=no-such-key', 0],
    ['owner=orders', 28],
    ['owner=ORDERS', 28],
    ['owner=%E6%94%AF%E4%BB%98&verdict=blocked', 4],
    ['owner=order', 0],
    ['owner=-', 2],
    ['owner=&q=orders', 28],
    ['q=&verdict=&region=&page=', 60],
  ])('finds with %s', async (query, keys) => {
    const { html } = await askPage(appOver(store), `/?${query}`)
    expect(html).toContain(`${keys} of 60 keys`)
    expect(keysOf({ html })).toHaveLength(Math.min(50, keys))
  })

  test.each([
    ['verdict=blocked,unknown', 'blocked,unknown', 'blocked, unknown'],
    ['region=eu-west-9', 'eu-west-9', 'eu-west-9'],
    ['account=999', '999', '999'],
  ])('shows and keeps a choice that stands in the address only: %s', async (query, value, name) => {
    const { html } = await askPage(appOver(store), `/?${query}`)
    expect(html).toContain(`<option value="${value}" selected>${name}</option>`)
    expect(html.match(/ selected>/g)).toHaveLength(1)
  })

  test('sorts by what a column says, and the other way round when asked again', async () => {
    const app = appOver(store)
    const calls = await askPage(app, '/?sort=calls&q=app-')
    expect(keysOf(calls)[0]).toBe('key-hzz00000000000many56')
    expect(calls.html).toMatch(/aria-sort="descending"><a href="[^"]*dir=asc[^"]*">Calls/)
    expect(keysOf(await askPage(app, '/?sort=calls&dir=asc&q=app-'))[0]).toBe('key-hzz00000000000many00')
    expect((await askPage(app, '/?sort=changed')).html).toMatch(/aria-sort="descending"><a[^>]*>Changed/)
  })

  test('sorts by owner, and puts keys without one last, either way', async () => {
    const owned = (keyId: string, value: string) => row({ keyId, tags: [{ key: 'Team', value }] })
    const app = appOver(await storeOf([row({ keyId: 'none' }), owned('b', 'orders'), owned('a', 'Billing')]))
    const up = await askPage(app, '/?sort=owner')
    expect(up.html).toMatch(/aria-sort="ascending"><a href="[^"]*dir=desc[^"]*">Owner/)
    expect(keysOf(up)).toEqual(['a', 'b', 'none'])
    expect(keysOf(await askPage(app, '/?sort=owner&dir=desc'))).toEqual(['b', 'a', 'none'])
  })

  test('proposes owners, keeps the one that was asked for, and leads on with it', async () => {
    const { html } = await askPage(appOver(store), '/?owner=%22%3E%3Cb%3E&lang=en')
    expect(html).toContain('name="owner" list="owners" value="&quot;&gt;&lt;b&gt;"')
    expect(html).toContain('<option value="-" label="no owner named"></option><option value="orders"></option>')
    expect(linkTo(html, '中文')).toBe('./?owner=%22%3E%3Cb%3E&lang=zh')
  })

  test.each(Object.entries(HOSTILE))(
    'finds the keys of an owner that is called %s, as it is shown',
    async (_, value) => {
      const app = appOver(await storeOf([row({ keyId: 'key-theirs', tags: [{ key: 'owner', value }] }), row()]))
      const { html } = await askPage(app, '/')
      const shown = /label="no owner named"><\/option><option value="([^"]*)">/.exec(html)?.[1] ?? ''
      const typed = shown.replace(/&(quot|lt|gt|amp|#39);/g, (_all, name: string) => ENTITIES[name] ?? '')
      expect(typed).toBe(visible(value.trim()))
      expect(keysOf(await askPage(app, `/?owner=${encodeURIComponent(typed)}`))).toEqual(['key-theirs'])
    },
  )

  test.each([
    'verdict=green',
    'sort=name',
    `owner=${'x'.repeat(500)}`,
    'dir=up',
    'page=0',
    'page=x',
    'lang=fr',
    `q=${'x'.repeat(500)}`,
  ])('says what it takes instead of %.20s', async (query) => {
    const { status, headers, html } = await askPage(appOver(store), `/?${query}`)
    expect(status).toBe(400)
    expect(headers.get('Content-Type')).toContain('text/html')
    expect(html).toMatch(/The parameter \w+ takes /)
    expect(linkTo(html, '← All keys')).toBe('./')
  })

  test('speaks the language that the address names, or else the browser', async () => {
    const app = appOver(store)
    const language = async (path: string, accept: string) =>
      /<html lang="([^"]*)"/.exec((await askPage(app, path, { headers: { 'Accept-Language': accept } })).html)?.[1]
    expect(await language('/', '')).toBe('en')
    expect(await language('/', 'zh-CN,zh;q=0.9,en;q=0.8')).toBe('zh-CN')
    expect(await language('/', 'de,en;q=0.5,zh;q=0.4')).toBe('en')
    expect(await language('/?lang=en', 'zh-CN')).toBe('en')
    const { html } = await askPage(app, '/?lang=zh&verdict=blocked')
    expect(html).toMatch(/CMK 迁移就绪情况[\s\S]*进展趋势[\s\S]*不可迁移（blocked）/)
    expect(linkTo(html, 'English')).toBe('./?verdict=blocked&lang=en')
    expect(html).toContain('blocked1?verdict=blocked&amp;lang=zh">')
  })

  test('shows a row that was not checked lately as unknown, today and not in the past', async () => {
    const old = row({ keyId: 'key-old', checkedAt: '2026-11-01T00:00:00Z' })
    const { html } = await askPage(appOver(await storeOf([old, blockedRow()])), '/?verdict=unknown')
    expect(keysOf({ html })).toEqual(['key-old'])
    expect(html).toContain('stale, was ready')
  })

  test('says so where there are no keys', async () => {
    const { status, html } = await askPage(appOver(await storeOf()), '/')
    expect(status).toBe(200)
    expect(html).toContain('The table holds no keys yet.')
    expect(html).toContain('Nothing has been audited yet')
  })
})
