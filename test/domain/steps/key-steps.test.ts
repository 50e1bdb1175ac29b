import { describe, expect, it } from 'vitest'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { rotationOffSteps, rotationOnSteps } from '../../../shared/domain/steps/rotation-steps.ts'
import { stepsOf } from '../../../shared/domain/steps/steps-of.ts'
import { terraformSeen } from '../../../shared/domain/steps/terraform.ts'
import { finding, NOW, row } from '../../support/rows.ts'

const OWNED = { keyId: 'key-1', region: 'cn-shanghai', owner: 'payments' }

function rotating(facts: Partial<ReadinessRow['facts']>): ReadinessRow {
  return row({ ...OWNED, facts: { ...row().facts, automaticRotation: 'Enabled', ...facts } })
}

describe('automatic rotation', () => {
  // `NOW` is 2026-11-23T01:30:00Z.
  it.each([
    {
      rotation: { automaticRotation: 'Enabled', nextRotationAt: '2026-12-01T09:30:00+08:00' },
      says: { suspended: false, urgency: 'soon', daysLeft: 8, nextRotationAt: '2026-12-01T01:30:00Z' },
      by: { by: '2026-12-01T01:30:00Z' },
    },
    {
      rotation: { automaticRotation: 'Suspended', nextRotationAt: '2026-11-20T00:00:00Z' },
      says: { suspended: true, urgency: 'due', daysLeft: 0, nextRotationAt: '2026-11-20T00:00:00Z' },
      by: { by: '2026-11-20T00:00:00Z' },
    },
    {
      rotation: { automaticRotation: 'Enabled', nextRotationAt: null },
      says: { suspended: false, urgency: 'undated', daysLeft: 0, nextRotationAt: '' },
      by: {},
    },
  ])('is switched off by its owner before the move: $rotation', ({ rotation, says, by }) => {
    const whose = { when: 'before', forWhom: { owner: 'payments' } }
    expect(rotationOffSteps(rotating(rotation), NOW)).toEqual([
      { id: 'rotation-off', params: { keyId: 'key-1', region: 'cn-shanghai', ...says }, ...whose, ...by },
      { id: 'rotation-rule', params: {}, ...whose },
    ])
  })

  it('is switched on again after the move', () => {
    const params = { keyId: 'key-1', region: 'cn-shanghai' }
    expect(rotationOnSteps(rotating({}))).toEqual([
      { id: 'rotation-on', params, when: 'after', forWhom: { owner: 'payments' } },
    ])
  })

  it.each(['Disabled', null])('asks for nothing where it is %s', (automaticRotation) => {
    const subject = rotating({ automaticRotation, nextRotationAt: '2026-12-01T00:00:00Z' })
    expect(rotationOffSteps(subject, NOW)).toEqual([])
    expect(rotationOnSteps(subject)).toEqual([])
  })
})

it('the deletion of a key is cancelled by its owner before the move', () => {
  const subject = row({ ...OWNED, facts: { ...row().facts, keyState: 'PendingDeletion' } })
  const params = { keyId: 'key-1', region: 'cn-shanghai' }
  expect(stepsOf(subject, NOW)).toEqual([
    { id: 'cancel-deletion', params, when: 'before', forWhom: { owner: 'payments' } },
  ])
})

it('ten secrets are named by their order, and the others counted', () => {
  const secrets = ['l', 'k', 'j', 'i', 'h', 'g', 'f', 'e', 'd', 'c', 'b', 'a']
  expect(stepsOf(row({ secrets }), NOW).map(({ params }) => params)).toEqual([
    { secrets: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'], more: 2, byTicket: true },
  ])
})

it.each([
  ['blocked', []],
  ['note', ['secrets-after-key']],
] as const)('external key material ends all steps only where it blocks: %s', (effect, expected) => {
  const subject = row({ secrets: ['db'], findings: [finding({ rule: 'external-material', effect })] })
  expect(stepsOf(subject, NOW).map(({ id }) => id)).toEqual(expected)
})

it.each([
  [{ key: 'Terraform', value: '' }, 'tag'],
  [{ key: 'iac', value: ' HashiCorp TERRAFORM ' }, 'tag'],
  [{ key: 'terraform', value: ' No\u200b' }, undefined],
  [{ key: 'terraform', value: '0' }, undefined],
  [{ key: 'terraform', value: 'None' }, undefined],
])('a tag is read without case, space and what nobody sees: %j', (tag, seen) => {
  expect(terraformSeen(row({ tags: [tag] }))).toBe(seen)
})
