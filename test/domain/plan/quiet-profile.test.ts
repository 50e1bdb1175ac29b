import { describe, expect, it } from 'vitest'
import { expectedIn, profileReader, quietestHours, together } from '../../../shared/domain/plan/quiet-profile.ts'
import { DAY, HOUR, iso } from '../../../shared/domain/time.ts'
import { AS_OF, readyRow, weekOf } from '../../support/domain/plan-rows.ts'

/** A Monday, 00:00 UTC: the first hour of a week. */
const MONDAY = Date.parse('2026-11-16T00:00:00Z')

const profileOf = (parts: Parameters<typeof readyRow>[1]) => profileReader()(readyRow('key-1', parts))

describe('when a key is used', () => {
  it.each([
    ['a week to the hour is enough', 7, { calls: weekOf(4), weeks: weekOf(1) }],
    ['an hour less is not', 7 - 1 / 24, 'short'],
    // From half past: 167 full hours.
    ['parts of hours do not count', 7 - 1 / 48, 'short'],
    ['calls are told of one week on average', 14, { calls: weekOf(2), weeks: weekOf(2) }],
  ])('%s', (_, days, profile) => {
    expect(profileOf({ week: weekOf(4), days })).toEqual(profile)
  })

  it('an hour that was never observed was observed no week, and its calls count all the same', () => {
    const gaps = [0, 7].map((days) => ({ from: iso(MONDAY - days * DAY), to: iso(MONDAY - days * DAY + 2 * HOUR) }))
    const observed = { from: iso(AS_OF - 14 * DAY), to: iso(AS_OF), gaps }
    expect(profileOf({ week: weekOf(0, { 0: 6 }), observed })).toEqual({
      calls: weekOf(0, { 0: 6 }),
      // Of the three Mondays the last ends with its first hour.
      weeks: weekOf(2, { 0: 1, 1: 0 }),
    })
  })
})

it('keys together have the calls of all, and the weeks of the one that was observed least', () => {
  const a = { calls: weekOf(1, { 3: 5 }), weeks: weekOf(4, { 7: 0 }) }
  const b = { calls: weekOf(0.5), weeks: weekOf(3, { 9: 6 }) }
  expect(together([a, b])).toEqual({ calls: weekOf(1.5, { 3: 5.5 }), weeks: weekOf(3, { 7: 0, 9: 4 }) })
})

describe('what is expected in a window', () => {
  const profile = { calls: weekOf(100, { 0: 10, 1: 20, 2: 40 }), weeks: weekOf(9, { 1: 5, 2: 3, 3: 0 }) }
  it.each([
    ['full hours', 0, 2, { calls: 30, weeks: 5 }],
    ['up to an hour that was never observed', 1, 3, { calls: 60, weeks: 3 }],
    ['half an hour of two', 0.5, 1.5, { calls: 15, weeks: 5 }],
    ['quarters beside a full hour', 0.75, 2.25, { calls: 32.5, weeks: 3 }],
    ['over the end of the week', 167, 169, { calls: 110, weeks: 9 }],
  ])('%s', (_, from, to, expected) => {
    expect(expectedIn(profile, { from: MONDAY + from * HOUR, to: MONDAY + to * HOUR })).toEqual(expected)
  })
})

describe('the quietest hours of a week', () => {
  it.each([
    ['are the earliest of equals', weekOf(3), 2, { calls: 6, start: 0 }],
    ['are as many as are asked for', weekOf(50, { 30: 0, 31: 4, 80: 1 }), 1, { calls: 0, start: 30 }],
    ['are those with the fewest calls together', weekOf(50, { 30: 0, 60: 9, 61: 9 }), 2, { calls: 18, start: 60 }],
    ['may begin at the end of the week', weekOf(50, { 167: 2, 0: 1 }), 2, { calls: 3, start: 167 }],
  ])('%s', (_, calls, hours, quietest) => {
    expect(quietestHours({ calls, weeks: weekOf(1) }, hours)).toEqual(quietest)
  })
})
