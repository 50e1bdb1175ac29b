import { describe, expect, it } from 'vitest'
import { judge } from '../../../shared/domain/judge.ts'
import { message } from '../../../shared/domain/messages/message.ts'
import type { RuleContext } from '../../../shared/domain/rule-context.ts'
import { CALLER_RULES, RULES, rulesAsked } from '../../../shared/domain/rules/registry.ts'
import { renderFinding } from '../../../shared/domain/rules/render-finding.ts'
import type { RulePack } from '../../../shared/domain/rules/rule-packs.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { application, cloudService, keySnapshot, ruleContext, use, WINDOW } from '../../support/domain/case-factory.ts'

function actions(id: string, context: RuleContext, pack: RulePack): readonly [string, string] {
  const finding = judge(context, pack).findings.find(({ rule }) => rule === id)
  if (!finding) throw new Error(`${id} did not fire`)
  return [finding.action, renderFinding(finding, 'zh').action]
}

const INSTANCE = { kmsInstanceId: 'kst-1' }
const OUTSIDE = application({ network: 'public', address: '203.0.113.9' })

/** What a step names under one pack and not under the other: each pack has its own page. */
describe('what is to be done', () => {
  it.each<[string, RuleContext, RegExp | '', RegExp | '']>([
    [
      'blocked-operation-attempted',
      ruleContext({ uses: [use({ operation: 'ReEncrypt', outcome: 'refused' })] }),
      /blocked|不支持迁移/,
      '',
    ],
    ['blocked-operation', ruleContext({ uses: [use({ operation: 'ReEncrypt' })] }), /then Encrypt|加 Encrypt/, /SDK/],
    [
      'needed-by-resource',
      ruleContext({ key: keySnapshot({ resources: [{ service: 'rds', kind: 'instance', id: 'rm-1', use: 'TDE' }] }) }),
      /cenario 1|场景一/,
      '',
    ],
    ['cloud-service-use-only', ruleContext({ uses: [use({ caller: cloudService() })] }), /cenario 1|场景一/, ''],
    ['dependent-secrets', ruleContext({ key: keySnapshot({ secrets: ['s'] }) }), /support|技术支持/, /rotation|轮转/],
    [
      'unsupported-language',
      ruleContext({ uses: [use({ caller: application({ client: 'php' }) })] }),
      /ticket|工单/,
      /keep|原 SDK/,
    ],
    [
      'outside-alibaba-cloud',
      ruleContext({ uses: [use({ caller: OUTSIDE })], ownRangesKnown: true }),
      /CMK_OWN_CIDRS/,
      /shared gateway|共享网关/,
    ],
    [
      'in-kms-instance',
      ruleContext({ key: keySnapshot({ kind: 'instance', facts: INSTANCE }) }),
      /month|1 个月/,
      /Terraform/,
    ],
  ])('by %s follows the page of the pack', (id, context, older, newer) => {
    for (const [pack, own, other] of [
      ['2023-09', older, newer],
      ['2024-11', newer, older],
    ] as const) {
      for (const action of actions(id, context, pack)) {
        if (own !== '') expect(action).toMatch(own)
        if (other !== '') expect(action).not.toMatch(other)
      }
    }
  })

  it('about Terraform is said where Terraform calls', () => {
    const of = (client: 'terraform' | 'php') =>
      actions('unsupported-language', ruleContext({ uses: [use({ caller: application({ client }) })] }), '2024-11')
    for (const action of of('terraform')) expect(action).toContain('Terraform')
    for (const action of of('php')) expect(action).not.toContain('Terraform')
  })

  it('in place of an operation names what each can be replaced by', () => {
    const of = (...operations: readonly string[]) =>
      actions('blocked-operation', ruleContext({ uses: operations.map((operation) => use({ operation })) }), '2023-09')
    for (const action of of('ReEncrypt')) {
      expect(action).toContain('ReEncrypt')
      expect(action).not.toContain('GenerateDataKey')
      expect(action).not.toMatch(/; |；/)
    }
    for (const action of of('ExportDataKey', 'GenerateAndExportDataKey')) {
      expect(action).toMatch(/ExportDataKey(, |、)GenerateAndExportDataKey/)
      expect(action).not.toContain('ReEncrypt')
      expect(action).not.toMatch(/; |；/)
    }
    for (const action of of('ReEncrypt', 'ExportDataKey')) expect(action).toMatch(/ReEncrypt(; |；).*ExportDataKey/)
  })

  it('with an export is to try it first, and ReEncrypt goes on, where applications keep their SDK', () => {
    const of = (...operations: readonly string[]) =>
      actions('blocked-operation', ruleContext({ uses: operations.map((operation) => use({ operation })) }), '2024-11')
    for (const action of of('ReEncrypt')) {
      expect(action).toContain('ReEncrypt')
      expect(action).not.toMatch(/test key|测试密钥/)
    }
    for (const action of of('ExportDataKey', 'GenerateAndExportDataKey')) {
      expect(action).toMatch(/ExportDataKey(, |、)GenerateAndExportDataKey/)
      expect(action).toMatch(/test key|测试密钥/)
      expect(action).not.toContain('ReEncrypt')
    }
    const both = of('ReEncrypt', 'ExportDataKey')
    for (const [index, action] of of('ExportDataKey').entries()) {
      expect(both[index]?.startsWith(action)).toBe(true)
      expect(both[index]?.slice(action.length)).toContain('ReEncrypt')
    }
  })
})

describe('nothing is said of what was not seen', () => {
  const source = { why: 'no-event', region: 'cn-hangzhou' } as const
  const found = (context: Partial<RuleContext>) =>
    judge(ruleContext(context), '2023-09').findings.map(({ rule }) => rule)

  it('where the source is not proven', () => {
    expect(found({ uses: [] })).toEqual(['no-use-seen'])
    expect(found({ uses: [], source })).toEqual(['source-unproven'])
    expect(found({ uses: [use({ caller: cloudService() })] })).toEqual(['cloud-service-use-only'])
    expect(found({ uses: [use({ caller: cloudService() })], source })).toEqual(['source-unproven'])
  })

  it('where the window is empty', () => {
    expect(found({ uses: [], window: { from: WINDOW.to, to: WINDOW.to } })).toEqual(['evidence-incomplete'])
  })
})

describe('a word that no rule knows', () => {
  it.each([
    ['keyState', 'Unavailable'],
    ['keyState', 'enabled'],
    ['keyUsage', 'GENERATE/VERIFY_MAC'],
    ['origin', 'AWS_KMS'],
    ['automaticRotation', 'Invalid'],
  ] as const)('%s %s makes a key unknown under every pack, and is told', (fact, word) => {
    for (const pack of ['2023-09', '2024-11'] as const) {
      const { verdict, findings } = judge(ruleContext({ key: keySnapshot({ facts: { [fact]: word } }) }), pack)
      expect(verdict).toBe('unknown')
      expect(findings[0]?.data).toMatchObject({
        unread: [fact],
        unreadReasons: [message('value-unknown', { value: `"${word}"` })],
      })
    }
  })
})

it('a finding without events has none', () => {
  expect(
    judge(ruleContext({ key: keySnapshot({ facts: { origin: 'EXTERNAL' } }) }), '2023-09').findings[0]?.events,
  ).toEqual([])
})

describe('the rules that a key was asked', () => {
  const asked = (verdict: Verdict, staleVerdict?: Verdict) => {
    const row: Parameters<typeof rulesAsked>[0] = { rules: '2024-11', verdict }
    return rulesAsked(staleVerdict ? { ...row, staleVerdict } : row)
  }

  it('are all of them where it may have to move, and those of any key else', () => {
    expect(asked('ready')).toEqual(RULES)
    expect(asked('unknown', 'blocked')).toEqual(RULES)
    const ofAnyKey = RULES.filter(({ appliesTo }) => appliesTo === 'key')
    expect(ofAnyKey.length).toBeLessThan(RULES.length)
    expect(asked('migrated')).toEqual(ofAnyKey)
    expect(asked('unknown', 'not-required')).toEqual(ofAnyKey)
  })

  it('about callers are five', () => {
    expect(CALLER_RULES.map(({ id }) => id)).toEqual([
      'unsupported-language',
      'outside-alibaba-cloud',
      'unknown-network',
      'unknown-client',
      'unknown-service-role',
    ])
  })
})
