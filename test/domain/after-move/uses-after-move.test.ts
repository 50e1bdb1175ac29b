import { describe, expect, it } from 'vitest'
import { UsesAfterMove } from '../../../shared/domain/after-move/uses-after-move.ts'
import type { UsageRow } from '../../../shared/domain/usage.ts'
import { calls, hoursOf, MOVED, SINCE, usesAround } from '../../support/domain/moved-key.ts'

const HALF_PAST = { after: '2026-11-10T00:00:00Z', by: '2026-11-10T12:30:00Z' }
const FULL_HOUR = { ...HALF_PAST, by: '2026-11-10T12:00:00Z' }

/** Calls from one moment of the day to another, with an event at each of these. */
function callsFrom(from: string, to: string, hours: Readonly<Record<number, number>>): UsageRow {
  const [firstAt, lastAt] = [`2026-11-10T${from}:00Z`, `2026-11-10T${to}:00Z`]
  const sum = Object.values(hours).reduce((all, each) => all + each, 0)
  const events = [lastAt, firstAt].map((at) => ({ id: at.slice(11, 16), at }))
  return calls(firstAt, { lastAt, events, hours: hoursOf(hours), calls: sum })
}

describe('calls with a moved key', () => {
  it.each<[string, typeof HALF_PAST, UsageRow, number, number, readonly string[]]>([
    ['that end before the move are before it', HALF_PAST, callsFrom('08:00', '12:29', { 8: 1, 12: 3 }), 4, 0, []],
    [
      'that begin with the move are since',
      HALF_PAST,
      callsFrom('12:30', '13:00', { 12: 3, 13: 1 }),
      0,
      4,
      ['13:00', '12:30'],
    ],
    [
      'that end with the move are since, the last of them',
      HALF_PAST,
      callsFrom('12:10', '12:30', { 12: 4 }),
      3,
      1,
      ['12:30'],
    ],
    [
      'of the hour of the move are since where events say so',
      HALF_PAST,
      callsFrom('12:10', '12:40', { 12: 4 }),
      3,
      1,
      ['12:40'],
    ],
    [
      'of the hours behind it are since',
      HALF_PAST,
      callsFrom('11:10', '15:00', { 11: 2, 12: 4, 13: 3, 15: 5 }),
      6,
      8,
      ['15:00'],
    ],
    [
      'of the hour that begins with it are since',
      FULL_HOUR,
      callsFrom('11:10', '12:40', { 11: 2, 12: 4 }),
      2,
      4,
      ['12:40'],
    ],
  ])('%s', (_, moved, row, before, since, events) => {
    const uses = usesAround(moved, [row])
    expect([uses?.before.calls, uses?.since.calls]).toEqual([before, since])
    expect(uses?.since.events.map(({ id }) => id)).toEqual(events)
    expect(uses?.before.events).toEqual([])
  })

  it('are told of no other key, and of no call that uses none', () => {
    const uses = new UsesAfterMove(new Map([['key-1', MOVED]]))
    uses.add('key-2', calls(SINCE))
    uses.add('key-1', calls(SINCE, { operation: 'DescribeKey' }))
    expect([...uses.callersOf('key-1'), ...uses.callersOf('key-2')]).toEqual([])
    expect(uses.peak).toBeNull()
  })
})
