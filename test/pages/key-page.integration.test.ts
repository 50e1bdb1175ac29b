import { describe, expect, test } from 'vitest'
import { rulePack } from '../../shared/domain/rules/rule-packs.ts'
import { appOver, storeOf } from '../support/functions/query/asked.ts'
import { askPage, linkTo } from '../support/pages/asked-page.ts'
import { sampleStore } from '../support/pages/served.ts'
import { finding, hostileRow, row, unknownRow } from '../support/rows.ts'

const PATH = '/keys/1234567890123456/cn-hangzhou'
const BLOCKED = `${PATH}/key-hzz000000000blocked1`
/** Everything that moves a cursor, hides, or turns text around. A line break is the page's own. */
const ACTING = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

describe('the page of a key', () => {
  test('tells facts, every rule, evidence, callers, use by hour, coverage and history', async () => {
    const { status, html } = await askPage(appOver(await sampleStore()), BLOCKED)
    expect(status).toBe(200)
    expect(html).toContain('<h1>alias/pay</h1>')
    const judged = Object.entries(rulePack('2023-09').rules).filter(([, rule]) => rule)
    for (const [id] of judged) expect(html).toContain(`<code>${id}</code>`)
    for (const part of [
      'EVENT-1',
      'the last at 2026-11-21 16:15.',
      'role/app-pay',
      'and 2 more',
      'The busiest hour is 16:00: 40',
      'Aliyun_AES_256',
      'read completely',
      'first seen',
      'EVENT-9',
      'acs:kms:cn-hangzhou:1234567890123456:key/key-hzz000000000blocked1',
    ])
      expect(html).toContain(part)
    expect(linkTo(html, '← All keys')).toBe('../../../')
  })

  test('tells when the key was made on the clocks of the reader, and names facts in Chinese to Chinese readers', async () => {
    const made = unknownRow({ facts: { ...unknownRow().facts, createdAt: '2021-03-04T05:06:07Z' } })
    const app = appOver(await storeOf([made]))
    const time = '2021-03-04 13:06'
    expect((await askPage(app, `${PATH}/${made.keyId}`)).html).toContain(`<dt>createdAt</dt><dd>${time}</dd>`)
    const { html } = await askPage(app, `${PATH}/${made.keyId}?lang=zh`)
    expect(html).toContain(`<dt>创建时间</dt><dd>${time}</dd>`)
    const labels = [...html.matchAll(/<dt>(.*?)<\/dt>/g)].map(([, label = '']) => label)
    expect(labels.length).toBeGreaterThan(10)
    expect(labels.filter((label) => !/\p{Script=Han}/u.test(label))).toEqual(['ARN'])
  })

  test('draws the gaps of the coverage', async () => {
    const { html } = await askPage(appOver(await storeOf([unknownRow()])), `${PATH}/key-hzz000000000unknown1`)
    expect(html).toMatch(/<rect class="gap" x="[\d.]+"/)
    expect(html).toContain('not read completely')
  })

  test('says of a stale key since when it is unknown, and since when it was what it was', async () => {
    const old = row({ checkedAt: '2026-11-01T00:00:00Z', changedAt: '2026-10-01T00:00:00Z' })
    const { html } = await askPage(appOver(await storeOf([old])), `${PATH}/${old.keyId}`)
    expect(html).toContain('Verdict since 2026-11-03 08:00')
    expect(html).toContain('Was ready since 2026-10-01 08:00')
  })

  test('tells apart rules that did not fire and rules that could not be judged, and why', async () => {
    const app = appOver(await storeOf([unknownRow()]))
    const { html } = await askPage(app, `${PATH}/${unknownRow().keyId}`)
    const outcome = (id: string) => html.match(new RegExp(`<code>${id}</code></th><td>.*?</td><td>(.*?)</td>`))?.[1]
    expect(outcome('external-material')).toBe('<span class="quiet">did not fire</span>')
    expect(outcome('multiple-versions')).toBe(
      '<b>could not be judged</b><div class="about">versions was not read (ListKeyVersions: Forbidden.NoPermission)</div>',
    )
    expect(outcome('blocked-operation')).toContain('events of 2 days are not read')
    expect(outcome('evidence-incomplete')).not.toMatch(/did not|could not/)
    const chinese = await askPage(app, `${PATH}/${unknownRow().keyId}?lang=zh`)
    expect(chinese.html).toContain('<b>无法判断</b><div class="about">有 2 天的事件未读取</div>')
  })

  test('cites the page that a finding names, and no other address', async () => {
    const own = 'https://www.alibabacloud.com/help/en/kms/key-management-service/rights'
    const [deciding = finding()] = unknownRow().findings
    const cell = async (source: string) => {
      const odd = unknownRow({ findings: [{ ...deciding, source }] })
      const { html } = await askPage(appOver(await storeOf([odd])), `${PATH}/${odd.keyId}`)
      return html.match(/<code>evidence-incomplete<\/code><\/th>.*?<a href="([^"]*)"/)?.[1]
    }
    expect(await cell(own)).toBe(own)
    expect(await cell('javascript:alert(3)')).toMatch(/-lookupevents$/)
    expect(await cell('')).toMatch(/-lookupevents$/)
  })

  test('claims of no rule that it did not fire which a key that need not move was not asked', async () => {
    const service = row({
      verdict: 'not-required',
      findings: [finding({ rule: 'service-key', effect: 'not-required' })],
    })
    const { html } = await askPage(appOver(await storeOf([service])), `${PATH}/${service.keyId}`)
    const outcome = (id: string) => html.match(new RegExp(`<code>${id}</code></th><td>.*?</td><td>(.*?)</td>`))?.[1]
    expect(outcome('in-kms-instance')).toContain('did not fire')
    expect(outcome('evidence-incomplete')).toContain('not evaluated')
  })

  test('goes by an alias too, and leads back from there', async () => {
    const { status, html } = await askPage(appOver(await sampleStore()), `${PATH}/alias/pay?lang=zh`)
    expect(status).toBe(200)
    expect(linkTo(html, '← 全部密钥')).toBe('../../../../?lang=zh')
  })

  test('leads back to what its reader looked at, in the other language too', async () => {
    const app = appOver(await sampleStore())
    const { html } = await askPage(app, '/?verdict=ready,blocked&q=app&sort=calls&page=1')
    const key = /href="(keys\/[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
    const page = (await askPage(app, `/${key}`)).html
    expect(linkTo(page, '← All keys')).toBe('../../../?verdict=ready%2Cblocked&q=app&sort=calls')
    const other = linkTo(page, '中文') ?? ''
    const translated = (await askPage(app, `/${key?.split('?')[0]}${other}`)).html
    expect(linkTo(translated, '← 全部密钥')).toBe('../../../?verdict=ready%2Cblocked&q=app&sort=calls&lang=zh')
  })

  test('that is not there is a page that says so', async () => {
    const { status, headers, html } = await askPage(appOver(await sampleStore()), `${PATH}/no-such-key?lang=zh`)
    expect(status).toBe(404)
    expect(headers.get('Content-Security-Policy')).toContain("script-src 'none'")
    expect(html).toContain('没有这个密钥')
    expect(html).toContain('或返回总览搜索')
  })

  test.each([
    '/keys',
    '/keys/1234',
    '/keys/1234567890123456/cn-hangzhou',
    '/keys/1234567890123456/cn-hangzhou/',
    `${PATH}x/y`,
  ])('is not at %s, and a page says so', async (path) => {
    const { status, headers, html } = await askPage(appOver(await sampleStore()), path)
    expect([status, headers.get('Content-Type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(html).toContain('There is no such key')
    expect(linkTo(html, '← All keys')).toMatch(/^(\.\/|(\.\.\/)+)$/)
  })

  test.each(['/?q=%3Cscript%3Ealert(1)%3C/script%3E%E2%80%AE', `${PATH}/%3Cscript%3E`])(
    '%.40s makes no markup of text of strangers',
    async (path) => {
      const { html } = await askPage(appOver(await storeOf([hostileRow()])), path)
      expect(html).not.toMatch(ACTING)
      expect(html).toContain('&lt;script&gt;')
      const end = html.lastIndexOf('<script>')
      const body = html.slice(html.indexOf('<body>'), end < 0 ? undefined : end)
      for (const [tag] of body.matchAll(/<[^>]*>/g)) {
        expect(tag).toMatch(/^<\/?[a-z][a-zA-Z0-9]*( [a-zA-Z:-]+(="[^"<]*")?)*\s*\/?>$/)
        expect(tag).not.toMatch(/^<(script|img|iframe|style)|^<[^"]* on[a-z]+|href="(?!https:|\.|#|\?|keys\/)/i)
      }
    },
  )
})
