import { describe, expect, it } from 'vitest'
import type { FindingData } from '../../../shared/domain/readiness.ts'
import { findingOf, type OldGatewayCase, textsOf, textsOfStored } from '../../support/domain/rules/old-gateway.ts'

/** What is stored of one caller that is left. */
const STORED: FindingData = { instance: 'kst-1', left: 1, shared: 1, closesAt: '2026-12-09T01:00:00Z', daysLeft: 19 }

describe('the month for modifying applications', () => {
  it.each([
    [19, '2026-12-09T01:00:00Z', /\b19 days\b/, /还剩 19 天/],
    [8, '2026-11-28T01:00:00Z', /\b8 days\b/, /还剩 8 天/],
    [7, '2026-11-28T00:59:59Z', /\b7 DAYS\b/, /仅剩 7 天/],
    [1, '2026-11-21T01:00:00Z', /\b1 DAY\b/, /仅剩 1 天/],
    [0, '2026-11-20T01:00:00Z', /\b0 DAYS\b/, /仅剩 0 天/],
  ])('has %d whole days left, louder in its last week', (daysLeft, closesAt, en, zh) => {
    const given = { left: 1, closesAt }
    expect(findingOf(given).data).toMatchObject({ closesAt, daysLeft })
    const texts = textsOf(given)
    expect(texts.en.message).toMatch(en)
    expect(texts.zh.message).toMatch(zh)
    for (const { message } of [texts.en, texts.zh]) expect(message).toContain(closesAt)
    expect(texts.en.action).toContain(`before ${closesAt}.`)
    expect(texts.zh.action).toContain(`请在 ${closesAt} 之前完成`)
  })

  it('is over once it has ended, and then the step is for now', () => {
    const given = { left: 1, closesAt: '2026-11-20T00:59:59Z' }
    expect(findingOf(given).data).toMatchObject({ daysLeft: -1 })
    const { en, zh } = textsOf(given)
    expect(en.message).toMatch(/MONTH IS OVER: .*2026-11-20T00:59:59Z/)
    expect(zh.message).toMatch(/已过：.*2026-11-20T00:59:59Z/)
    for (const { message } of [en, zh]) expect(message).not.toMatch(/ONLY|DAYS|还剩|仅剩/)
    expect(en.action).toMatch(/KMS instance now\.$/)
    expect(zh.action).toMatch(/^请立即完成/)
  })

  it('is nobody’s where applications may stay with the shared gateway', () => {
    const given: OldGatewayCase = { left: 1, closesAt: null, pack: '2024-11' }
    expect(findingOf(given).data).toEqual({
      ...{ instance: 'kst-1', left: 1, pack: '2024-11', decidedBy: 'in-kms-instance' },
      ...{ shared: 1, sharedCallers: [], 'moreshared-gateway': 0 },
    })
    const { en, zh } = textsOf(given)
    expect(`${en.message}${en.action}`).not.toMatch(/month|before|\bnow\b/i)
    expect(`${zh.message}${zh.action}`).not.toMatch(/期限|之前|立即/)
    expect(en.message).toContain('may stay')
    expect(zh.message).toContain('可继续使用共享网关')
  })

  it('has no end in a row that was stored without one: the step is for now', () => {
    const { en, zh } = textsOfStored({ left: 1, shared: 1 })
    expect(en.message).toMatch(/^1 caller still uses the shared gateway\. \S/)
    expect(zh.message).toMatch(/^1 个调用方[^：]*。./)
    expect(en.action).toMatch(/KMS instance now\.$/)
    expect(zh.action).toMatch(/^请立即完成/)
  })
})

describe('the busiest hour of the shared gateway', () => {
  const at = '2026-11-18T10:00:00Z'

  it.each([
    [1, '1 call ', 'at most 1 ', '不超过 1 次'],
    [3_600, '3600 calls ', 'at most 1 ', '不超过 1 次'],
    [3_601, '3601 calls ', 'about 1 ', '约 1 次'],
    [7_200, '7200 calls ', 'about 2 ', '约 2 次'],
    [3_599_000, '3599000 calls ', 'about 1000 ', '约 1000 次'],
  ])('with %d calls is told by its begin and by the second', (calls, counted, en, zh) => {
    const given = { left: 1, peak: { at, calls } }
    expect(findingOf(given).data).toMatchObject({ peakAt: at, peakCalls: calls })
    const texts = textsOf(given)
    expect(texts.en.message).toMatch(
      new RegExp(
        `\\. In the busiest hour, from ${at} on, .* had ${counted}.* average ${en}.* It serves 1000 a second\\.$`,
      ),
    )
    expect(texts.zh.message).toMatch(new RegExp(`。最忙的 1 小时（自 ${at} 起）.* ${calls} 次，.*${zh}.* 1000 次。$`))
  })

  it.each<[string, FindingData]>([
    ['no moved key was called', STORED],
    ['its begin was not stored', { ...STORED, peakCalls: 5 }],
    ['its calls were not stored', { ...STORED, peakAt: at }],
  ])('is not told where %s', (_, data) => {
    const { en, zh } = textsOfStored(data)
    expect(en.message).not.toContain('hour')
    expect(zh.message).not.toContain('小时')
  })

  it('is not in what is stored where no moved key was called', () => {
    expect(Object.keys(findingOf({ left: 1, peak: null }).data)).not.toContain('peakCalls')
  })
})
