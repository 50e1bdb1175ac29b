import { describe, expect, it } from 'vitest'
import { type MessageParams, message } from '../../../shared/domain/messages/message.ts'
import { textIn } from '../../../shared/domain/messages/text-in.ts'

const HOUR = '2026-11-20T09:00:00Z'

describe('what is said of an instance', () => {
  it.each([
    [0, '0 keys'],
    [1, '1 key'],
    [2, '2 keys'],
  ])('counts %d in English', (free, said) => {
    const text = textIn(message('instance-lacks-keys', { instance: 'kst-hzz1', needed: 9, free, missing: 7 }), 'en')
    expect(text).toMatch(new RegExp(`\\b${said}\\b`))
  })

  it.each(['en', 'zh'] as const)('names the busiest hour of one account, and the number of several: %s', (language) => {
    const params = { instance: 'kst-hzz1', tier: 2000, perSecond: 700, calls: 2_520_000, at: HOUR }
    const said = (scopes: MessageParams['instance-perhaps-too-slow']['scopes']) =>
      textIn(message('instance-perhaps-too-slow', { ...params, scopes }), language)
    expect(said(1)).toContain(HOUR)
    expect(said(3)).not.toContain(HOUR)
    expect(said(3)).toMatch(/3 (accounts|个账号)/)
  })
})
