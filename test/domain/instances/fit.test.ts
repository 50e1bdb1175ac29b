import { describe, expect, it } from 'vitest'
import { type Arrival, fitOf } from '../../../shared/domain/instances/fit.ts'
import type { KmsInstance } from '../../../shared/domain/instances/kms-instance.ts'
import { jointPeak } from '../../../shared/domain/instances/peak-use.ts'
import { found, kmsInstance, peakUse } from '../../support/domain/instances.ts'

const NOW = Date.parse('2026-11-23T07:00:00Z')
const AES = new Map([['Aliyun_AES_256', 10]])
const HOUR = 3_600

type Parts = Partial<Omit<Arrival, 'moving'>> & Partial<Arrival['moving']> & { readonly asOf?: string }

/** Levels, ids and params of what is said; the instance's own id is in all of them. The image is always said of what is not a hardware instance. */
function saidOf(
  instance: KmsInstance,
  {
    keys = 10,
    secrets = 5,
    specs = AES,
    vpcCallers = 0,
    otherVpcCallers = 0,
    vpcs = new Set<string>(),
    asOf,
    ...rest
  }: Parts = {},
) {
  const arrival: Arrival = {
    moving: { keys, secrets, specs, vpcCallers, otherVpcCallers, vpcs },
    peak: jointPeak([peakUse(HOUR)]),
    ...{ lastWindow: '2026-12-05T19:00:00Z', kind: 'hardware', now: NOW },
    ...rest,
  }
  return fitOf(found(instance, asOf), arrival).map(({ level, text }) => {
    const { instance: named, ...params } = text.params as Record<string, unknown>
    expect(named).toBe(instance.id)
    return [level, text.id, params]
  })
}

describe('an instance', () => {
  it('that has room, speed and time is good', () => {
    expect(saidOf(kmsInstance())).toEqual([])
  })

  it('is asked for its image where it may be a software instance', () => {
    for (const kind of ['software', undefined] as const)
      expect(saidOf(kmsInstance(), { kind })).toEqual([['check', 'instance-image', {}]])
  })

  it.each(['Uninitialized', 'Connecting', 'Disconnected', 'Error', 'a new word'])(
    'of status %s takes no key',
    (status) => {
      const unread = [{ what: 'key' as const, reason: 'GetKmsInstanceQuotaInfos: Forbidden.DKMSInstanceStateInvalid' }]
      expect(saidOf(kmsInstance({ details: { status }, unread }))).toEqual([
        ['problem', 'instance-not-connected', { status }],
      ])
    },
  )

  it('whose status was not told takes no key', () => {
    expect(saidOf(kmsInstance({ details: { status: null } }))).toEqual([
      ['problem', 'instance-not-connected', { status: '?' }],
    ])
  })

  it('lacks room for one key and one secret more than it has', () => {
    expect(saidOf(kmsInstance(), { keys: 100, secrets: 40 })).toEqual([])
    expect(saidOf(kmsInstance(), { keys: 101, secrets: 45 })).toEqual([
      ['problem', 'instance-lacks-keys', { needed: 101, free: 100, missing: 1 }],
      ['problem', 'instance-lacks-secrets', { needed: 45, free: 40, missing: 5 }],
    ])
  })

  it('of which nobody knows how much is used has room for no more than its quota', () => {
    const quotas = { key: { quota: 50, used: null }, secret: { quota: null, used: null } }
    expect(saidOf(kmsInstance({ quotas }), { keys: 50, secrets: 1_000 })).toEqual([])
    expect(saidOf(kmsInstance({ quotas }), { keys: 51 })).toEqual([
      ['problem', 'instance-lacks-keys', { needed: 51, free: 50, missing: 1 }],
    ])
  })

  it('that is used beyond its quota has no room at all', () => {
    const quotas = { key: { quota: 10, used: 12 } }
    expect(saidOf(kmsInstance({ quotas }), { keys: 1 })).toEqual([
      ['problem', 'instance-lacks-keys', { needed: 1, free: 0, missing: 1 }],
    ])
  })

  it.each([
    ['a third of its tier', 333 * HOUR, undefined],
    ['more than a third', 340 * HOUR, ['check', 'instance-perhaps-too-slow', 340]],
    ['its tier', 1_000 * HOUR, ['check', 'instance-perhaps-too-slow', 1_000]],
    ['more than its tier', 1_250 * HOUR, ['problem', 'instance-too-slow', 1_250]],
  ])('whose busiest hour takes %s', (_, calls, said) => {
    const [first] = saidOf(kmsInstance(), { peak: jointPeak([peakUse(calls)]) })
    expect(first && [first[0], first[1], (first[2] as { perSecond: number }).perSecond]).toEqual(said)
    if (said?.[1] === 'instance-too-slow')
      expect(first?.[2]).toMatchObject({ tier: 1000, missing: 250, calls, scopes: 1 })
  })

  it.each([
    ['a third', 3_000, 1_000, []],
    ['more than a third', 3_000, 1_001, ['instance-perhaps-too-slow']],
    ['nobody knows the tier', null, 9_000, []],
  ])('is slow only beyond a third of a tier that is known: %s', (_, tier, perSecond, ids) => {
    const instance = kmsInstance({ details: { spec: tier }, quotas: { qps: { quota: null, used: null } } })
    const said = saidOf(instance, { peak: jointPeak([peakUse(perSecond * HOUR)]) })
    expect(said.map(([, id]) => id)).toEqual(ids)
  })

  it('says where the busiest hour is not known, or in part', () => {
    expect(saidOf(kmsInstance(), { peak: undefined })).toEqual([['check', 'instance-peak-unknown', {}]])
    expect(saidOf(kmsInstance(), { peak: jointPeak([peakUse(5, false)]) })).toEqual([
      ['check', 'instance-peak-incomplete', {}],
    ])
  })

  it.each([
    ['2026-11-23T07:00:00Z', ['problem', 'instance-ended', {}]],
    ['2026-12-05T18:59:59Z', ['problem', 'instance-ends-before', { window: '2026-12-05T19:00:00Z' }]],
    ['2026-12-05T19:00:00Z', ['check', 'instance-ends-soon', { days: 12 }]],
    ['2027-02-21T07:00:00Z', ['check', 'instance-ends-soon', { days: 90 }]],
    ['2027-02-21T07:00:01Z', undefined],
  ] as const)('that ends at %s', (endsAt, said) => {
    expect(saidOf(kmsInstance({ details: { endsAt } }))).toEqual(
      said ? [[said[0], said[1], { endsAt, ...said[2] }]] : [],
    )
  })

  it('without windows is not late for any, and one that is paid as it goes has no end', () => {
    expect(saidOf(kmsInstance({ details: { endsAt: '2027-06-01T00:00:00Z' } }), { lastWindow: null })).toEqual([])
    expect(saidOf(kmsInstance({ details: { endsAt: null, chargeType: 'POSTPAY' } }))).toEqual([])
    expect(saidOf(kmsInstance({ details: { endsAt: null } }))).toEqual([['check', 'instance-end-unknown', {}]])
  })

  it('takes the key specs of its kind, and asks for the kind only where it matters', () => {
    const specs = new Map([
      ['RSA_2048', 2],
      ['EC_SM2', 1],
      ['Aliyun_SM4', 3],
    ])
    const refused = { specs: ['Aliyun_SM4', 'EC_SM2'], keys: 4 }
    expect(saidOf(kmsInstance(), { specs })).toEqual([])
    expect(saidOf(kmsInstance(), { specs, kind: 'software' })[0]).toEqual([
      'problem',
      'instance-refuses-specs',
      { ...refused, kind: 'software' },
    ])
    expect(saidOf(kmsInstance(), { specs, kind: undefined })[0]).toEqual(['check', 'instance-kind-unknown', refused])
  })

  it('is not reached from the VPCs of applications that are not bound to it', () => {
    const vpcs = new Set(['vpc-1', 'vpc-3', 'vpc-2'])
    expect(saidOf(kmsInstance(), { vpcCallers: 3, vpcs })).toEqual([
      ['problem', 'instance-lacks-vpcs', { missing: ['vpc-2', 'vpc-3'], room: 4 }],
    ])
    const details = { vpcs: ['VPC-1', 'vpc-2', 'vpc-3'].map((id) => ({ id, owner: null })) }
    expect(saidOf(kmsInstance({ details }), { vpcCallers: 3, vpcs })).toEqual([])
  })

  it('names its VPCs where applications call from VPCs that nobody knows', () => {
    expect(saidOf(kmsInstance(), { vpcCallers: 3, otherVpcCallers: 3 })).toEqual([
      ['check', 'instance-vpcs', { callers: 3, vpcs: ['vpc-1'] }],
    ])
  })

  it('says what was not read of it, and that it was read long ago', () => {
    const reason = 'GetKmsInstance: Forbidden.NoPermission'
    const unread = [
      { what: 'details' as const, reason },
      { what: 'key' as const, reason },
    ]
    expect(saidOf(kmsInstance({ details: null, unread }), { vpcCallers: 2, otherVpcCallers: 2 })).toEqual([
      ['check', 'instance-part-unread', { reasons: [reason] }],
    ])
    expect(saidOf(kmsInstance({ details: null }))).toEqual([['check', 'instance-not-read', {}]])
    const asOf = '2026-11-20T07:00:00Z'
    expect(saidOf(kmsInstance(), { asOf })).toEqual([['check', 'instance-read-long-ago', { asOf }]])
  })

  it('puts what does not fit first', () => {
    const parts = { ...{ peak: undefined, kind: 'software' as const, keys: 500 }, vpcs: new Set(['vpc-2']) }
    const said = saidOf(kmsInstance(), parts).map(([level, id]) => [level, id])
    expect(said).toEqual([
      ['problem', 'instance-lacks-keys'],
      ['problem', 'instance-lacks-vpcs'],
      ['check', 'instance-peak-unknown'],
      ['check', 'instance-image'],
    ])
  })
})
