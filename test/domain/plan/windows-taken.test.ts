import { describe, expect, it } from 'vitest'
import type { PlanOptions } from '../../../shared/domain/plan/plan.ts'
import type { QuietProfile } from '../../../shared/domain/plan/quiet-profile.ts'
import { Windows } from '../../../shared/domain/plan/windows.ts'
import { DAY, HOUR, hourOfWeek, iso } from '../../../shared/domain/time.ts'
import { OPTIONS, weekOf } from '../../support/domain/plan-rows.ts'

/** Where the first window may begin: midnight of a Tuesday. */
const FIRST = Date.parse('2026-11-24T00:00:00Z')
const ANY: QuietProfile = { calls: weekOf(0), weeks: weekOf(13) }
/** All days but that of the first window. */
const OTHER_DAYS = [{ from: '2026-11-25', to: '2027-12-31' }]

const windowsOf = (options: Partial<PlanOptions> = {}) => new Windows({ ...OPTIONS, timezone: 'UTC', ...options })
const hours = (from: number, to: number) => ({ from: iso(FIRST + from * HOUR), to: iso(FIRST + to * HOUR) })
const days = (from: number, to: number) => hours(from * 24, to * 24)

/** The hour, counted from the first, at which the window begins that is given away next; undefined where there is none. */
function next(windows: Windows, { profile = ANY, notBefore = 0 } = {}): number | undefined {
  const found = windows.take('kst-1', profile, notBefore)
  return found && (found.slot.from - FIRST) / HOUR
}

describe('the window that is given away', () => {
  it.each([
    [0, 0],
    [5, 5],
    [5.5, 6],
    [200 * 24, undefined],
    [Number.POSITIVE_INFINITY, undefined],
  ])('does not begin before the hour that is asked for: %d', (notBefore, from) => {
    expect(next(windowsOf(), { notBefore: FIRST + notBefore * HOUR })).toBe(from)
  })

  it('lies in hours that were observed', () => {
    const observed = (weeks: readonly number[]) => ({ calls: weekOf(5, { [hourOfWeek(FIRST)]: 0 }), weeks })
    expect(next(windowsOf(), { profile: observed(weekOf(1)) })).toBe(0)
    expect(next(windowsOf(), { profile: observed(weekOf(1, { [hourOfWeek(FIRST)]: 0 })) })).toBe(1)
    expect(next(windowsOf(), { profile: observed(weekOf(0)) })).toBeUndefined()
  })

  it('overlaps none that was given away before, and may begin where one ends and end where one begins', () => {
    const windows = windowsOf()
    const asked = [6, 2, 0, 0, 0].map((notBefore) => next(windows, { notBefore: FIRST + notBefore * HOUR }))
    expect(asked).toEqual([6, 2, 0, 4, 8])
  })

  it('leaves out what is too short for it between two others', () => {
    const windows = windowsOf()
    const asked = [3, 0, 0].map((notBefore) => next(windows, { notBefore: FIRST + notBefore * HOUR }))
    expect(asked).toEqual([3, 0, 5])
  })

  it('is one of twelve of two hours that a day has, and then there is none', () => {
    const windows = windowsOf({ freezes: OTHER_DAYS })
    const all = Array.from({ length: 13 }, () => next(windows))
    expect(all).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, undefined])
  })

  it.each([
    ['is free whatever another instance does', 'kst-2', 0],
    ['is not that of another batch of its instance', 'kst-1', 2],
  ])('%s', (_, destination, from) => {
    const windows = windowsOf()
    windows.take(destination, ANY, 0)
    expect(next(windows)).toBe(from)
  })
})

describe('how far ahead a window is looked for', () => {
  /** Quiet in the first two hours of that Tuesday, of each week. */
  const tuesdays = { calls: weekOf(50, { 24: 0, 25: 0 }), weeks: weekOf(13) }
  const week = 7 * 24

  it.each([
    ['the fourth week is still looked at', [0, 1, 2], 3 * week],
    ['a busier hour is taken where those of four weeks are gone', [0, 1, 2, 3], 1],
  ])('%s', (_, taken, from) => {
    const windows = windowsOf()
    for (const each of taken) windows.agreed('kst-1', hours(each * week, each * week + 1))
    expect(next(windows, { profile: tuesdays })).toBe(from)
  })

  it.each([
    ['further weeks are looked at only where four have none', 28, 4 * week],
    ['the eighth week is the last', 55, 55 * 24],
    ['after it there is none', 56, undefined],
  ])('%s', (_, taken, from) => {
    const windows = windowsOf()
    windows.agreed('kst-1', days(0, taken))
    expect(next(windows)).toBe(from)
  })

  it('weeks are counted from the hour that is asked for', () => {
    const windows = windowsOf()
    windows.agreed('kst-1', days(0, 60))
    expect(next(windows, { notBefore: FIRST + 10 * DAY })).toBe(60 * 24)
  })
})

describe('a window on which people agreed', () => {
  it('leaves the hours right before and right after it', () => {
    const windows = windowsOf()
    windows.agreed('kst-1', hours(2, 4))
    expect([next(windows), next(windows)]).toEqual([0, 4])
  })

  it('closes what it touches in part', () => {
    const windows = windowsOf()
    windows.agreed('kst-1', { from: iso(FIRST + 1.5 * HOUR), to: iso(FIRST + 3.5 * HOUR) })
    expect(next(windows)).toBe(4)
  })
})

it.each([
  // Few calls are not none.
  [0, 0],
  [0.04, 0.1],
  [0.52, 0.6],
  [9.91, 10],
  [10, 10],
  [10.4, 10],
  [10.6, 11],
])('%d calls on average are told as %d', (average, expectedCalls) => {
  const profile = { calls: weekOf(average), weeks: weekOf(3) }
  const found = windowsOf({ windowHours: 1 }).take('kst-1', profile, 0)
  expect(found?.window).toEqual({ ...hours(0, 1), weekday: 'Tuesday', expectedCalls, weeksOfEvidence: 3 })
})
