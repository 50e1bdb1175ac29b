import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forecastOf, MAX_FORECAST_DAYS, type PacePoint } from '../../../shared/domain/forecast/forecast.ts'
import { DAY, dayOf } from '../../../shared/domain/time.ts'

const FIRST = Date.parse('2026-09-01')

/** Days with so many moves each, from the day after the first on; `all` keys. */
function trendOf(moves: readonly number[], all = 100, ready = 10): readonly PacePoint[] {
  let migrated = 0
  return [0, ...moves].map((moved, index) => {
    migrated += moved
    return { day: dayOf(FIRST + index * DAY), migrated, ready, left: all - migrated }
  })
}

const every = (days: number, period: number, moved: number) =>
  Array.from({ length: days }, (_, index) => (index % period === period - 1 ? moved : 0))

describe('a forecast', () => {
  it('is a range around the pace, with what it stands on', () => {
    // Four batches of 10 in 28 days leave 60: 42 days at that pace, half of it more or less.
    expect(forecastOf(trendOf(every(28, 7, 10)))).toEqual({
      state: 'dated',
      from: dayOf(FIRST + (28 + 28) * DAY),
      to: dayOf(FIRST + (28 + 84) * DAY),
      days: 28,
      moved: 40,
      movingDays: 4,
      notReady: 50,
    })
  })

  it('needs two weeks', () => {
    expect(forecastOf(trendOf(every(13, 3, 5)))).toMatchObject({ state: 'no-pace', days: 13, moved: 20 })
    expect(forecastOf(trendOf(every(14, 3, 5)))).toMatchObject({ state: 'dated', days: 14 })
  })

  it('needs moves on two days, and one in the later half', () => {
    expect(forecastOf(trendOf([...every(20, 20, 50)]))).toMatchObject({ state: 'no-pace', moved: 50, movingDays: 1 })
    expect(forecastOf(trendOf([...every(20, 10, 25)]))).toMatchObject({ state: 'dated', moved: 50, movingDays: 2 })
    expect(forecastOf(trendOf([5, 5, ...every(18, 99, 0)]))).toMatchObject({ state: 'no-pace', moved: 10 })
    expect(forecastOf(trendOf([]))).toMatchObject({ state: 'no-pace', days: 0, moved: 0 })
  })

  it.each([
    // A key a day, of late half a key; four days with moves: half of a pace more or less.
    ['slower', [...every(18, 6, 10), 0, 0, ...every(20, 20, 10)], 60, 40, 240],
    // A key a day, of late one and a half.
    ['faster', [...every(20, 20, 10), ...every(18, 6, 10), 0, 0], 45, 20, 90],
  ])('is the faster pace at best and the slower one at worst where moves got %s', (_, moves, left, from, to) => {
    expect(forecastOf(trendOf(moves, 40 + left))).toMatchObject({
      state: 'dated',
      from: dayOf(FIRST + (40 + from) * DAY),
      to: dayOf(FIRST + (40 + to) * DAY),
    })
  })

  it('spans the pace of all days and that of their later half', () => {
    const slower = [...every(20, 2, 2), ...every(20, 10, 1)]
    const range = forecastOf(trendOf(slower, 60))
    if (range.state !== 'dated') throw new Error(range.state)
    const steady = forecastOf(trendOf(every(40, 2, 1), 60))
    expect(range.to > (steady.state === 'dated' ? steady.to : '')).toBe(true)
  })

  it('names no date that is more than two years away, and none where nothing is left', () => {
    expect(forecastOf(trendOf(every(60, 15, 1), 3_000))).toMatchObject({ state: 'far', moved: 4 })
    expect(forecastOf(trendOf(every(20, 2, 10)))).toEqual({ state: 'done' })
    expect(forecastOf([])).toEqual({ state: 'done' })
  })

  it('names the last day of two years, and none behind it', () => {
    // Two keys a day; four days with moves: one key a day at worst.
    const moves = every(28, 7, 14)
    expect(forecastOf(trendOf(moves, 56 + 730))).toMatchObject({
      state: 'dated',
      to: dayOf(FIRST + (28 + 730) * DAY),
    })
    expect(forecastOf(trendOf(moves, 56 + 731))).toMatchObject({ state: 'far' })
  })

  it('looks back a quarter, and a row that is gone undoes no move', () => {
    expect(forecastOf(trendOf([90, ...every(99, 10, 1)], 1_000))).toMatchObject({ days: MAX_FORECAST_DAYS, moved: 9 })
    const dropped = trendOf(every(20, 5, 4)).map((point, index) =>
      index > 10 ? { ...point, migrated: point.migrated - 3 } : point,
    )
    expect(forecastOf(dropped)).toMatchObject({ moved: 16 })
  })

  it('begins after today, and ends no sooner than it begins', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 120 }), fc.integer({ min: 601, max: 5_000 }), (moves, all) => {
        const found = forecastOf(trendOf(moves, all))
        if (found.state !== 'dated') return
        expect(found.from > dayOf(FIRST + moves.length * DAY)).toBe(true)
        expect(found.to >= found.from).toBe(true)
      }),
    )
  })
})
