import type { RuleId } from '../../../../shared/domain/rules/rule-id.ts'
import { call } from '../call.ts'
import { atConsole, cloudService, keySnapshot, ruleContext, unlistedRole, use, WINDOW } from '../case-factory.ts'
import { effects, NOTE, type RuleFixture, UNKNOWN } from './rule-fixture.ts'

const GAP = { from: WINDOW.from, to: WINDOW.from + 1_000 }

/** Rules on how much is known of the use of a key. */
export const EVIDENCE_FIXTURES = {
  'source-unproven': {
    fires: [
      ['nothing shown', ruleContext({ source: { why: 'no-event', region: 'cn-hangzhou' }, uses: [] }), UNKNOWN],
      [
        'own calls missing',
        ruleContext({ source: { why: 'own-calls-missing', at: WINDOW.to - 86_400_000, region: 'cn-hangzhou' } }),
        UNKNOWN,
      ],
      [
        'events gone',
        ruleContext({ source: { why: 'events-missing', at: WINDOW.to - 86_400_000, region: 'cn-hangzhou' } }),
        UNKNOWN,
      ],
      [
        'another region',
        ruleContext({ source: { why: 'contradiction', what: 'region', name: 'cn-beijing', region: 'cn-hangzhou' } }),
        UNKNOWN,
      ],
      [
        'operations hidden',
        ruleContext({
          source: {
            why: 'operations-not-shown',
            operations: ['Decrypt'],
            at: WINDOW.to - 86_400_000,
            region: 'cn-hangzhou',
          },
        }),
        UNKNOWN,
      ],
      [
        'user agents changed',
        ruleContext({
          source: { why: 'agents-changed', operations: ['Decrypt'], at: WINDOW.to - 86_400_000, region: 'cn-hangzhou' },
        }),
        UNKNOWN,
      ],
      [
        'another account',
        ruleContext({
          source: { why: 'contradiction', what: 'account', name: '2000********0002', region: 'cn-hangzhou' },
        }),
        UNKNOWN,
      ],
    ],
    misses: [
      ['proven', ruleContext()],
      ['a gap', ruleContext({ gaps: [GAP] })],
    ],
  },
  'evidence-incomplete': {
    fires: [
      ['gap', ruleContext({ gaps: [GAP] }), UNKNOWN],
      ['empty window', ruleContext({ window: { from: WINDOW.to, to: WINDOW.to }, uses: [] }), UNKNOWN],
      ['created after asOf', ruleContext({ window: { from: WINDOW.to + 5_000, to: WINDOW.to }, uses: [] }), UNKNOWN],
      [
        'secrets not read',
        ruleContext({
          key: keySnapshot({ unread: [{ fact: 'secrets', reason: call('ListSecrets', 'Forbidden.NoPermission') }] }),
        }),
        UNKNOWN,
      ],
      [
        'aliases not read',
        ruleContext({ key: keySnapshot({ unread: [{ fact: 'aliases', reason: call('ListAliases', 'Throttling') }] }) }),
        UNKNOWN,
      ],
      [
        'fact not read',
        ruleContext({
          gaps: [GAP],
          key: keySnapshot({
            facts: { automaticRotation: null },
            unread: [
              { fact: 'aliases', reason: call('ListAliases', 'InternalFailure') },
              { fact: 'automaticRotation', reason: call('DescribeKey', 'InternalFailure') },
            ],
          }),
        }),
        effects('unknown', 'unknown'),
      ],
      ...(['keyState', 'origin', 'versions'] as const).map(
        (fact) =>
          [
            `${fact} missing without a word`,
            ruleContext({ key: keySnapshot({ facts: { [fact]: null } }) }),
            effects('unknown', 'unknown'),
          ] as const,
      ),
      ['no version', ruleContext({ key: keySnapshot({ facts: { versions: 0 } }) }), effects('unknown', 'unknown')],
      ['unclassified', ruleContext({ key: keySnapshot({ kind: 'unclassified' }) }), effects('unknown', 'unknown')],
    ],
    misses: [
      ['complete', ruleContext()],
      ['asymmetric key without rotation', ruleContext({ key: keySnapshot({ facts: { automaticRotation: null } }) })],
      ['gap of a service key', ruleContext({ gaps: [GAP], key: keySnapshot({ kind: 'service' }) })],
    ],
  },
  'no-use-seen': {
    fires: [['nothing', ruleContext({ uses: [] }), NOTE]],
    misses: [
      ['refused use', ruleContext({ uses: [use({ outcome: 'refused' })] })],
      ['unknown operation', ruleContext({ uses: [], unknownOperations: [use({ operation: 'DeriveDataKey' })] })],
      ['gap', ruleContext({ uses: [], gaps: [GAP] })],
      ['empty window', ruleContext({ uses: [], window: { from: WINDOW.to, to: WINDOW.to } })],
    ],
  },
  'cloud-service-use-only': {
    fires: [['RDS', ruleContext({ uses: [use({ caller: cloudService() })] }), NOTE]],
    misses: [
      [
        'and an unlisted service role',
        ruleContext({ uses: [use({ caller: cloudService() }), use({ caller: unlistedRole() })] }),
      ],
      ['nothing', ruleContext({ uses: [] })],
      ['and an application', ruleContext({ uses: [use({ caller: cloudService() }), use()] })],
      ['and a person', ruleContext({ uses: [use({ caller: cloudService() }), use({ caller: atConsole() })] })],
      [
        'and an unknown operation',
        ruleContext({
          uses: [use({ caller: cloudService() })],
          unknownOperations: [use({ operation: 'DeriveDataKey' })],
        }),
      ],
      ['gap', ruleContext({ uses: [use({ caller: cloudService() })], gaps: [GAP] })],
    ],
  },
} satisfies Partial<Readonly<Record<RuleId, RuleFixture>>>
