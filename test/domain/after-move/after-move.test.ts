import { expect, it, test } from 'vitest'
import { isFollowed, type MoveSummary, moveNeedsAttention } from '../../../shared/domain/after-move/after-move.ts'
import { monthEndsAt } from '../../../shared/domain/after-move/moved.ts'
import { AS_OF } from '../../support/domain/moved-key.ts'

test('the month ends on the same day of the next one, or on its last', () => {
  const ends = (after: string | null, by = '2026-12-31T00:00:00Z') => monthEndsAt({ after, by })
  expect(ends('2026-11-10T02:15:00Z')).toBe('2026-12-10T02:15:00Z')
  expect(ends('2026-12-31T02:15:00Z')).toBe('2027-01-31T02:15:00Z')
  expect(ends('2027-01-31T02:15:00Z')).toBe('2027-02-28T02:15:00Z')
  expect(ends(null)).toBe('2027-01-31T00:00:00Z')
})

it.each<[string, Partial<MoveSummary>, boolean, boolean]>([
  ['whose callers have all changed, in the month', { closesAt: AS_OF }, false, false],
  ['that somebody calls who may stay', { left: 1 }, true, false],
  ['that somebody calls who has to change', { left: 1, closesAt: AS_OF }, true, true],
  ['that calls fail with', { left: 1, failing: 1 }, true, true],
  ['that rotates no more', { rotationOff: true }, true, true],
])('a moved key %s is told of, and asks for attention, where that holds', (_, changes, followed, attention) => {
  const move = { left: 0, failing: 0, closesAt: null, rotationOff: false, ...changes }
  expect([isFollowed(move), moveNeedsAttention(move)]).toEqual([followed, attention])
})
