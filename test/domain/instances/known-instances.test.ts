import { describe, expect, it } from 'vitest'
import { type FoundInstance, KnownInstances } from '../../../shared/domain/instances/known-instances.ts'
import { kmsInstance, peakUse, READ_AT, scopeInstances } from '../../support/domain/instances.ts'

const [HERE, OTHER, NEW] = ['1234567890123456', '9876543210987654', '5555555555555555']

const KNOWN = new KnownInstances([
  // A scope that no run has read stands before those that were.
  { accountId: NEW, region: 'cn-shanghai' },
  scopeInstances([kmsInstance({ id: 'kst-sh1' })], { region: 'cn-shanghai', peak: peakUse(1) }),
  scopeInstances(null, { accountId: OTHER, peak: peakUse(2) }),
  scopeInstances([kmsInstance(), kmsInstance({ id: 'kst-hzz2' })], { peak: peakUse(3) }),
])

const placed = (found: readonly FoundInstance[]) =>
  found.map(({ accountId, region, instance, asOf }) => [accountId, region, instance.id, asOf])

describe('instances that are known', () => {
  it('are found by their region', () => {
    expect(placed(KNOWN.inRegion('cn-hangzhou'))).toEqual([
      [HERE, 'cn-hangzhou', 'kst-hzz1', READ_AT],
      [HERE, 'cn-hangzhou', 'kst-hzz2', READ_AT],
    ])
    expect(KNOWN.inRegion('cn-beijing')).toEqual([])
  })

  it('are found by their id in any region, however it is written', () => {
    expect(placed(KNOWN.withId('KST-SH1 '))).toEqual([[HERE, 'cn-shanghai', 'kst-sh1', READ_AT]])
    expect(KNOWN.withId('kst-hzz3')).toEqual([])
  })

  it.each([
    ['every list was read', 'cn-hangzhou', [HERE], []],
    ['a list was refused', 'cn-hangzhou', [HERE, OTHER], ['ListKmsInstances: Forbidden.NoPermission']],
    ['a scope was never read', 'cn-shanghai', [HERE, NEW], [null]],
    ['an account was read in another region only', 'cn-shanghai', [OTHER], [null]],
  ])('may lack some of a region where %s', (_, region, accounts, reasons) => {
    expect(KNOWN.unreadIn(region, accounts)).toEqual(reasons)
  })

  it.each([
    [HERE, 'cn-shanghai', 1],
    [OTHER, 'cn-hangzhou', 2],
    [HERE, 'cn-hangzhou', 3],
    [OTHER, 'cn-shanghai', undefined],
    [NEW, 'cn-shanghai', undefined],
  ])('come with the busiest hour of %s in %s and no other', (accountId, region, calls) => {
    expect(KNOWN.peakOf({ accountId, region })?.busiest?.calls).toBe(calls)
  })
})
