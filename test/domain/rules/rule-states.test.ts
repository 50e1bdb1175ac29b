import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPlain } from '../../../shared/domain/caller.ts'
import { judge } from '../../../shared/domain/judge.ts'
import { isDeciding } from '../../../shared/domain/operations.ts'
import type { RuleContext, Use } from '../../../shared/domain/rule-context.ts'
import type { JudgedRow } from '../../../shared/domain/rules/needs.ts'
import { RULE_PACKS, type RulePack } from '../../../shared/domain/rules/rule-packs.ts'
import { type RuleState, ruleStates } from '../../../shared/domain/rules/rule-states.ts'
import { DAY, HOUR, iso } from '../../../shared/domain/time.ts'
import { summarizeUse } from '../../../shared/domain/usage-summary.ts'
import {
  application,
  atConsole,
  cloudService,
  keySnapshot,
  ruleContext,
  unlistedRole,
  use,
  WINDOW,
} from '../../support/domain/case-factory.ts'

/** What a row keeps of a case. */
function rowOf(context: RuleContext, pack: RulePack = '2023-09'): JudgedRow {
  const { verdict, findings } = judge(context, pack)
  return {
    rules: pack,
    verdict,
    findings,
    facts: context.key.facts,
    unread: context.key.unread,
    usage: summarizeUse(context.uses, []),
    observed: {
      from: iso(context.window.from),
      to: iso(context.window.to),
      complete: context.gaps.length === 0,
      gaps: context.gaps.map(({ from, to }) => ({ from: iso(from), to: iso(to) })),
    },
  }
}

const inState = (row: JudgedRow, wanted: RuleState) =>
  ruleStates(row).flatMap(({ rule, state }) => (state === wanted ? [rule.id] : []))
const notJudged = (context: RuleContext) => inState(rowOf(context), 'not-judged')

function why(id: string, row: JudgedRow, language: 'en' | 'zh' = 'en') {
  return ruleStates(row).flatMap(({ rule, why }) => (rule.id === id ? why.map((phrase) => phrase[language]) : []))
}

const OF_USE = [
  'blocked-operation',
  'blocked-operation-attempted',
  'unsupported-language',
  'outside-alibaba-cloud',
  'unknown-network',
  'unknown-client',
  'unknown-service-role',
  'unknown-operation',
  'unattributed-operation',
  'unattributed-use',
]
const gapOf = (length: number) => ({ from: WINDOW.from, to: WINDOW.from + length })

describe('a rule that a key was asked', () => {
  it('fired, did not fire, or could not be judged', () => {
    const row = rowOf(ruleContext({ key: keySnapshot({ facts: { origin: 'EXTERNAL', versions: null } }) }))
    expect(inState(row, 'fired')).toEqual(['external-material', 'evidence-incomplete'])
    expect(inState(row, 'not-judged')).toEqual(['multiple-versions', 'rotation-enabled'])
    expect(inState(row, 'did-not-fire')).toContain('blocked-operation')
  })

  it('is always judged where nothing is missing', () => {
    expect(notJudged(ruleContext())).toEqual([])
    expect(notJudged(ruleContext({ uses: [] }))).toEqual([])
  })

  it.each([
    ['origin', ['external-material']],
    ['versions', ['multiple-versions', 'rotation-enabled']],
    ['automaticRotation', ['rotation-enabled']],
    ['keyState', ['pending-deletion', 'key-disabled']],
    ['secrets', ['dependent-secrets']],
    ['creatorType', ['service-key', 'in-kms-instance']],
    ['kmsInstanceId', ['service-key', 'in-kms-instance']],
    ['aliases', []],
  ] as const)('lacks %s where it was not read', (fact, rules) => {
    const reason = 'DescribeKey: Forbidden.NoPermission'
    const facts = ['secrets', 'creatorType', 'aliases'].includes(fact) ? {} : { [fact]: null }
    const row = rowOf(ruleContext({ key: keySnapshot({ facts, unread: [{ fact, reason }] }) }))
    expect(inState(row, 'not-judged')).toEqual(rules)
    for (const rule of rules) {
      expect(why(rule, row)).toEqual([`${fact} was not read (${reason})`])
      expect(why(rule, row, 'zh')).toEqual([`未能读取 ${fact}（${reason}）`])
    }
  })

  it.each([
    ['keyState', null],
    ['origin', null],
    ['versions', null],
    ['versions', 0],
  ])('lacks %s also where it is %j without a word', (fact, value) => {
    const row = rowOf(ruleContext({ key: keySnapshot({ facts: { [fact]: value } }) }))
    expect(inState(row, 'not-judged')).not.toEqual([])
    for (const rule of inState(row, 'not-judged')) expect(why(rule, row)).toEqual([`${fact} was not read`])
  })

  it('lacks nothing where a key has no such fact', () => {
    expect(
      notJudged(ruleContext({ key: keySnapshot({ facts: { keySpec: 'RSA_2048', automaticRotation: null } }) })),
    ).toEqual([])
    const waiting = { keyState: 'PendingImport', origin: 'EXTERNAL', versions: 0, automaticRotation: null }
    expect(notJudged(ruleContext({ key: keySnapshot({ facts: waiting }) }))).toEqual([])
  })

  it('about use lacks events that were not read, and says of how many days', () => {
    const row = rowOf(ruleContext({ uses: [], gaps: [gapOf(12 * DAY)] }))
    expect(inState(row, 'not-judged')).toEqual([...OF_USE, 'no-use-seen', 'cloud-service-use-only'])
    expect(why('no-use-seen', row)).toEqual(['events of 12 days are not read'])
    expect(why('no-use-seen', row, 'zh')).toEqual(['有 12 天的事件未读取'])
    const short = rowOf(ruleContext({ gaps: [gapOf(HOUR / 2)] }))
    expect(why('unknown-client', short)).toEqual(['events of 1 hour are not read'])
  })

  it('that one use settles is judged whatever else was not read', () => {
    const gaps = [gapOf(DAY)]
    expect(notJudged(ruleContext({ gaps }))).toEqual(OF_USE)
    expect(notJudged(ruleContext({ gaps, uses: [use({ caller: cloudService() })] }))).toEqual([
      ...OF_USE,
      'cloud-service-use-only',
    ])
  })

  it('about use lacks everything while nothing could be observed, or nothing proves the source', () => {
    const fresh = rowOf(ruleContext({ uses: [], window: { from: WINDOW.to, to: WINDOW.to } }))
    expect(why('blocked-operation', fresh)).toEqual(['nothing could be observed yet'])
    const complete = rowOf(ruleContext({ uses: [] }))
    const finding = { rule: 'source-unproven', effect: 'unknown', message: '', action: '', source: '' } as const
    const unproven = { ...complete, findings: [{ ...finding, events: [], data: {} }] }
    expect(inState(unproven, 'not-judged')).toEqual([...OF_USE, 'no-use-seen', 'cloud-service-use-only'])
  })

  it('about callers lacks what another rule says is not known', () => {
    const unknown = ruleContext({ uses: [use({ caller: application({ client: 'unknown' }) })] })
    expect(notJudged(unknown)).toEqual(['unsupported-language'])
    const abroad = rowOf(
      ruleContext({ uses: [use({ caller: application({ network: 'public', address: '192.0.2.1' }) })] }),
    )
    expect(inState(abroad, 'not-judged')).toEqual(['outside-alibaba-cloud'])
    expect(why('outside-alibaba-cloud', abroad)).toEqual([expect.stringContaining('CMK_OWN_CIDRS')])
    const untied = ruleContext({ unattributedOther: [use({ caller: application({ client: 'php' }) })] })
    expect(notJudged(untied)).toEqual([
      'unsupported-language',
      'outside-alibaba-cloud',
      'unknown-network',
      'unknown-client',
      'unknown-service-role',
      'unknown-operation',
    ])
    const role = ruleContext({ uses: [use({ caller: unlistedRole({ client: 'php' }) })] })
    expect(notJudged(role)).toEqual([
      ...OF_USE.slice(0, OF_USE.indexOf('unknown-service-role')),
      'cloud-service-use-only',
    ])
    expect(notJudged(ruleContext({ unattributedDeciding: [use({ operation: 'ReEncrypt' })] }))).toEqual(
      OF_USE.filter((rule) => !rule.startsWith('unattributed') && rule !== 'unknown-operation'),
    )
  })

  it('about use lacks what an operation does that nobody knows', () => {
    const row = rowOf(ruleContext({ uses: [], unknownOperations: [use({ operation: 'DeriveDataKey' })] }))
    expect(inState(row, 'fired')).toEqual(['unknown-operation'])
    expect(inState(row, 'not-judged')).toEqual(['no-use-seen', 'cloud-service-use-only'])
  })

  it('of a key that need not move is told apart from what was never read of it', () => {
    const key = keySnapshot({
      kind: 'service',
      facts: { keyState: null, origin: null, versions: null, automaticRotation: null },
    })
    const row = rowOf(ruleContext({ key, uses: [] }))
    expect(inState(row, 'fired')).toEqual(['service-key', 'no-use-seen'])
    expect(why('external-material', row)).toEqual(['not read: the key needs no migration'])
    expect(inState(row, 'did-not-fire')).toContain('in-kms-instance')
    expect(ruleStates(row).map(({ rule }) => rule.id)).not.toContain('evidence-incomplete')
  })
})

const clients = fc.constantFrom('java', 'php', 'cli', 'unknown')
const networks = fc.constantFrom('vpc', 'public', 'unknown')
const uses: fc.Arbitrary<Use> = fc
  .record({
    caller: fc.oneof(
      fc.record({ client: clients, network: networks }).map(application),
      fc.constant(cloudService()),
      fc.constant(atConsole()),
    ),
    operation: fc.constantFrom('Decrypt', 'ReEncrypt', 'ExportDataKey'),
    outcome: fc.constantFrom('made', 'service-failure', 'refused', 'dry-run'),
  })
  .map(use)

const cases = fc
  .record({
    key: fc
      .record({
        kind: fc.constantFrom('candidate', 'candidate', 'service', 'instance'),
        facts: fc.record({
          keyState: fc.constantFrom('Enabled', 'Disabled', 'PendingDeletion'),
          origin: fc.constantFrom('Aliyun_KMS', 'EXTERNAL'),
          versions: fc.constantFrom(1, 1, 2),
          automaticRotation: fc.constantFrom('Disabled', 'Enabled', 'Suspended', null),
        }),
        secrets: fc.constantFrom([], ['prod/db']),
      })
      .map(keySnapshot),
    uses: fc.array(uses, { maxLength: 3 }),
    ownRangesKnown: fc.boolean(),
  })
  .map(ruleContext)

/** Ways to see less of a key than there is. */
const hides = fc.oneof(
  fc
    .tuple(fc.constantFrom('keyState', 'origin', 'versions', 'automaticRotation'), fc.boolean())
    .map(([fact, told]) => ({ key, ...rest }: RuleContext): RuleContext => {
      const isSilent = !told && fact !== 'automaticRotation'
      const unread = isSilent ? [] : [{ fact, reason: 'DescribeKey: InternalFailure' } as const]
      return { ...rest, key: { ...key, facts: { ...key.facts, [fact]: null }, unread: [...key.unread, ...unread] } }
    }),
  fc.boolean().map((told) => ({ key, ...rest }: RuleContext): RuleContext => {
    const unread = told ? [{ fact: 'creatorType', reason: 'ListKeys: InternalFailure' } as const] : []
    return { ...rest, key: { ...key, kind: 'unclassified', unread: [...key.unread, ...unread] } }
  }),
  fc.constant(({ key, ...rest }: RuleContext): RuleContext => {
    const unread = [...key.unread, { fact: 'secrets', reason: 'ListSecrets: InternalFailure' } as const]
    return { ...rest, key: { ...key, secrets: [], unread } }
  }),
  fc.nat({ max: 3 }).map(
    (at) =>
      (context: RuleContext): RuleContext => ({
        ...context,
        uses: context.uses.filter((_, index) => index !== at),
        gaps: [gapOf(DAY)],
      }),
  ),
  fc.nat({ max: 3 }).map((at) => (context: RuleContext): RuleContext => {
    const [hidden] = context.uses.slice(at, at + 1)
    if (!hidden || context.key.kind !== 'candidate' || hidden.caller.kind !== 'application') return context
    const isOpen = isDeciding(hidden.operation) && ['made', 'service-failure'].includes(hidden.outcome)
    // What assess leaves out of both changes no rule's answer.
    if (!isOpen && (isDeciding(hidden.operation) || hidden.caller.client === 'java')) return context
    return {
      ...context,
      uses: context.uses.filter((_, index) => index !== at),
      ...(isOpen ? { unattributedDeciding: [hidden] } : { unattributedOther: [hidden] }),
    }
  }),
  fc
    .constantFrom({ client: 'unknown' } as const, { network: 'unknown' } as const)
    .map((nothing) => (context: RuleContext) => ({
      ...context,
      uses: context.uses.map((one) =>
        one.caller.kind === 'application' ? { ...one, caller: { ...one.caller, ...nothing } } : one,
      ),
    })),
  fc.constant((context: RuleContext): RuleContext => ({ ...context, ownRangesKnown: false })),
  fc.constant(
    (context: RuleContext): RuleContext => ({
      ...context,
      // The rule is silent on roles whose calls would not matter.
      uses: context.uses.map((one) =>
        one.caller.kind === 'application' && !isPlain(one.caller)
          ? { ...one, caller: { ...one.caller, kind: 'unlisted-service-role' } }
          : one,
      ),
    }),
  ),
)

it('no rule is said not to have fired that fires once everything is seen', () => {
  const told = new Set<RuleState>()
  fc.assert(
    fc.property(
      cases,
      fc.array(hides, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...RULE_PACKS),
      (whole, hidden, pack) => {
        const seen = hidden.reduce((context, hide) => hide(context), whole)
        const fires = judge(whole, pack).findings.map(({ rule }) => rule)
        const states = ruleStates(rowOf(seen, pack))
        for (const { state } of states) told.add(state)
        const silent = states.flatMap(({ rule, state }) => (state === 'did-not-fire' ? [rule.id] : []))
        expect(silent.filter((rule) => fires.includes(rule))).toEqual([])
        expect(states.filter(({ state, why }) => why.length > 0 !== (state === 'not-judged'))).toEqual([])
      },
    ),
    { numRuns: 3_000 },
  )
  expect([...told].sort()).toEqual(['did-not-fire', 'fired', 'not-judged'])
})
