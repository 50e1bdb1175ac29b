import { createHash } from 'node:crypto'
import { Script } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { renderReport } from '../../shared/report/page.ts'
import { blockedRow, change, diagnostic, hostileRow, LAST_RUN, NOW, row, unknownRow } from '../support/rows.ts'

async function report(rows: readonly ReadinessRow[], language: 'en' | 'zh' = 'en'): Promise<string> {
  const digest = await makeDigest({
    rows,
    changes: [change()],
    diagnostics: [diagnostic()],
    lastRun: LAST_RUN,
    now: NOW,
    timezone: 'Asia/Shanghai',
    rules: '2023-09',
  })
  return [...renderReport({ rows, digest, language, timezone: 'Asia/Shanghai' })].join('')
}

const tagged = row({ tags: [{ key: 'owner', value: '支付' }], secrets: ['db/password'], keyId: 'key-tagged' })
const rows = [row(), blockedRow(), unknownRow(), tagged]

/** What a reader without JavaScript has: the document without its scripts. */
function withoutScript(html: string): string {
  return html.replace(/<script[^>]*>.*?<\/script>/gs, '')
}

describe('the report', () => {
  it('needs nothing but itself', async () => {
    const html = await report(rows)
    expect(html).not.toMatch(/<(link|img|iframe|object|embed)\b|\ssrc=|url\((?!#)|@import/)
    // The only addresses are links that a reader follows, and the names of XML.
    for (const [, before] of html.matchAll(/(.{12})https?:\/\//gs))
      expect(before).toMatch(/<a href="$|target="_blank">$|_blank">$/)
  })

  it('lets only its own style and scripts run', async () => {
    const html = await report(rows)
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'") ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    const own = [...html.matchAll(/<(?:style|script)>(.*?)<\/(?:style|script)>/gs)].map(([, text = '']) => text)
    expect(own).toHaveLength(3)
    for (const text of own) expect(policy).toContain(`'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    // A style or handler in an attribute would be blocked.
    expect(html).not.toMatch(/<[a-z][^>]*\s(style|on[a-z]+)=/)
  })

  it('has scripts that a browser can read', async () => {
    const scripts = [...(await report(rows)).matchAll(/<script>(.*?)<\/script>/gs)].map(([, text = '']) => text)
    expect(scripts).toHaveLength(2)
    for (const text of scripts) expect(() => new Script(text)).not.toThrow()
  })

  it('names owners, and lets the reader choose among them', async () => {
    const owned = (keyId: string, value: string) => row({ keyId, tags: [{ key: 'owner', value }] })
    const html = await report([owned('a', 'Payments'), owned('b', 'payments'), owned('c', 'App Team'), row()])
    expect(html).toMatch(/<td class="owner">Payments<\/td>/)
    expect([...html.matchAll(/data-owner="([^"]*)"/g)].map(([, owner]) => owner).sort()).toEqual([
      '-',
      'app team',
      'payments',
      'payments',
    ])
    const choices = /<select name="owner">(.*?)<\/select>/s.exec(html)?.[1] ?? ''
    expect([...choices.matchAll(/value="([^"]*)">([^<]*)</g)].map(([, value, text]) => [value, text])).toEqual([
      ['', 'all'],
      ['app team', 'App Team'],
      ['payments', expect.stringMatching(/^payments$/i)],
      ['-', 'no owner named'],
    ])
  })

  it('tells apart rules that did not fire and rules that could not be judged', async () => {
    const html = await report([unknownRow()])
    expect(html).toMatch(
      /Rules that could not be judged<\/h3>.*<code>multiple-versions<\/code> versions was not read \(ListKeyVersions: [^<]*<.*<code>blocked-operation<\/code> events of 2 days are not read</s,
    )
    const silent = /Rules that did not fire<\/h3><p>(.*?)<\/p>/s.exec(html)?.[1]
    expect(silent).toContain('<code>external-material</code>')
    expect(silent).not.toMatch(/multiple-versions|blocked-operation|evidence-incomplete/)
    expect(await report([unknownRow()], 'zh')).toContain('有 2 天的事件未读取')
  })

  it('shows everything of a row to readers without script', async () => {
    const html = withoutScript(await report(rows))
    for (const { keyId, verdict } of rows) {
      expect(html).toContain(keyId)
      expect(html).toContain(`<span class="verdict v-${verdict}">`)
    }
    for (const part of [
      'EVENT-1',
      'role/app-pay',
      'user/reader',
      'and 2 more',
      'The busiest hour is 16:00: 40',
      'Aliyun_AES_256',
      'not read (ListKeyVersions: Forbidden.NoPermission)',
      'owner',
      '支付',
      'db/password',
      'acs:kms:cn-hangzhou:1234567890123456:key/key-tagged',
      'Grant kms:ListKeys.',
    ])
      expect(html).toContain(part)
  })

  it('draws a gap where it is in the window', async () => {
    const html = await report([unknownRow()])
    const [, x, width] = /<rect class="gap" x="([\d.]+)" y="0" width="([\d.]+)"/.exec(html) ?? []
    // 24 Aug to 22 Nov is 90 days; the gap begins after 7.24 of them and lasts two.
    expect(Number(x)).toBeCloseTo((7.24 / 90) * 1000, 0)
    expect(Number(width)).toBeCloseTo((2 / 90) * 1000, 0)
  })

  it('has a table that a screen reader can read', async () => {
    const html = await report(rows)
    const start = html.indexOf('<table id="keys"')
    const table = html.slice(start, html.indexOf('</thead>', start))
    expect(table).toContain('<caption>')
    expect(table.match(/<th scope="col"/g)).toHaveLength(8)
    expect(html.match(/<tbody data-verdict/g)).toHaveLength(rows.length)
    for (const [, attributes = ''] of html.matchAll(/<svg ([^>]*)>/g))
      expect(attributes).toMatch(/aria-label="[^"]+"|aria-labelledby="[^"]+"/)
    for (const [label] of html.matchAll(/<(?:input|select) [^>]*>/g))
      expect(html.slice(0, html.indexOf(label))).toMatch(/<label[^>]*>[^<]+$/)
  })

  it('offers the values that the rows have as filters', async () => {
    const html = await report(rows)
    const options = (name: string) => {
      const select = new RegExp(`<select name="${name}">(.*?)</select>`, 's').exec(html)?.[1] ?? ''
      return [...select.matchAll(/value="([^"]+)"/g)].map(([, value]) => value)
    }
    expect(options('verdict')).toEqual(['blocked', 'unknown', 'ready'])
    expect(options('region')).toEqual(['cn-hangzhou'])
    expect(options('rule')).toEqual(['blocked-operation', 'evidence-incomplete'])
    expect(options('client')).toEqual(['go', 'java'])
    expect(options('network')).toEqual(['vpc'])
  })

  it('shows the worst verdicts first, and stale rows as unknown', async () => {
    const html = await report([row({ checkedAt: '2026-11-01T00:00:00Z', keyId: 'key-old' }), row(), blockedRow()])
    expect([...html.matchAll(/<tbody data-verdict="([^"]+)"/g)].map(([, verdict]) => verdict)).toEqual([
      'blocked',
      'unknown',
      'ready',
    ])
    expect(html).toContain('stale, was ready')
  })

  it('keeps thousands of keys light, and gives every reader the findings', async () => {
    const many = Array.from({ length: 1001 }, (_, index) =>
      blockedRow({ keyId: `key-${String(index).padStart(5, '0')}` }),
    )
    const html = await report([...many, hostileRow()])
    const data = [...html.matchAll(/<script type="application\/json">(.*?)<\/script>/gs)].map(([, text = '']) => text)
    expect(data).toHaveLength(1002)
    for (const text of data.slice(0, 3)) expect(JSON.parse(text)).toContain('<table class="callers">')
    for (const text of data) expect(text).not.toContain('<')
    const plain = withoutScript(html)
    expect(plain).toContain('key-01000')
    expect(plain.match(/<code>EVENT-1<\/code>/g)).toHaveLength(1001)
    expect(plain).not.toContain('<table class="callers">')
  })

  it('speaks Chinese', async () => {
    const html = await report(rows, 'zh')
    expect(html).toContain('<html lang="zh-CN">')
    expect(html).toMatch(/CMK 迁移就绪情况[\s\S]*账号和地域[\s\S]*业务应用/)
  })
})
