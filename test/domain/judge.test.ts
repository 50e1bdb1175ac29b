import { describe, expect, it } from 'vitest'
import { judge } from '../../shared/domain/judge.ts'
import type { RuleContext } from '../../shared/domain/rule-context.ts'
import { RULE_PACKS, rulePack } from '../../shared/domain/rules/rule-packs.ts'
import { compareEffects, type Effect, VERDICTS } from '../../shared/domain/verdict.ts'
import { application, keySnapshot, ruleContext, use, WINDOW } from '../support/domain/case-factory.ts'

const reEncrypt = use({ operation: 'ReEncrypt', events: [{ id: 're-1', at: '2026-11-19T01:00:00Z' }] })
const inPhp = use({ caller: application({ client: 'php' }) })
const nowhere = use({ caller: application({ network: 'unknown' }) })

/** A case with a finding of every effect that a candidate can have. */
const everything: RuleContext = ruleContext({
  key: keySnapshot({ facts: { automaticRotation: 'Enabled' }, secrets: ['s'] }),
  uses: [nowhere, inPhp, reEncrypt],
  gaps: [{ from: WINDOW.from, to: WINDOW.from + 1_000 }],
})

describe.each(RULE_PACKS)('pack %s', (pack) => {
  it('a key with nothing against it is ready, and no rule decided that', () => {
    expect(judge(ruleContext(), pack)).toEqual({ verdict: 'ready', findings: [], deciding: [] })
  })

  it('notes do not stand against ready', () => {
    const { verdict, findings, deciding } = judge(ruleContext({ uses: [] }), pack)
    expect(verdict).toBe('ready')
    expect(findings.map(({ rule, effect }) => [rule, effect])).toEqual([['no-use-seen', 'note']])
    expect(deciding).toEqual([])
  })

  it.each(['service', 'instance'] as const)('on a %s key the scope rule decides alone', (kind) => {
    const key = keySnapshot({
      kind,
      facts: { origin: 'EXTERNAL', versions: 3, kmsInstanceId: 'kst-1', keyState: 'PendingDeletion' },
    })
    const context = ruleContext({ ...everything, key, unattributedDeciding: [reEncrypt], unattributedOther: [inPhp] })
    const { verdict, findings, deciding } = judge(context, pack)
    expect(verdict).toBe(kind === 'service' ? 'not-required' : 'migrated')
    expect(deciding).toEqual([kind === 'service' ? 'service-key' : 'in-kms-instance'])
    const [first, ...rest] = findings
    expect(first).toMatchObject({ rule: deciding[0], effect: verdict })
    expect(rest.map(({ rule }) => rule)).toEqual([
      'external-material',
      'multiple-versions',
      'pending-deletion',
      'blocked-operation',
      ...(pack === '2024-11' ? ['reencrypt-stays-on-shared-gateway'] : []),
      'unsupported-language',
      'unknown-network',
    ])
    for (const { effect, action, message } of rest) {
      expect(effect).toBe('note')
      expect(message).not.toBe('')
      expect(action).toBe('')
    }
  })

  it('an unclassified key is judged as a candidate, and never ready', () => {
    const { verdict, deciding } = judge(ruleContext({ key: keySnapshot({ kind: 'unclassified' }) }), pack)
    expect(verdict).toBe('unknown')
    expect(deciding).toEqual(['evidence-incomplete'])
  })

  it('a finding says which pack it was made under, and its page', () => {
    for (const { data, source, rule } of judge(everything, pack).findings) {
      expect(data.pack).toBe(pack)
      expect(source).toBe(new Map(Object.entries(rulePack(pack).rules)).get(rule)?.source)
    }
  })
})

describe('precedence under 2023-09', () => {
  const steps: readonly (readonly [Effect, Partial<RuleContext>, readonly string[]])[] = [
    ['blocked', {}, ['blocked-operation']],
    ['support-required', { uses: [nowhere, inPhp] }, ['unsupported-language']],
    ['unknown', { uses: [nowhere] }, ['unknown-network', 'evidence-incomplete']],
    ['action-required', { uses: [], gaps: [] }, ['rotation-enabled']],
    ['ready', { uses: [], gaps: [], key: keySnapshot({ secrets: ['s'] }) }, []],
  ]

  it.each(steps)('%s', (verdict, change, deciding) => {
    expect(judge({ ...everything, ...change }, '2023-09')).toMatchObject({ verdict, deciding })
  })

  it('findings come worst first, then in the order of the rules', () => {
    expect(judge(everything, '2023-09').findings.map(({ rule, effect }) => [rule, effect])).toEqual([
      ['blocked-operation', 'blocked'],
      ['unsupported-language', 'support-required'],
      ['unknown-network', 'unknown'],
      ['evidence-incomplete', 'unknown'],
      ['rotation-enabled', 'action-required'],
      ['dependent-secrets', 'note'],
    ])
  })

  it('the same facts are judged more mildly under 2024-11', () => {
    expect(judge(everything, '2024-11')).toMatchObject({ verdict: 'action-required', deciding: ['rotation-enabled'] })
  })
})

it('findings carry the ids of the deciding events and plain data', () => {
  const [finding] = judge(ruleContext({ uses: [reEncrypt] }), '2023-09').findings
  expect(finding).toMatchObject({ rule: 'blocked-operation', events: ['re-1'] })
  expect(JSON.parse(JSON.stringify(finding))).toEqual(finding)
})

it('effects sort as the verdicts do, notes last', () => {
  const effects: Effect[] = ['note', ...VERDICTS].reverse() as Effect[]
  expect(effects.sort(compareEffects)).toEqual([...VERDICTS, 'note'])
})
