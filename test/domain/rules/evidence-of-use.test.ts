import { describe, expect, it } from 'vitest'
import { judge } from '../../../shared/domain/judge.ts'
import type { RuleContext } from '../../../shared/domain/rule-context.ts'
import { renderFinding } from '../../../shared/domain/rules/render-finding.ts'
import type { RulePack } from '../../../shared/domain/rules/rule-packs.ts'
import { DAY, HOUR, iso } from '../../../shared/domain/time.ts'
import { AS_OF, application, events, ruleContext, use } from '../../support/domain/case-factory.ts'

function findingOf(id: string, context: RuleContext, pack: RulePack = '2023-09') {
  const finding = judge(context, pack).findings.find(({ rule }) => rule === id)
  if (!finding) throw new Error(`${id} did not fire`)
  return finding
}

describe('a finding about use', () => {
  const reEncrypt = use({
    operation: 'ReEncrypt',
    caller: application({ principal: 'role/etl' }),
    calls: 3,
    lastAt: iso(AS_OF - 2 * DAY),
    events: events('re', 3, AS_OF - 2 * DAY),
  })
  const exported = use({
    operation: 'ExportDataKey',
    caller: application({ principal: 'user/bob' }),
    calls: 40,
    lastAt: iso(AS_OF - DAY),
    events: events('ex', 10, AS_OF - DAY),
  })

  it('names operations, callers by calls, the sum and the last moment', () => {
    const { data, message } = findingOf(
      'blocked-operation',
      ruleContext({ uses: [use({ calls: 7 }), reEncrypt, exported] }),
    )
    expect(data).toMatchObject({
      operations: ['ExportDataKey', 'ReEncrypt'],
      callers: ['user/bob', 'role/etl'],
      moreCallers: 0,
      calls: 43,
      lastAt: '2026-11-19T01:00:00Z',
    })
    expect(message).toContain(
      '43 calls of ExportDataKey, ReEncrypt by user/bob, role/etl, the last at 2026-11-19T01:00:00Z.',
    )
  })

  it('holds the ids of the newest deciding events, ten at most, each once', () => {
    const old = use({ ...exported, events: events('old', 10, AS_OF - 5 * DAY) })
    const again = use({ ...reEncrypt, events: events('re', 3, AS_OF - 2 * DAY) })
    const { events: ids } = findingOf('blocked-operation', ruleContext({ uses: [old, reEncrypt, again, use()] }))
    expect(ids).toEqual(['re-1', 're-2', 're-3', ...events('old', 7).map(({ id }) => id)])
  })

  it('orders events across uses by time, and by id within a moment', () => {
    const at = iso(AS_OF - HOUR)
    const a = use({ operation: 'ReEncrypt', events: [{ id: 'b', at }, ...events('a', 1, AS_OF - DAY)] })
    const b = use({ operation: 'ExportDataKey', events: [{ id: 'a', at }] })
    expect(findingOf('blocked-operation', ruleContext({ uses: [a, b] })).events).toEqual(['a', 'b', 'a-1'])
  })

  it('leaves out calls that were refused from what was used', () => {
    const refused = use({ ...exported, outcome: 'refused' })
    const { data, events: ids } = findingOf('blocked-operation', ruleContext({ uses: [reEncrypt, refused] }))
    expect(data).toMatchObject({ operations: ['ReEncrypt'], calls: 3 })
    expect(ids).toEqual(['re-1', 're-2', 're-3'])
  })

  it('lists ten callers and says how many more there are', () => {
    const uses = Array.from({ length: 13 }, (_, index) =>
      use({ operation: 'ReEncrypt', calls: 100 - index, caller: application({ principal: `role/app-${index}` }) }),
    )
    const finding = findingOf('blocked-operation', ruleContext({ uses: [...uses, ...uses] }))
    expect(finding.data).toMatchObject({ moreCallers: 3 })
    expect(finding.data.callers).toHaveLength(10)
    expect(finding.message).toContain('role/app-9 and 3 more, the last')
    expect(renderFinding(finding, 'zh').message).toContain('role/app-9 等 13 个 调用')
  })

  it('keeps hostile names as they are, for the renderer to escape', () => {
    const principal = 'user/<script>alert(1)</script>'
    const { message } = findingOf(
      'unknown-client',
      ruleContext({
        uses: [use({ caller: application({ principal, client: 'unknown' }) })],
      }),
    )
    expect(message).toContain(principal)
  })

  it('does not ask for the owners of "unknown"', () => {
    const context = ruleContext({ uses: [use({ caller: application({ principal: 'unknown', client: 'unknown' }) })] })
    expect(findingOf('unknown-client', context).action).toContain('Ask the owners of an unidentified caller which')
    expect(renderFinding(findingOf('unknown-client', context), 'zh').action).toContain('身份未知的调用方')
  })

  it('counts one call as one call', () => {
    expect(findingOf('blocked-operation', ruleContext({ uses: [use({ operation: 'ReEncrypt' })] })).message).toContain(
      '1 call of ReEncrypt by',
    )
  })
})

describe('advice', () => {
  it('differs with the pack', () => {
    const context = ruleContext({ uses: [use({ operation: 'ReEncrypt' })] })
    expect(findingOf('blocked-operation', context, '2023-09').action).toContain('stays blocked')
    expect(findingOf('blocked-operation', context, '2024-11').action).toContain('keep their SDK')
  })

  it('names the languages as their makers write them', () => {
    const uses = (['terraform', 'nodejs'] as const).map((client) => use({ caller: application({ client }) }))
    const finding = findingOf('unsupported-language', ruleContext({ uses }), '2024-11')
    expect(finding.data).toMatchObject({ clients: ['nodejs', 'terraform'] })
    expect(finding.message).toContain('Applications call with Node.js, Terraform: 2 calls of Decrypt')
    expect(finding.action).toContain('Terraform configuration')
    const alone = findingOf('unsupported-language', ruleContext({ uses: uses.slice(1) }), '2024-11')
    expect(alone.action).toBe('Applications keep their SDK: nothing has to change.')
  })

  it('asks for the own ranges only where a public address is open', () => {
    const open = use({ caller: application({ network: 'public', address: '203.0.113.9' }) })
    const placeless = use({ caller: application({ network: 'unknown' }), calls: 4 })
    const first = findingOf('unknown-network', ruleContext({ uses: [open] }))
    expect(first.message).toContain(', from 203.0.113.9.')
    expect(first.action).toMatch(/^Set CMK_OWN_CIDRS[^.]*\.$/)
    const second = findingOf('unknown-network', ruleContext({ uses: [placeless] }))
    expect(second.action).not.toContain('CMK_OWN_CIDRS')
    expect(second.action).toContain('VPC endpoint')
    const both = findingOf('unknown-network', ruleContext({ uses: [open, placeless] }))
    expect(both.data).toMatchObject({ publicCalls: 1, placelessCalls: 4, addresses: ['203.0.113.9'] })
    expect(both.action).toMatch(/CMK_OWN_CIDRS.* Some events carry no conclusive address/)
  })

  it('names the addresses outside', () => {
    const uses = Array.from({ length: 12 }, (_, index) =>
      use({ caller: application({ network: 'public', address: `203.0.113.${index + 1}` }) }),
    )
    const { message } = findingOf(
      'outside-alibaba-cloud',
      ruleContext({ uses: [...uses, ...uses], ownRangesKnown: true }),
    )
    expect(message).toContain('(203.0.113.1, 203.0.113.2,')
    expect(message).toContain('203.0.113.10 and 2 more)')
  })
})
