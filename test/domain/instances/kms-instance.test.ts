import { describe, expect, it } from 'vitest'
import { roomOf, tierOf } from '../../../shared/domain/instances/kms-instance.ts'
import { kmsInstance } from '../../support/domain/instances.ts'

describe('a KMS instance', () => {
  it.each([
    ['its quota', 2_000, { spec: 1_000 }, 2_000],
    ['its details, where the quota was not told', null, { spec: 1_000 }, 1_000],
    ['nothing, where neither was told', null, { spec: null }, null],
    ['nothing, where neither was read', null, null, null],
  ])('is sold with calls a second by %s', (_, quota, details, tier) => {
    expect(tierOf(kmsInstance({ details, quotas: { qps: { quota, used: 0 } } }))).toBe(tier)
  })

  it.each([
    [50, 20, 30],
    [50, 50, 0],
    [50, 51, 0],
    [null, 20, undefined],
    [50, null, undefined],
    [null, null, undefined],
  ])('with a quota of %s, %s of it used, has room for %s', (quota, used, room) => {
    expect(roomOf({ quota, used })).toBe(room)
  })
})
