import type { KeyCase } from '../../../../shared/domain/case.ts'
import type { RulePack } from '../../../../shared/domain/rules/rule-pack.ts'
import type { Effect } from '../../../../shared/domain/verdict.ts'
import {
  application,
  atConsole,
  cloudService,
  keyCase,
  keySnapshot,
  unlistedRole,
  use,
  WINDOW,
} from '../case-factory.ts'

/** Cases in which a rule fires, with its effects, and near misses in which it does not. */
export interface RuleFixture {
  readonly fires: readonly (readonly [what: string, subject: KeyCase, effects: Readonly<Record<RulePack, Effect>>])[]
  readonly misses: readonly (readonly [what: string, subject: KeyCase])[]
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
export const FIXTURES: Readonly<Record<string, RuleFixture>> = {
  'service-key': {
    fires: [
      ['service key', keyCase({ key: keySnapshot({ kind: 'service' }) }), effects('not-required', 'not-required')],
    ],
    misses: [['CMK', keyCase()]],
  },
  'in-kms-instance': {
    fires: [
      [
        'first seen there',
        keyCase({ key: keySnapshot({ kind: 'instance', onceCandidate: false, facts: INSTANCE }) }),
        effects('not-required', 'not-required'),
      ],
      [
        'once a candidate',
        keyCase({ key: keySnapshot({ kind: 'instance', facts: INSTANCE }) }),
        effects('migrated', 'migrated'),
      ],
    ],
    misses: [
      ['CMK', keyCase()],
      ['unclassified', keyCase({ key: keySnapshot({ kind: 'unclassified' }) })],
    ],
  },
  'external-material': {
    fires: [['EXTERNAL', keyCase({ key: keySnapshot({ facts: { origin: 'EXTERNAL' } }) }), BLOCKED]],
    misses: [
      ['Aliyun_KMS', keyCase()],
      ['not read', keyCase({ key: keySnapshot({ facts: { origin: null } }) })],
    ],
  },
  'multiple-versions': {
    fires: [
      ['two versions', keyCase({ key: keySnapshot({ facts: { versions: 2 } }) }), BLOCKED],
      [
        'asymmetric key',
        keyCase({ key: keySnapshot({ facts: { versions: 2, keySpec: 'RSA_2048', automaticRotation: null } }) }),
        BLOCKED,
      ],
    ],
    misses: [
      ['one version', keyCase()],
      ['not read', keyCase({ key: keySnapshot({ facts: { versions: null } }) })],
    ],
  },
  'rotation-enabled': {
    fires: [
      ['Enabled', keyCase({ key: keySnapshot({ facts: { automaticRotation: 'Enabled' } }) }), ACTION],
      ['Suspended', keyCase({ key: keySnapshot({ facts: { automaticRotation: 'Suspended' } }) }), ACTION],
    ],
    misses: [
      ['Disabled', keyCase()],
      ['asymmetric key', keyCase({ key: keySnapshot({ facts: { automaticRotation: null } }) })],
      ['two versions', keyCase({ key: keySnapshot({ facts: { automaticRotation: 'Enabled', versions: 2 } }) })],
      ['versions not read', keyCase({ key: keySnapshot({ facts: { automaticRotation: 'Enabled', versions: null } }) })],
    ],
  },
  'pending-deletion': {
    fires: [['PendingDeletion', keyCase({ key: keySnapshot({ facts: { keyState: 'PendingDeletion' } }) }), ACTION]],
    misses: [['Disabled', keyCase({ key: keySnapshot({ facts: { keyState: 'Disabled' } }) })]],
  },
  'key-disabled': {
    fires: [['Disabled', keyCase({ key: keySnapshot({ facts: { keyState: 'Disabled' } }) }), NOTE]],
    misses: [['PendingDeletion', keyCase({ key: keySnapshot({ facts: { keyState: 'PendingDeletion' } }) })]],
  },
  'dependent-secrets': {
    fires: [['one secret', keyCase({ key: keySnapshot({ secrets: ['prod/db'] }) }), NOTE]],
    misses: [['none', keyCase()]],
  },
  'blocked-operation': {
    fires: [
      ['ReEncrypt', keyCase({ uses: [use({ operation: 'ReEncrypt' })] }), effects('blocked', 'note')],
      ['ExportDataKey', keyCase({ uses: [use({ operation: 'ExportDataKey' })] }), effects('blocked', 'note')],
      [
        'failed by the service',
        keyCase({ uses: [use({ operation: 'GenerateAndExportDataKey', outcome: 'service-failure' })] }),
        effects('blocked', 'note'),
      ],
    ],
    misses: [
      ['unlisted service role', keyCase({ uses: [use({ operation: 'ReEncrypt', caller: unlistedRole() })] })],
      ['other operation', keyCase({ uses: [use({ operation: 'GenerateDataKey' })] })],
      ['refused', keyCase({ uses: [use({ operation: 'ReEncrypt', outcome: 'refused' })] })],
      ['dry run', keyCase({ uses: [use({ operation: 'ReEncrypt', outcome: 'dry-run' })] })],
      ['cloud service', keyCase({ uses: [use({ operation: 'ReEncrypt', caller: cloudService() })] })],
      ['console', keyCase({ uses: [use({ operation: 'ReEncrypt', caller: atConsole() })] })],
      ['unsettled only', keyCase({ unsettled: [use({ operation: 'ReEncrypt' })] })],
    ],
  },
  'blocked-operation-attempted': {
    fires: [
      ['refused', keyCase({ uses: [use({ operation: 'ReEncrypt', outcome: 'refused' })] }), NOTE],
      ['dry run', keyCase({ uses: [use({ operation: 'ExportDataKey', outcome: 'dry-run' })] }), NOTE],
    ],
    misses: [
      ['no such call', keyCase()],
      [
        'one was made',
        keyCase({
          uses: [use({ operation: 'ReEncrypt', outcome: 'refused' }), use({ operation: 'ReEncrypt', outcome: 'made' })],
        }),
      ],
      ['console', keyCase({ uses: [use({ operation: 'ReEncrypt', outcome: 'refused', caller: atConsole() })] })],
      ['other operation refused', keyCase({ uses: [use({ outcome: 'refused' })] })],
    ],
  },
  'unsupported-language': {
    fires: (['nodejs', 'php', 'dotnet', 'cpp', 'swift', 'ruby', 'cli', 'terraform'] as const).map((client) => [
      client,
      keyCase({ uses: [use(), use({ caller: application({ client }), outcome: 'refused' })] }),
      SUPPORT,
    ]),
    misses: [
      ['unlisted service role', keyCase({ uses: [use({ caller: unlistedRole({ client: 'nodejs' }) })] })],
      ...(['java', 'go', 'python', 'unknown'] as const).map(
        (client) => [client, keyCase({ uses: [use({ caller: application({ client }) })] })] as const,
      ),
      ['console', keyCase({ uses: [use({ caller: { ...atConsole(), client: 'nodejs' } })] })],
    ],
  },
  'outside-alibaba-cloud': {
    fires: [
      ['public, ranges known', keyCase({ uses: [use({ caller: PUBLIC })], ownRangesKnown: true }), SUPPORT],
      [
        'public without an address',
        keyCase({ uses: [use({ caller: application({ network: 'public' }) })], ownRangesKnown: true }),
        SUPPORT,
      ],
    ],
    misses: [
      [
        'unlisted service role',
        keyCase({ uses: [use({ caller: unlistedRole({ network: 'public' }) })], ownRangesKnown: true }),
      ],
      ['ranges not known', keyCase({ uses: [use({ caller: PUBLIC })] })],
      [
        'own network',
        keyCase({ uses: [use({ caller: application({ network: 'own-network' }) })], ownRangesKnown: true }),
      ],
      ['console', keyCase({ uses: [use({ caller: { ...atConsole(), network: 'public' } })], ownRangesKnown: true })],
    ],
  },
  'unknown-network': {
    fires: [
      ['public, ranges not known', keyCase({ uses: [use({ caller: PUBLIC })] }), UNKNOWN],
      ['no address', keyCase({ uses: [use({ caller: application({ network: 'unknown' }) })] }), UNKNOWN],
      [
        'no address, ranges known',
        keyCase({ uses: [use({ caller: application({ network: 'unknown' }) })], ownRangesKnown: true }),
        UNKNOWN,
      ],
    ],
    misses: [
      ['unlisted service role', keyCase({ uses: [use({ caller: unlistedRole({ network: 'unknown' }) })] })],
      ['public, ranges known', keyCase({ uses: [use({ caller: PUBLIC })], ownRangesKnown: true })],
      ['intranet', keyCase({ uses: [use({ caller: application({ network: 'internal' }) })] })],
      ['cloud service', keyCase({ uses: [use({ caller: { ...cloudService(), network: 'public' } })] })],
    ],
  },
  'unknown-client': {
    fires: [['not recognised', keyCase({ uses: [use({ caller: application({ client: 'unknown' }) })] }), UNKNOWN]],
    misses: [
      ['unlisted service role', keyCase({ uses: [use({ caller: unlistedRole({ client: 'unknown' }) })] })],
      ['Java', keyCase()],
      ['console', keyCase({ uses: [use({ caller: { ...atConsole(), client: 'unknown' } })] })],
    ],
  },
  'unknown-service-role': {
    fires: [
      ['language not known', keyCase({ uses: [use({ caller: unlistedRole({ client: 'unknown' }) })] }), UNKNOWN],
      ['Node.js', keyCase({ uses: [use({ caller: unlistedRole({ client: 'nodejs' }) })] }), UNKNOWN],
      [
        'no address',
        keyCase({ uses: [use({ caller: unlistedRole({ network: 'unknown' }) })], ownRangesKnown: true }),
        UNKNOWN,
      ],
      [
        'outside',
        keyCase({ uses: [use({ caller: unlistedRole({ network: 'public' }) })], ownRangesKnown: true }),
        UNKNOWN,
      ],
      ['ReEncrypt', keyCase({ uses: [use({ caller: unlistedRole(), operation: 'ReEncrypt' })] }), UNKNOWN],
    ],
    misses: [
      ['Java in a VPC', keyCase({ uses: [use({ caller: unlistedRole() })] })],
      [
        'ReEncrypt was refused',
        keyCase({ uses: [use({ caller: unlistedRole(), operation: 'ReEncrypt', outcome: 'refused' })] }),
      ],
      ['application', keyCase({ uses: [use({ caller: application({ client: 'unknown' }) })] })],
      ['cloud service', keyCase({ uses: [use({ caller: cloudService() })] })],
    ],
  },
  'unknown-operation': {
    fires: [
      ['one', keyCase({ unknownOperations: [use({ operation: 'DeriveDataKey' })] }), UNKNOWN],
      [
        'unlisted service role',
        keyCase({ unknownOperations: [use({ operation: 'DeriveDataKey', caller: unlistedRole() })] }),
        UNKNOWN,
      ],
      [
        'failed by the service',
        keyCase({ unknownOperations: [use({ operation: 'DeriveDataKey', outcome: 'service-failure' })] }),
        UNKNOWN,
      ],
    ],
    misses: [
      ['refused', keyCase({ unknownOperations: [use({ operation: 'DeriveDataKey', outcome: 'refused' })] })],
      ['dry run', keyCase({ unknownOperations: [use({ operation: 'DeriveDataKey', outcome: 'dry-run' })] })],
      ['console', keyCase({ unknownOperations: [use({ operation: 'DeriveDataKey', caller: atConsole() })] })],
      ['cloud service', keyCase({ unknownOperations: [use({ operation: 'DeriveDataKey', caller: cloudService() })] })],
      [
        'service key',
        keyCase({ unknownOperations: [use({ operation: 'DeriveDataKey' })], key: keySnapshot({ kind: 'service' }) }),
      ],
    ],
  },
  'unattributed-operation': {
    fires: [['one', keyCase({ unsettled: [use({ operation: 'ExportDataKey' })] }), UNKNOWN]],
    misses: [
      ['untied only', keyCase({ untied: [use()] })],
      [
        'service key',
        keyCase({ unsettled: [use({ operation: 'ExportDataKey' })], key: keySnapshot({ kind: 'service' }) }),
      ],
    ],
  },
  'unattributed-use': {
    fires: [['one', keyCase({ untied: [use({ caller: application({ client: 'php' }) })] }), UNKNOWN]],
    misses: [
      ['unsettled only', keyCase({ unsettled: [use({ operation: 'ReEncrypt' })] })],
      ['instance key', keyCase({ untied: [use()], key: keySnapshot({ kind: 'instance', facts: INSTANCE }) })],
    ],
  },
  'source-unproven': {
    fires: [
      ['nothing shown', keyCase({ source: { why: 'no-event', region: 'cn-hangzhou' }, uses: [] }), UNKNOWN],
      [
        'own calls missing',
        keyCase({ source: { why: 'own-calls-missing', at: WINDOW.to - 86_400_000, region: 'cn-hangzhou' } }),
        UNKNOWN,
      ],
      [
        'events gone',
        keyCase({ source: { why: 'events-missing', at: WINDOW.to - 86_400_000, region: 'cn-hangzhou' } }),
        UNKNOWN,
      ],
      [
        'another region',
        keyCase({ source: { why: 'contradiction', what: 'region', name: 'cn-beijing', region: 'cn-hangzhou' } }),
        UNKNOWN,
      ],
      [
        'another account',
        keyCase({ source: { why: 'contradiction', what: 'account', name: '2000********0002', region: 'cn-hangzhou' } }),
        UNKNOWN,
      ],
    ],
    misses: [
      ['proven', keyCase()],
      ['a gap', keyCase({ gaps: [GAP] })],
    ],
  },
  'evidence-incomplete': {
    fires: [
      ['gap', keyCase({ gaps: [GAP] }), UNKNOWN],
      ['empty window', keyCase({ window: { from: WINDOW.to, to: WINDOW.to }, uses: [] }), UNKNOWN],
      ['created after asOf', keyCase({ window: { from: WINDOW.to + 5_000, to: WINDOW.to }, uses: [] }), UNKNOWN],
      [
        'secrets not read',
        keyCase({ key: keySnapshot({ unread: [{ fact: 'secrets', reason: 'ListSecrets: Forbidden.NoPermission' }] }) }),
        UNKNOWN,
      ],
      [
        'aliases not read',
        keyCase({ key: keySnapshot({ unread: [{ fact: 'aliases', reason: 'ListAliases: Throttling' }] }) }),
        UNKNOWN,
      ],
      [
        'fact not read',
        keyCase({
          gaps: [GAP],
          key: keySnapshot({
            facts: { automaticRotation: null },
            unread: [
              { fact: 'aliases', reason: 'ListAliases: InternalFailure' },
              { fact: 'automaticRotation', reason: 'DescribeKey: InternalFailure' },
            ],
          }),
        }),
        effects('unknown', 'unknown'),
      ],
      ...(['keyState', 'origin', 'versions'] as const).map(
        (fact) =>
          [
            `${fact} missing without a word`,
            keyCase({ key: keySnapshot({ facts: { [fact]: null } }) }),
            effects('unknown', 'unknown'),
          ] as const,
      ),
      ['no version', keyCase({ key: keySnapshot({ facts: { versions: 0 } }) }), effects('unknown', 'unknown')],
      ['unclassified', keyCase({ key: keySnapshot({ kind: 'unclassified' }) }), effects('unknown', 'unknown')],
    ],
    misses: [
      ['complete', keyCase()],
      ['asymmetric key without rotation', keyCase({ key: keySnapshot({ facts: { automaticRotation: null } }) })],
      ['gap of a service key', keyCase({ gaps: [GAP], key: keySnapshot({ kind: 'service' }) })],
    ],
  },
  'no-use-seen': {
    fires: [['nothing', keyCase({ uses: [] }), NOTE]],
    misses: [
      ['refused use', keyCase({ uses: [use({ outcome: 'refused' })] })],
      ['unknown operation', keyCase({ uses: [], unknownOperations: [use({ operation: 'DeriveDataKey' })] })],
      ['gap', keyCase({ uses: [], gaps: [GAP] })],
      ['empty window', keyCase({ uses: [], window: { from: WINDOW.to, to: WINDOW.to } })],
    ],
  },
  'cloud-service-use-only': {
    fires: [['RDS', keyCase({ uses: [use({ caller: cloudService() })] }), NOTE]],
    misses: [
      [
        'and an unlisted service role',
        keyCase({ uses: [use({ caller: cloudService() }), use({ caller: unlistedRole() })] }),
      ],
      ['nothing', keyCase({ uses: [] })],
      ['and an application', keyCase({ uses: [use({ caller: cloudService() }), use()] })],
      ['and a person', keyCase({ uses: [use({ caller: cloudService() }), use({ caller: atConsole() })] })],
      [
        'and an unknown operation',
        keyCase({ uses: [use({ caller: cloudService() })], unknownOperations: [use({ operation: 'DeriveDataKey' })] }),
      ],
      ['gap', keyCase({ uses: [use({ caller: cloudService() })], gaps: [GAP] })],
    ],
  },
}
