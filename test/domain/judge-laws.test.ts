import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CLIENTS, mayBeApplication } from '../../shared/domain/caller.ts'
import { judge } from '../../shared/domain/judge.ts'
import type { RuleContext, Use } from '../../shared/domain/rule-context.ts'
import { RULE_PACKS } from '../../shared/domain/rules/rule-packs.ts'
import { DAY } from '../../shared/domain/time.ts'
import { compareEffects } from '../../shared/domain/verdict.ts'
import { call } from '../support/domain/call.ts'
import {
  application,
  atConsole,
  cloudService,
  keySnapshot,
  ruleContext,
  use,
  WINDOW,
} from '../support/domain/case-factory.ts'

const applications = fc
  .record({
    kind: fc.constantFrom('application', 'application', 'unlisted-service-role'),
    client: fc.constantFrom(...CLIENTS.filter((client) => client !== 'console' && client !== 'cloud-service')),
    network: fc.constantFrom('vpc', 'internal', 'own-network', 'public', 'unknown'),
  })
  .map((caller) => application(caller))

const uses: fc.Arbitrary<Use> = fc
  .record({
    caller: fc.oneof(
      { weight: 4, arbitrary: applications },
      fc.constant(application()),
      fc.constant(cloudService()),
      fc.constant(atConsole()),
    ),
    operation: fc.constantFrom('Encrypt', 'Decrypt', 'ReEncrypt', 'ExportDataKey', 'GenerateAndExportDataKey'),
    outcome: fc.constantFrom('made', 'service-failure', 'refused', 'dry-run'),
    calls: fc.integer({ min: 1, max: 1_000 }),
  })
  .map(use)

const gaps = fc.integer({ min: 0, max: 88 }).map((day) => ({
  from: WINDOW.from + day * DAY,
  to: WINDOW.from + (day + 1) * DAY,
}))

const keys = fc
  .record({
    kind: fc.constantFrom('candidate', 'candidate', 'unclassified', 'service', 'instance'),
    onceCandidate: fc.boolean(),
    facts: fc.record({
      keyState: fc.constantFrom('Enabled', 'Enabled', 'Disabled', 'PendingDeletion', null),
      origin: fc.constantFrom('Aliyun_KMS', 'Aliyun_KMS', 'EXTERNAL', null),
      versions: fc.constantFrom(1, 1, 1, 2, 0, null),
      automaticRotation: fc.constantFrom('Disabled', 'Disabled', 'Enabled', 'Suspended', null),
    }),
    secrets: fc.constantFrom([], [], ['prod/db']),
    unread: fc.constantFrom(
      [],
      [],
      [{ fact: 'secrets' as const, reason: '' }],
      [{ fact: 'origin' as const, reason: '' }],
    ),
  })
  .map(keySnapshot)

/** Few things at a time, so that every verdict comes up. */
const cases: fc.Arbitrary<RuleContext> = fc
  .record({
    key: fc.oneof(fc.constant(keySnapshot()), keys),
    uses: fc.array(uses, { maxLength: 2 }),
    unattributedDeciding: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(uses, { maxLength: 1 })),
    unattributedOther: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(uses, { maxLength: 1 })),
    gaps: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(gaps, { maxLength: 1 })),
    ownRangesKnown: fc.boolean(),
  })
  .map(ruleContext)

const packs = fc.constantFrom(...RULE_PACKS)

/** What makes a picture worse: one more use, call, gap or fact that was not read. */
const additions = fc.oneof(
  uses.map(
    (one) =>
      (context: RuleContext): RuleContext => ({ ...context, uses: [...context.uses, one] }),
  ),
  uses.map(
    (one) =>
      (context: RuleContext): RuleContext => ({
        ...context,
        unattributedDeciding: [...context.unattributedDeciding, one],
      }),
  ),
  uses.map(
    (one) =>
      (context: RuleContext): RuleContext => ({ ...context, unattributedOther: [...context.unattributedOther, one] }),
  ),
  gaps.map(
    (one) =>
      (context: RuleContext): RuleContext => ({ ...context, gaps: [...context.gaps, one] }),
  ),
  fc.constantFrom('origin' as const, 'aliases' as const).map(
    (fact) =>
      (context: RuleContext): RuleContext => ({
        ...context,
        key: {
          ...context.key,
          unread: [...context.key.unread, { fact, reason: call('DescribeKey', 'InternalFailure') }],
        },
      }),
  ),
)

it('one more use, unsettled call, gap or unread fact never makes a verdict better', () => {
  fc.assert(
    fc.property(cases, additions, packs, (context, add, pack) => {
      const before = judge(context, pack).verdict
      const after = judge(add(context), pack).verdict
      expect(compareEffects(after, before)).toBeLessThanOrEqual(0)
    }),
    { numRuns: 2_000 },
  )
})

it('ready under 2023-09 means complete evidence and nothing that the page forbids', () => {
  let ready = 0
  fc.assert(
    fc.property(cases, (context) => {
      if (judge(context, '2023-09').verdict !== 'ready') return
      ready += 1
      const { key, gaps: missing, unattributedDeciding, unattributedOther } = context
      expect(key).toMatchObject({ kind: 'candidate', unread: [] })
      expect(key.facts).toMatchObject({ origin: 'Aliyun_KMS', versions: 1 })
      expect(['Enabled', 'Disabled']).toContain(key.facts.keyState)
      expect(['Disabled', null]).toContain(key.facts.automaticRotation)
      expect([missing, unattributedDeciding, unattributedOther]).toEqual([[], [], []])
      for (const { caller, operation, outcome } of context.uses.filter((one) => mayBeApplication(one.caller))) {
        expect(['java', 'go', 'python']).toContain(caller.client)
        expect(['vpc', 'internal', 'own-network']).toContain(caller.network)
        if (outcome === 'made' || outcome === 'service-failure') expect(['Encrypt', 'Decrypt']).toContain(operation)
      }
    }),
    { numRuns: 2_000 },
  )
  expect(ready).toBeGreaterThan(50)
})

it('the verdict is that of the first finding or ready, and the deciding rules are those of its effect', () => {
  fc.assert(
    fc.property(cases, packs, (context, pack) => {
      const { verdict, findings, deciding } = judge(context, pack)
      const counting = findings.filter(({ effect }) => effect !== 'note')
      expect(verdict).toBe(counting[0]?.effect ?? 'ready')
      expect(deciding).toEqual(counting.filter(({ effect }) => effect === verdict).map(({ rule }) => rule))
      expect(findings.map(({ effect }) => effect)).toEqual(findings.map(({ effect }) => effect).sort(compareEffects))
    }),
  )
})

it('the order in which uses come does not change what is found', () => {
  fc.assert(
    fc.property(cases, packs, (context, pack) => {
      expect(judge({ ...context, uses: [...context.uses].reverse() }, pack)).toEqual(judge(context, pack))
    }),
  )
})
