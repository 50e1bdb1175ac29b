import { describe, expect, it } from 'vitest'
import { instanceRows } from '../../../shared/domain/instances/instance-row.ts'
import { byRegion, type Destination } from '../../../shared/domain/plan/destination.ts'
import { kmsInstance, READ_AT, scopeInstances } from '../../support/domain/instances.ts'

const [HERE, OTHER] = ['1234567890123456', '9876543210987654']
const NOT_TOLD = { quota: null, used: null }
const NOWHERE = byRegion([])
const INTO = (...given: readonly Destination[]) => byRegion(given)

describe('a row of an instance', () => {
  it('holds all that is known of it', () => {
    const [row] = instanceRows([scopeInstances([kmsInstance()])], NOWHERE)
    expect(row).toEqual({
      ...{ accountId: HERE, region: 'cn-hangzhou', instance: 'kst-hzz1', name: 'main', status: 'Connected' },
      ...{ isDestination: false, kind: null, qps: 1000, chargeType: 'PREPAY' },
      ...{ keys: { quota: 1000, used: 900 }, secrets: { quota: 100, used: 60 } },
      ...{ vpcs: ['vpc-1'], vpcQuota: { quota: 5, used: 1 } },
      ...{ createdAt: '2024-01-10T08:00:00Z', endsAt: '2028-01-10T16:00:00Z', unread: [], asOf: READ_AT },
    })
  })

  it('whose details were refused has its quotas, and says why it has no more', () => {
    const unread = [{ what: 'details' as const, reason: 'GetKmsInstance: Forbidden.NoPermission' }]
    const [row] = instanceRows([scopeInstances([kmsInstance({ details: null, unread })])], NOWHERE)
    expect(row).toMatchObject({
      ...{ instance: 'kst-hzz1', name: null, status: null, chargeType: null, createdAt: null, endsAt: null },
      ...{ keys: { quota: 1000, used: 900 }, qps: 1000, vpcs: [] },
      unread: ['GetKmsInstance: Forbidden.NoPermission'],
    })
  })

  it.each<[string, readonly Destination[], boolean, string | null]>([
    ['its region has another one', [{ region: 'cn-hangzhou', instance: 'kst-hzz2', kind: 'hardware' }], false, null],
    ['another region names it', [{ region: 'cn-shanghai', instance: 'kst-hzz1', kind: 'hardware' }], false, null],
    ['nobody has said its kind', [{ region: 'cn-hangzhou', instance: 'kst-hzz1' }], true, null],
    ['its kind is said', [{ region: 'cn-hangzhou', instance: 'KST-HZZ1', kind: 'hardware' }], true, 'hardware'],
  ])('says whether keys are to move to it, where %s', (_, given, isDestination, kind) => {
    const [row] = instanceRows([scopeInstances([kmsInstance()])], INTO(...given))
    expect(row).toMatchObject({ isDestination, kind })
  })
})

describe('rows of instances', () => {
  it('are one for each that was listed, and none of a scope that was not read or has none', () => {
    const scopes = [
      scopeInstances([kmsInstance(), kmsInstance({ id: 'kst-hzz2' })]),
      { accountId: OTHER, region: 'cn-hangzhou' },
      scopeInstances([], { region: 'cn-shanghai' }),
    ]
    expect(instanceRows(scopes, NOWHERE).map(({ instance }) => instance)).toEqual(['kst-hzz1', 'kst-hzz2'])
  })

  it('are one without an instance where the list was refused, which says why', () => {
    expect(instanceRows([scopeInstances(null)], NOWHERE)).toEqual([
      {
        ...{ accountId: HERE, region: 'cn-hangzhou', instance: null, name: null, status: null },
        ...{ isDestination: false, kind: null, qps: null, chargeType: null },
        ...{ keys: NOT_TOLD, secrets: NOT_TOLD, vpcs: [], vpcQuota: NOT_TOLD, createdAt: null, endsAt: null },
        ...{ unread: ['ListKmsInstances: Forbidden.NoPermission'], asOf: READ_AT },
      },
    ])
  })

  it.each([
    ['none is named', {}, ['a', 'b', 'c']],
    ['accounts are named', { account: [OTHER] }, ['b']],
    ['regions are named', { region: ['cn-shanghai'] }, ['c']],
    ['both are named', { account: [HERE], region: ['cn-hangzhou', 'cn-beijing'] }, ['a']],
    ['nothing is in those that are named', { account: [OTHER], region: ['cn-shanghai'] }, []],
  ])('are of the accounts and regions that are asked for, or of all: %s', (_, filter, ids) => {
    const scopes = [
      scopeInstances([kmsInstance({ id: 'a' })]),
      scopeInstances([kmsInstance({ id: 'b' })], { accountId: OTHER }),
      scopeInstances([kmsInstance({ id: 'c' })], { region: 'cn-shanghai' }),
    ]
    expect(instanceRows(scopes, NOWHERE, filter).map(({ instance }) => instance)).toEqual(ids)
  })
})
