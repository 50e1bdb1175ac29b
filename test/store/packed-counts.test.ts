import { expect, test } from 'vitest'
import { packCounts, unpackCounts } from '../../shared/store/summaries/packed-counts.ts'

const [FIRST, SECOND] = ['2026-11-01T02:15:00Z', '2026-11-02T02:15:00Z']

test('counts of changes come out of a pack as they went in, after a way through JSON, and none from before', () => {
  const first = [
    { changedAt: FIRST, before: null, after: 'unknown' as const, keys: 20 },
    { changedAt: FIRST, before: 'ready' as const, after: null, keys: 1 },
  ]
  const second = [
    { changedAt: SECOND, before: 'unknown' as const, after: 'ready' as const, keys: 3 },
    { changedAt: SECOND, before: null, after: 'unknown' as const, keys: 2 },
  ]
  const packed = JSON.parse(JSON.stringify(packCounts('2026-10-01T00:00:00Z', [...first, ...second])))
  expect(packed.since).toBe('2026-10-01T00:00:00Z')
  expect([...unpackCounts(packed, FIRST)]).toEqual([...first, ...second])
  expect([...unpackCounts(packed, SECOND)]).toEqual(second)
  expect([...unpackCounts(packCounts(FIRST, []), FIRST)]).toEqual([])
})
