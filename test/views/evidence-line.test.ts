import { describe, expect, it } from 'vitest'
import type { Language } from '../../shared/domain/language.ts'
import type { Finding } from '../../shared/domain/readiness.ts'
import { evidenceLine } from '../../shared/views/evidence-line.ts'
import { blockedRow, finding } from '../support/rows.ts'

function line(parts: Partial<Finding>, language: Language = 'en', timezone = 'Asia/Shanghai'): string {
  const spans = evidenceLine(finding(parts), { language, timezone, today: '2026-11-23' })
  return spans
    .map((span) => (typeof span === 'string' ? span : 'text' in span ? span.text : 'name' in span ? span.name : ''))
    .join('')
}

const [reEncrypt = finding()] = blockedRow().findings
const used = (data: Finding['data']) => ({ ...reEncrypt, events: [], data: { ...reEncrypt.data, ...data } })

describe('the evidence of calls', () => {
  it('is operation, caller, client, network, calls and last day, then one event', () => {
    expect(line(reEncrypt)).toBe('ReEncrypt by app-pay, Java, VPC, 3 calls, last 21 Nov · event EVENT-1')
    expect(line(reEncrypt, 'zh')).toBe('app-pay 调用 ReEncrypt，Java，VPC，3 次，最近 11月21日 · 事件 EVENT-1')
  })

  it('has its last day in the zone of the reader, and the year where it is another one', () => {
    const late = used({ lastAt: '2026-11-21T20:00:00Z' })
    expect(line(late)).toMatch(/last 22 Nov$/)
    expect(line(late, 'en', 'America/New_York')).toMatch(/last 21 Nov$/)
    expect(line(used({ lastAt: '2025-12-30T08:00:00Z' }))).toMatch(/last 30 Dec 2025$/)
    expect(line(used({ lastAt: '2025-12-30T08:00:00Z' }), 'zh')).toMatch(/最近 2025年12月30日$/)
  })

  it('names three of many callers, and groups numbers', () => {
    const callers = ['role/a', 'user/b', 'service/c', 'd', 'e']
    expect(line(used({ callers, moreCallers: 7, calls: 12_345 }))).toMatch(
      /^ReEncrypt by a, b, c \+9 more, .* 12,345 calls/,
    )
    expect(line(used({ callers: ['role/a', 'unknown'], clients: ['java', 'nodejs'] }))).toMatch(
      /^ReEncrypt by a and an unidentified caller, Java and Node\.js, VPC/,
    )
  })

  it('says where a public caller is', () => {
    const outside = { ...used({ networks: ['public'], addresses: ['203.0.113.9'] }), rule: 'outside-alibaba-cloud' }
    expect(line(outside)).toMatch(
      /^Application outside Alibaba Cloud: ReEncrypt by app-pay, Java, public network 203\.0/,
    )
    expect(line(outside, 'zh')).toMatch(/^业务应用部署在阿里云外：app-pay 调用 ReEncrypt，Java，公网 203\.0/)
  })

  it('leaves out what a row of an older version does not tell', () => {
    expect(line(used({ clients: [], networks: [] }))).toBe('ReEncrypt by app-pay, 3 calls, last 21 Nov')
  })
})

describe('other evidence', () => {
  it('is what the rule says, with moments as the reader writes them', () => {
    const gap = { rule: 'evidence-incomplete', data: { gaps: ['2026-09-01T00:00:00Z/2026-09-03T18:30:00Z'] } }
    expect(line(gap)).toBe('Events were not read completely from 1 Sep 08:00 to 4 Sep 02:30.')
    expect(line(gap, 'zh')).toBe('以下时间段的事件未完整读取：9月1日 08:00 至 9月4日 02:30。')
  })

  it.each([
    ['2026-11-01T05:10:00Z/2026-11-01T06:10:00Z', 'America/New_York', '1 Nov 01:10 -04:00 to 1 Nov 01:10 -05:00'],
    ['2026-11-01T04:59:59Z/2026-11-01T07:00:00Z', 'America/New_York', '1 Nov 00:59 to 1 Nov 02:00'],
    ['2026-03-08T06:59:00Z/2026-03-08T07:00:00Z', 'America/New_York', '8 Mar 01:59 to 8 Mar 03:00'],
    ['2026-04-04T14:35:00Z/2026-04-04T15:05:00Z', 'Australia/Lord_Howe', '5 Apr 01:35 +11:00 to 5 Apr 01:35 +10:30'],
  ])('tells moments apart that clocks show twice: %s in %s', (gap, timezone, told) => {
    const text = line({ rule: 'evidence-incomplete', data: { gaps: [gap] } }, 'en', timezone)
    expect(text).toContain(`from ${told}.`)
  })
})
