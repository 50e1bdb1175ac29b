import { describe, expect, it } from 'vitest'
import type { RuleContext } from '../../../shared/domain/rule-context.ts'
import { HOUR } from '../../../shared/domain/time.ts'
import { WINDOW } from '../../support/domain/case-factory.ts'
import { textsOf } from '../../support/domain/rules/finding-texts.ts'

describe('source-unproven', () => {
  const region = 'cn-hangzhou'
  const at = WINDOW.to - HOUR

  it.each<[string, RuleContext['source'], Record<string, unknown>, readonly string[]]>([
    ['nothing was shown', { why: 'no-event', region }, { why: 'no-event', region }, []],
    [
      'calls are missing',
      { why: 'own-calls-missing', at, region },
      { why: 'own-calls-missing', region, at: '2026-11-20T00:00:00Z' },
      ['2026-11-20T00:00:00Z'],
    ],
    [
      'events are missing',
      { why: 'events-missing', at, region },
      { why: 'events-missing', region, at: '2026-11-20T00:00:00Z' },
      ['2026-11-20T00:00:00Z'],
    ],
    [
      'another region',
      { why: 'contradiction', what: 'region', name: 'cn-beijing', region },
      { why: 'contradiction', region, what: 'region', name: 'cn-beijing' },
      ['cn-beijing'],
    ],
    [
      'operations are not shown',
      { why: 'operations-not-shown', operations: ['Decrypt', 'Sign'], at, region },
      { why: 'operations-not-shown', region, at: '2026-11-20T00:00:00Z', operations: ['Decrypt', 'Sign'] },
      ['2026-11-20T00:00:00Z', 'Decrypt', 'Sign', 'doctor --probe'],
    ],
    [
      'user agents are changed',
      { why: 'agents-changed', operations: ['Decrypt'], at, region },
      { why: 'agents-changed', region, at: '2026-11-20T00:00:00Z', operations: ['Decrypt'] },
      ['2026-11-20T00:00:00Z', 'doctor --probe'],
    ],
    [
      'another account',
      { why: 'contradiction', what: 'account', name: '2000****', region },
      { why: 'contradiction', region, what: 'account', name: '2000****' },
      ['2000****'],
    ],
  ])('%s', (_, source, data, named) => {
    const texts = textsOf('source-unproven', source ? { source } : {})
    expect(texts.data).toEqual({ ...data, pack: '2023-09' })
    for (const { message } of [texts.en, texts.zh])
      for (const each of [region, ...named]) expect(message).toContain(each)
  })

  it.each<[string, RuleContext['source'], readonly string[], readonly string[]]>([
    ['waiting for it where nothing was shown', { why: 'no-event', region }, ['CMK_ENDPOINTS'], ['CMK_SOURCE', region]],
    [
      'the address where calls are missing',
      { why: 'own-calls-missing', at, region },
      ['CMK_ENDPOINTS', region],
      ['CMK_SOURCE'],
    ],
    [
      'the address where events are missing',
      { why: 'events-missing', at, region },
      ['CMK_ENDPOINTS', region],
      ['CMK_SOURCE'],
    ],
    [
      'the address where it speaks of another',
      { why: 'contradiction', what: 'region', name: 'cn-beijing', region },
      ['CMK_ENDPOINTS', region],
      ['CMK_SOURCE'],
    ],
    [
      'another source where operations are not shown',
      { why: 'operations-not-shown', operations: ['Decrypt'], at, region },
      ['CMK_SOURCE', 'doctor --probe'],
      ['CMK_ENDPOINTS'],
    ],
    [
      'another source where user agents are changed',
      { why: 'agents-changed', operations: ['Decrypt'], at, region },
      ['CMK_SOURCE', 'doctor --probe'],
      ['CMK_ENDPOINTS'],
    ],
  ])('is mended by %s', (_, source, named, unnamed) => {
    const texts = textsOf('source-unproven', source ? { source } : {})
    for (const { action } of [texts.en, texts.zh]) {
      for (const each of named) expect(action).toContain(each)
      for (const each of unnamed) expect(action).not.toContain(each)
    }
  })

  it('says each in words of its own', () => {
    const sources: readonly RuleContext['source'][] = [
      { why: 'no-event', region },
      { why: 'own-calls-missing', at, region },
      { why: 'events-missing', at, region },
      { why: 'contradiction', what: 'region', name: 'x', region },
      { why: 'contradiction', what: 'account', name: 'x', region },
      { why: 'operations-not-shown', operations: ['Decrypt'], at, region },
      { why: 'agents-changed', operations: ['Decrypt'], at, region },
    ]
    const texts = sources.map((source) => textsOf('source-unproven', source ? { source } : {}))
    for (const language of ['en', 'zh'] as const)
      expect(new Set(texts.map((each) => each[language].message)).size).toBe(sources.length)
    expect(texts[3]?.zh.message).toContain('地域 x')
    expect(texts[4]?.zh.message).toContain('账号 x')
    expect(texts[3]?.en.message).toContain('region x')
  })
})
