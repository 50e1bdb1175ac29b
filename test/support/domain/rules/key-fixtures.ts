import type { InstanceKind } from '../../../../shared/domain/instances/instance-kind.ts'
import type { RuleContext } from '../../../../shared/domain/rule-context.ts'
import type { RuleId } from '../../../../shared/domain/rules/rule-id.ts'
import { afterMove, keySnapshot, ruleContext } from '../case-factory.ts'
import { ACTION, BLOCKED, effects, INSTANCE, NOTE, type RuleFixture } from './rule-fixture.ts'

const MOVED = keySnapshot({ kind: 'instance', facts: INSTANCE })

/** Rules on what a key is and holds. */
export const KEY_FIXTURES = {
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
  'old-gateway-use': {
    fires: [
      ['somebody fails', ruleContext({ key: MOVED, afterMove: afterMove({ left: 1, failing: 1 }) }), NOTE],
      ['somebody stays', ruleContext({ key: MOVED, afterMove: afterMove({ left: 1 }) }), NOTE],
    ],
    misses: [
      ['nobody is left', ruleContext({ key: MOVED, afterMove: afterMove() })],
      ['no run has seen the move', ruleContext({ key: MOVED })],
      ['CMK', ruleContext()],
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
  'key-spec-unsupported': {
    fires: [
      ['SM4 into a software instance', ofSpec('Aliyun_SM4', 'software'), ACTION],
      ['SM2 into a software instance, in other letters', ofSpec('ec_sm2', 'software'), ACTION],
      ['a spec that no page names, into a hardware instance', ofSpec('RSA_1024', 'hardware'), ACTION],
    ],
    misses: [
      ['AES into a software instance', ofSpec('Aliyun_AES_256', 'software')],
      ['RSA into a software instance', ofSpec('RSA_4096', 'software')],
      ['SM4 into a hardware instance', ofSpec('Aliyun_SM4', 'hardware')],
      ['not read', ofSpec(null, 'software')],
      ['an instance of which nobody said the kind', ofSpec('Aliyun_SM4')],
      ['no destination', ruleContext({ key: keySnapshot({ facts: { keySpec: 'Aliyun_SM4' } }) })],
    ],
  },
  'dependent-secrets': {
    fires: [['one secret', ruleContext({ key: keySnapshot({ secrets: ['prod/db'] }) }), NOTE]],
    misses: [['none', ruleContext()]],
  },
  'needed-by-resource': {
    fires: [
      [
        'a disk',
        ruleContext({
          key: keySnapshot({
            resources: [{ service: 'ecs', kind: 'disk', id: 'd-1', use: 'In_use', attachedTo: 'i-1' }],
          }),
        }),
        NOTE,
      ],
      [
        'a tag of a service',
        ruleContext({
          key: keySnapshot({
            resources: [{ service: 'tag', kind: 'tag', id: 'acs:rds:instance-encryption', use: 'true' }],
          }),
        }),
        NOTE,
      ],
    ],
    misses: [
      ['not read', ruleContext()],
      ['none', ruleContext({ key: keySnapshot({ resources: [], moreResources: 0, resourceReads: [] }) })],
    ],
  },
} satisfies Partial<Readonly<Record<RuleId, RuleFixture>>>

function ofSpec(keySpec: string | null, kind?: InstanceKind): RuleContext {
  const key = keySnapshot({ facts: { keySpec } })
  return ruleContext({ key, destination: { instance: 'kst-hzz1', ...(kind && { kind }) } })
}
