import type { RuleContext } from '../../../../shared/domain/rule-context.ts'
import type { RuleId } from '../../../../shared/domain/rules/rule-id.ts'
import type { RulePack } from '../../../../shared/domain/rules/rule-packs.ts'
import type { Effect } from '../../../../shared/domain/verdict.ts'
import { call } from '../call.ts'
import {
  application,
  atConsole,
  cloudService,
  keySnapshot,
  ruleContext,
  unlistedRole,
  use,
  WINDOW,
} from '../case-factory.ts'

/** Cases in which a rule fires, with its effects, and near misses in which it does not. */
export interface RuleFixture {
  readonly fires: readonly (readonly [
    what: string,
    subject: RuleContext,
    effects: Readonly<Record<RulePack, Effect>>,
  ])[]
  readonly misses: readonly (readonly [what: string, subject: RuleContext])[]
}

function effects(literal: Effect, newer: Effect): Readonly<Record<RulePack, Effect>> {
  return { '2023-09': literal, '2024-11': newer }
}

const NOTE = effects('note', 'note')
const BLOCKED = effects('blocked', 'blocked')
const ACTION = effects('action-required', 'action-required')
const UNKNOWN = effects('unknown', 'note')
const SUPPORT = effects('support-required', 'note')
const GAP = { from: WINDOW.from, to: WINDOW.from + 1_000 }
const INSTANCE = { kmsInstanceId: 'kst-hzz62ee817bvyyr5x****' }
const PUBLIC = application({ network: 'public', address: '203.0.113.9' })

/** By rule id. */
export const FIXTURES: Readonly<Record<RuleId, RuleFixture>> = {
  'service-key': {
    fires: [
      ['service key', ruleContext({ key: keySnapshot({ kind: 'service' }) }), effects('not-required', 'not-required')],
    ],
    misses: [['CMK', ruleContext()]],
  },
  'in-kms-instance': {
    fires: [
      [
        'first seen there',
        ruleContext({ key: keySnapshot({ kind: 'instance', onceCandidate: false, facts: INSTANCE }) }),
        effects('not-required', 'not-required'),
      ],
      [
        'once a candidate',
        ruleContext({ key: keySnapshot({ kind: 'instance', facts: INSTANCE }) }),
        effects('migrated', 'migrated'),
      ],
    ],
    misses: [
      ['CMK', ruleContext()],
      ['unclassified', ruleContext({ key: keySnapshot({ kind: 'unclassified' }) })],
    ],
  },
  'external-material': {
    fires: [['EXTERNAL', ruleContext({ key: keySnapshot({ facts: { origin: 'EXTERNAL' } }) }), BLOCKED]],
    misses: [
      ['Aliyun_KMS', ruleContext()],
      ['not read', ruleContext({ key: keySnapshot({ facts: { origin: null } }) })],
    ],
  },
  'multiple-versions': {
    fires: [
      ['two versions', ruleContext({ key: keySnapshot({ facts: { versions: 2 } }) }), BLOCKED],
      [
        'asymmetric key',
        ruleContext({ key: keySnapshot({ facts: { versions: 2, keySpec: 'RSA_2048', automaticRotation: null } }) }),
        BLOCKED,
      ],
    ],
    misses: [
      ['one version', ruleContext()],
      ['not read', ruleContext({ key: keySnapshot({ facts: { versions: null } }) })],
    ],
  },
  'rotation-enabled': {
    fires: [
      ['Enabled', ruleContext({ key: keySnapshot({ facts: { automaticRotation: 'Enabled' } }) }), ACTION],
      ['Suspended', ruleContext({ key: keySnapshot({ facts: { automaticRotation: 'Suspended' } }) }), ACTION],
    ],
    misses: [
      ['Disabled', ruleContext()],
      ['asymmetric key', ruleContext({ key: keySnapshot({ facts: { automaticRotation: null } }) })],
      ['two versions', ruleContext({ key: keySnapshot({ facts: { automaticRotation: 'Enabled', versions: 2 } }) })],
      [
        'versions not read',
        ruleContext({ key: keySnapshot({ facts: { automaticRotation: 'Enabled', versions: null } }) }),
      ],
    ],
  },
  'pending-deletion': {
    fires: [['PendingDeletion', ruleContext({ key: keySnapshot({ facts: { keyState: 'PendingDeletion' } }) }), ACTION]],
    misses: [['Disabled', ruleContext({ key: keySnapshot({ facts: { keyState: 'Disabled' } }) })]],
  },
  'key-disabled': {
    fires: [['Disabled', ruleContext({ key: keySnapshot({ facts: { keyState: 'Disabled' } }) }), NOTE]],
    misses: [['PendingDeletion', ruleContext({ key: keySnapshot({ facts: { keyState: 'PendingDeletion' } }) })]],
  },
  'dependent-secrets': {
    fires: [['one secret', ruleContext({ key: keySnapshot({ secrets: ['prod/db'] }) }), NOTE]],
    misses: [['none', ruleContext()]],
  },
  'blocked-operation': {
    fires: [
      ['ReEncrypt', ruleContext({ uses: [use({ operation: 'ReEncrypt' })] }), effects('blocked', 'note')],
      ['ExportDataKey', ruleContext({ uses: [use({ operation: 'ExportDataKey' })] }), effects('blocked', 'note')],
      [
        'failed by the service',
        ruleContext({ uses: [use({ operation: 'GenerateAndExportDataKey', outcome: 'service-failure' })] }),
        effects('blocked', 'note'),
      ],
    ],
    misses: [
      ['unlisted service role', ruleContext({ uses: [use({ operation: 'ReEncrypt', caller: unlistedRole() })] })],
      ['other operation', ruleContext({ uses: [use({ operation: 'GenerateDataKey' })] })],
      ['refused', ruleContext({ uses: [use({ operation: 'ReEncrypt', outcome: 'refused' })] })],
      ['dry run', ruleContext({ uses: [use({ operation: 'ReEncrypt', outcome: 'dry-run' })] })],
      ['cloud service', ruleContext({ uses: [use({ operation: 'ReEncrypt', caller: cloudService() })] })],
      ['console', ruleContext({ uses: [use({ operation: 'ReEncrypt', caller: atConsole() })] })],
      ['unsettled only', ruleContext({ unattributedDeciding: [use({ operation: 'ReEncrypt' })] })],
    ],
  },
  'blocked-operation-attempted': {
    fires: [
      ['refused', ruleContext({ uses: [use({ operation: 'ReEncrypt', outcome: 'refused' })] }), NOTE],
      ['dry run', ruleContext({ uses: [use({ operation: 'ExportDataKey', outcome: 'dry-run' })] }), NOTE],
    ],
    misses: [
      ['no such call', ruleContext()],
      [
        'one was made',
        ruleContext({
          uses: [use({ operation: 'ReEncrypt', outcome: 'refused' }), use({ operation: 'ReEncrypt', outcome: 'made' })],
        }),
      ],
      ['console', ruleContext({ uses: [use({ operation: 'ReEncrypt', outcome: 'refused', caller: atConsole() })] })],
      ['other operation refused', ruleContext({ uses: [use({ outcome: 'refused' })] })],
    ],
  },
  'unsupported-language': {
    fires: (['nodejs', 'php', 'dotnet', 'cpp', 'swift', 'ruby', 'cli', 'terraform'] as const).map((client) => [
      client,
      ruleContext({ uses: [use(), use({ caller: application({ client }), outcome: 'refused' })] }),
      SUPPORT,
    ]),
    misses: [
      ['unlisted service role', ruleContext({ uses: [use({ caller: unlistedRole({ client: 'nodejs' }) })] })],
      ...(['java', 'go', 'python', 'unknown'] as const).map(
        (client) => [client, ruleContext({ uses: [use({ caller: application({ client }) })] })] as const,
      ),
      ['console', ruleContext({ uses: [use({ caller: { ...atConsole(), client: 'nodejs' } })] })],
    ],
  },
  'outside-alibaba-cloud': {
    fires: [
      ['public, ranges known', ruleContext({ uses: [use({ caller: PUBLIC })], ownRangesKnown: true }), SUPPORT],
      [
        'public without an address',
        ruleContext({ uses: [use({ caller: application({ network: 'public' }) })], ownRangesKnown: true }),
        SUPPORT,
      ],
    ],
    misses: [
      [
        'unlisted service role',
        ruleContext({ uses: [use({ caller: unlistedRole({ network: 'public' }) })], ownRangesKnown: true }),
      ],
      ['ranges not known', ruleContext({ uses: [use({ caller: PUBLIC })] })],
      [
        'own network',
        ruleContext({ uses: [use({ caller: application({ network: 'own-network' }) })], ownRangesKnown: true }),
      ],
      [
        'console',
        ruleContext({ uses: [use({ caller: { ...atConsole(), network: 'public' } })], ownRangesKnown: true }),
      ],
    ],
  },
  'unknown-network': {
    fires: [
      ['public, ranges not known', ruleContext({ uses: [use({ caller: PUBLIC })] }), UNKNOWN],
      ['no address', ruleContext({ uses: [use({ caller: application({ network: 'unknown' }) })] }), UNKNOWN],
      [
        'no address, ranges known',
        ruleContext({ uses: [use({ caller: application({ network: 'unknown' }) })], ownRangesKnown: true }),
        UNKNOWN,
      ],
    ],
    misses: [
      ['unlisted service role', ruleContext({ uses: [use({ caller: unlistedRole({ network: 'unknown' }) })] })],
      ['public, ranges known', ruleContext({ uses: [use({ caller: PUBLIC })], ownRangesKnown: true })],
      ['intranet', ruleContext({ uses: [use({ caller: application({ network: 'internal' }) })] })],
      ['cloud service', ruleContext({ uses: [use({ caller: { ...cloudService(), network: 'public' } })] })],
    ],
  },
  'unknown-client': {
    fires: [['not recognised', ruleContext({ uses: [use({ caller: application({ client: 'unknown' }) })] }), UNKNOWN]],
    misses: [
      ['unlisted service role', ruleContext({ uses: [use({ caller: unlistedRole({ client: 'unknown' }) })] })],
      ['Java', ruleContext()],
      ['console', ruleContext({ uses: [use({ caller: { ...atConsole(), client: 'unknown' } })] })],
    ],
  },
  'unknown-service-role': {
    fires: [
      ['language not known', ruleContext({ uses: [use({ caller: unlistedRole({ client: 'unknown' }) })] }), UNKNOWN],
      ['Node.js', ruleContext({ uses: [use({ caller: unlistedRole({ client: 'nodejs' }) })] }), UNKNOWN],
      [
        'no address',
        ruleContext({ uses: [use({ caller: unlistedRole({ network: 'unknown' }) })], ownRangesKnown: true }),
        UNKNOWN,
      ],
      [
        'outside',
        ruleContext({ uses: [use({ caller: unlistedRole({ network: 'public' }) })], ownRangesKnown: true }),
        UNKNOWN,
      ],
      ['ReEncrypt', ruleContext({ uses: [use({ caller: unlistedRole(), operation: 'ReEncrypt' })] }), UNKNOWN],
    ],
    misses: [
      ['Java in a VPC', ruleContext({ uses: [use({ caller: unlistedRole() })] })],
      [
        'ReEncrypt was refused',
        ruleContext({ uses: [use({ caller: unlistedRole(), operation: 'ReEncrypt', outcome: 'refused' })] }),
      ],
      ['application', ruleContext({ uses: [use({ caller: application({ client: 'unknown' }) })] })],
      ['cloud service', ruleContext({ uses: [use({ caller: cloudService() })] })],
    ],
  },
  'unknown-operation': {
    fires: [
      ['one', ruleContext({ unknownOperations: [use({ operation: 'DeriveDataKey' })] }), UNKNOWN],
      [
        'unlisted service role',
        ruleContext({ unknownOperations: [use({ operation: 'DeriveDataKey', caller: unlistedRole() })] }),
        UNKNOWN,
      ],
      [
        'failed by the service',
        ruleContext({ unknownOperations: [use({ operation: 'DeriveDataKey', outcome: 'service-failure' })] }),
        UNKNOWN,
      ],
    ],
    misses: [
      ['refused', ruleContext({ unknownOperations: [use({ operation: 'DeriveDataKey', outcome: 'refused' })] })],
      ['dry run', ruleContext({ unknownOperations: [use({ operation: 'DeriveDataKey', outcome: 'dry-run' })] })],
      ['console', ruleContext({ unknownOperations: [use({ operation: 'DeriveDataKey', caller: atConsole() })] })],
      [
        'cloud service',
        ruleContext({ unknownOperations: [use({ operation: 'DeriveDataKey', caller: cloudService() })] }),
      ],
      [
        'service key',
        ruleContext({
          unknownOperations: [use({ operation: 'DeriveDataKey' })],
          key: keySnapshot({ kind: 'service' }),
        }),
      ],
    ],
  },
  'unattributed-operation': {
    fires: [['one', ruleContext({ unattributedDeciding: [use({ operation: 'ExportDataKey' })] }), UNKNOWN]],
    misses: [
      ['untied only', ruleContext({ unattributedOther: [use()] })],
      [
        'service key',
        ruleContext({
          unattributedDeciding: [use({ operation: 'ExportDataKey' })],
          key: keySnapshot({ kind: 'service' }),
        }),
      ],
    ],
  },
  'unattributed-use': {
    fires: [['one', ruleContext({ unattributedOther: [use({ caller: application({ client: 'php' }) })] }), UNKNOWN]],
    misses: [
      ['unsettled only', ruleContext({ unattributedDeciding: [use({ operation: 'ReEncrypt' })] })],
      [
        'instance key',
        ruleContext({ unattributedOther: [use()], key: keySnapshot({ kind: 'instance', facts: INSTANCE }) }),
      ],
    ],
  },
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
}
