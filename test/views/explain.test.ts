import { describe, expect, it } from 'vitest'
import type { Standing } from '../../shared/domain/decisions/standing.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { type ExplainOptions, renderExplain } from '../../shared/views/explain.ts'
import { batchDecision } from '../support/domain/request-rows.ts'
import { blockedRow, change, finding, HOSTILE, NOW, row, unknownRow } from '../support/rows.ts'
import { decision } from '../support/store/rows.ts'

function explain(subject: ReadinessRow, options: Partial<ExplainOptions> = {}): string {
  return renderExplain(subject, {
    history: [],
    now: NOW,
    language: 'en',
    timezone: 'Asia/Shanghai',
    colour: false,
    ...options,
  })
}

describe('the explanation of a key', () => {
  it('gives each finding with evidence, source and what to do', () => {
    const text = explain(blockedRow())
    expect(text).toContain('the last at 2026-11-21 16:15.')
    expect(text).toMatch(/Verdict: blocked \(rules 2023-09\)/)
    const decided = text.slice(text.indexOf('Decided by'), text.indexOf('Rules that did not fire'))
    expect(decided).toContain('blocked-operation')
    expect(decided).toContain('Source: https://www.alibabacloud.com/')
    expect(decided).toContain('Events: EVENT-1 EVENT-2')
    expect(decided).toMatch(/To do: \S/)
  })

  it('has what people decided: its batch with ticket and window, statements with who said so and until when', () => {
    const window = { from: '2026-12-05T17:00:00Z', to: '2026-12-05T19:00:00Z' }
    const statement = { kind: 'keys-statement', principal: 'role/app-pya', keyIds: ['key-1'] } as const
    const decided = [
      batchDecision({ batch: 'batch-one', state: 'window-agreed', window }),
      decision({ value: statement, by: HOSTILE.escape, until: '2026-12-31T16:00:00Z', why: 'asked' }),
    ] as readonly Standing[]
    const text = explain(blockedRow(), { decided })
    expect(text).toContain('What people decided')
    expect(text).toMatch(/Batch: batch-one · window-agreed TKT-12 · 2026-12-06 01:00 – 2026-12-06 03:00\n/)
    expect(text).toMatch(
      /Keys of a caller: role\/app-pya · uses key-1\n.*until 2027-01-01 00:00\n.*asked\n.*nearest is role\/app-pay/,
    )
    expect(text).not.toContain('\u001b')
    expect(explain(blockedRow(), { decided, language: 'zh' })).toContain('批次：batch-one · 已约定窗口（工单 TKT-12）')
    expect(explain(blockedRow())).not.toContain('What people decided')
  })

  it('keeps what decided apart from what was found besides', () => {
    const note = finding({ rule: 'key-disabled', effect: 'note' })
    const text = explain(blockedRow({ findings: [note, ...blockedRow().findings] }))
    expect(text.indexOf('key-disabled')).toBeGreaterThan(text.indexOf('Also found'))
    expect(text.indexOf('blocked-operation')).toBeLessThan(text.indexOf('Also found'))
  })

  it('says of a window that was read from a source without proof that it is none', () => {
    const unproven = finding({ rule: 'source-unproven', effect: 'unknown' })
    const observed = { ...unknownRow().observed, gaps: [] }
    const text = explain(unknownRow({ findings: [unproven], observed, unread: [] }))
    expect(text).toMatch(/Coverage of the trail\n.*: read, but from an unproven source\n/)
    expect(text).not.toContain('not read completely')
  })

  it('names the rules that did not fire', () => {
    const text = explain(blockedRow())
    const silent = text.slice(text.indexOf('Rules that did not fire'), text.indexOf('Coverage of the trail'))
    expect(silent).toContain('external-material: ')
    expect(silent).not.toContain('blocked-operation:')
  })

  it.each([{ verdict: 'not-required' }, { verdict: 'migrated', checkedAt: '2026-11-01T00:00:00Z' }] as const)(
    'says of a key that need not move nothing of the rules that it was not asked: %j',
    (parts) => {
      const text = explain(row(parts))
      const silent = text.slice(text.indexOf('Rules that did not fire'), text.indexOf('Coverage of the trail'))
      expect(silent).toContain('service-key: ')
      expect(silent).not.toContain('evidence-incomplete')
    },
  )

  it('keeps rules that could not be judged apart, with the reason', () => {
    const text = explain(unknownRow())
    const open = text.slice(text.indexOf('Rules that could not be judged'), text.indexOf('Rules that did not fire'))
    expect(open).toMatch(
      /\n {2}versions was not read \(ListKeyVersions: Forbidden\.NoPermission\)\n {6}multiple-versions: .*\n {6}rotation-enabled: .*\n/,
    )
    expect(open).toMatch(/\n {2}events of 2 days are not read\n {6}blocked-operation: /)
    const silent = text.slice(text.indexOf('Rules that did not fire'), text.indexOf('Coverage of the trail'))
    expect(silent).toContain('external-material: ')
    expect(silent).not.toMatch(/multiple-versions|blocked-operation/)
    expect(explain(blockedRow())).not.toContain('could not be judged')
  })

  it('shows the reasons of a hostile cloud as text', () => {
    const unread = [{ fact: 'origin', reason: `DescribeKey: ${HOSTILE.escape}` }] as const
    expect(explain(row({ verdict: 'unknown', unread }))).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
  })

  it('names the owner, where tags do', () => {
    const tags = [{ key: 'team', value: 'payments' }]
    expect(explain(row({ tags }))).toMatch(/^Owner: payments$/m)
    expect(explain(row({ tags }), { language: 'zh' })).toMatch(/^负责人：payments$/m)
    expect(explain(row())).not.toContain('Owner')
  })

  it('shows callers, how many more there are, and facts', () => {
    const text = explain(blockedRow())
    expect(text).toMatch(/role\/app-pay \(java, vpc\): 30 calls, 1 failed/)
    expect(text).toContain('and 2 more')
    expect(text).toContain('keySpec: Aliyun_AES_256')
  })

  it('shows the gaps of the coverage and the facts that were not read', () => {
    const text = explain(unknownRow())
    expect(text).toContain('Gap: 2026-09-01 08:00 – 2026-09-03 08:00\n')
    expect(text).toMatch(/\[#+\.+#+\]/)
    expect(text).toContain('versions: not read (ListKeyVersions: Forbidden.NoPermission)')
  })

  it('tells when a key was made on the clocks of the reader, and names facts in Chinese to Chinese readers', () => {
    const made = row({ facts: { ...row().facts, createdAt: '2021-03-04T05:06:07Z' } })
    expect(explain(made)).toContain('createdAt: 2021-03-04 13:06\n')
    expect(explain(made, { language: 'zh' })).toContain('创建时间：2021-03-04 13:06\n')
    expect(explain(unknownRow(), { language: 'zh' })).toContain('密钥版本数：未能读取')
  })

  it('says between which moments no use was seen, never that a key is unused', () => {
    const text = explain(row())
    expect(text).toMatch(/No use seen from 2026-08-25 .* to 2026-11-23 /)
    expect(text).not.toMatch(/unused/i)
    expect(text).toContain('No rule prevents migration.')
  })

  it('tells the changes, oldest first as they come', () => {
    const history = [
      change({ before: null, after: 'unknown', changedAt: '2026-11-20T18:15:00Z', why: ['evidence-incomplete'] }),
      change({ before: 'unknown', after: 'ready' }),
    ]
    expect(explain(row(), { history })).toMatch(/first seen → unknown\n.*evidence-incomplete\n.*unknown → ready\n/)
  })

  it('shows a stale row as unknown since 48 hours after its check, and as what it was before', () => {
    const text = explain(row({ checkedAt: '2026-11-01T00:00:00Z', changedAt: '2026-10-01T00:00:00Z' }))
    expect(text).toMatch(/Verdict: unknown[\s\S]*stale/)
    expect(text).toContain('Verdict since: 2026-11-03 08:00')
    expect(text).toContain('Was ready since: 2026-10-01 08:00')
  })

  it('does not say since when a row is unknown that a wrong clock has checked', () => {
    const text = explain(row({ checkedAt: '2027-11-01T00:00:00Z' }))
    expect(text).toContain('Was ready since: ')
    expect(text).not.toContain('Verdict since')
  })

  it('speaks Chinese', () => {
    expect(explain(blockedRow(), { language: 'zh' })).toMatch(
      /结论：不可迁移（blocked）[\s\S]*未触发的规则[\s\S]*覆盖范围/,
    )
    expect(explain(unknownRow(), { language: 'zh' })).toMatch(
      /无法判断的规则[\s\S]*未能读取 versions[\s\S]*有 2 天的事件未读取[\s\S]*未触发的规则/,
    )
  })
})
