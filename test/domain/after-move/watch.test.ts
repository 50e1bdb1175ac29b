import { expect, test } from 'vitest'
import { movedOf, rotationSeen } from '../../../shared/domain/after-move/remember-move.ts'
import { isStillOpen, watchedKeys, watchedSince } from '../../../shared/domain/after-move/watch.ts'
import { DAY } from '../../../shared/domain/time.ts'
import { keySnapshot } from '../../support/domain/case-factory.ts'

const AS_OF = Date.parse('2026-12-20T00:00:00Z')
const moved = (by: string, keyId = 'key-1') => keySnapshot({ keyId, kind: 'instance', moved: { after: null, by } })
const rules = { asOf: AS_OF, left: new Set<string>(), applicationsKeepSdk: false, days: 90 }

test('a moved key is watched for the month, and then as long as somebody is left who has to change', () => {
  const ids = (by: string, changes: Partial<typeof rules> = {}) =>
    watchedKeys([moved(by)], { ...rules, ...changes }).map(({ keyId }) => keyId)
  expect(ids('2026-11-21T00:00:00Z')).toEqual(['key-1'])
  expect(ids('2026-11-20T00:00:00Z')).toEqual([])
  const left = new Set(['key-1'])
  expect(ids('2026-10-20T00:00:00Z', { left })).toEqual(['key-1'])
  expect(ids('2026-10-20T00:00:00Z', { left, applicationsKeepSdk: true })).toEqual([])
})

test('no other key is watched', () => {
  const keys = [
    keySnapshot(),
    keySnapshot({ kind: 'gone', moved: { after: null, by: '2026-12-01T00:00:00Z' } }),
    keySnapshot({ kind: 'instance' }),
    keySnapshot({ kind: 'instance', onceCandidate: false, moved: { after: null, by: '2026-12-01T00:00:00Z' } }),
  ]
  expect(watchedKeys(keys, rules)).toEqual([])
  expect(watchedSince([], rules)).toBeUndefined()
})

test('events are read since the first of them may have moved, and no further back than a run looks', () => {
  const keys = watchedKeys([moved('2026-12-01T00:00:00Z'), moved('2026-12-05T00:00:00Z', 'key-2')], rules)
  expect(watchedSince(keys, rules)).toBe(Date.parse('2026-12-01T00:00:00Z'))
  expect(watchedSince(keys, { ...rules, days: 5 })).toBe(AS_OF - 5 * DAY)
})

test('the move is remembered from the run that first sees the key in the instance', () => {
  const now = '2026-12-20T00:00:00Z'
  const before = keySnapshot({ asOf: '2026-12-19T00:00:00Z' })
  expect(movedOf(before, now)).toEqual({ moved: { after: '2026-12-19T00:00:00Z', by: now } })
  const unlisted = { ...before, unread: [{ fact: 'aliases' as const, reason: '' }] }
  expect(movedOf(unlisted, now)).toEqual({ moved: { after: '2026-12-19T00:00:00Z', by: now } })
  const undescribed = { ...before, unread: [{ fact: 'keyState' as const, reason: '' }] }
  for (const earlier of [undescribed, { ...before, kind: 'unclassified' as const }])
    expect(movedOf(earlier, now)).toEqual({ moved: { after: null, by: now } })
  expect(movedOf(moved('2026-12-01T00:00:00Z'), now)).toEqual({ moved: { after: null, by: '2026-12-01T00:00:00Z' } })
  // Of a key that moved before this was kept, and of one that was there when it was first seen, no run knows.
  expect(movedOf(keySnapshot({ kind: 'instance' }), now)).toEqual({})
  expect(movedOf(keySnapshot({ onceCandidate: false }), now)).toEqual({})
  expect(movedOf(undefined, now)).toEqual({})
})

test('rotation that was on is remembered', () => {
  const now = '2026-12-20T00:00:00Z'
  const on = keySnapshot({ facts: { automaticRotation: 'Enabled' } })
  expect(rotationSeen(on, undefined, now)).toEqual({ rotatedAt: now })
  expect(rotationSeen(keySnapshot(), { rotatedAt: '2026-12-01T00:00:00Z' }, now)).toEqual({
    rotatedAt: '2026-12-01T00:00:00Z',
  })
  expect(rotationSeen(keySnapshot(), undefined, now)).toStrictEqual({})
})

test('a key is watched further while somebody is left, and while a gap hides whether somebody is', () => {
  const at = (time: string) => Date.parse(time)
  const moves = (left: number, by = '2026-11-01T00:00:00Z') => ({ left, moved: { after: null, by } })
  const read = { from: at('2026-11-01T00:00:00Z'), to: AS_OF }
  const seen = { asOf: AS_OF, days: 90, covered: [read], wasWatched: true }
  const gap = { ...seen, covered: [{ ...read, from: at('2026-11-03T00:00:00Z') }] }
  expect(isStillOpen(moves(1), seen)).toBe(true)
  expect(isStillOpen(moves(0), seen)).toBe(false)
  expect(isStillOpen(moves(0), gap)).toBe(true)
  // What is older than any reading is asked for no more, and what is settled is not opened again.
  expect(isStillOpen(moves(0), { ...gap, days: 30 })).toBe(false)
  expect(isStillOpen(moves(0), { ...gap, wasWatched: false })).toBe(false)
  expect(isStillOpen(moves(0, '2026-12-20T00:00:00Z'), { ...gap, covered: [] })).toBe(false)
})
