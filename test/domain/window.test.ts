import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Coverage,
  coverageOf,
  covers,
  difference,
  duration,
  intersection,
  union,
} from '../../shared/domain/coverage.ts'
import { DAY, HOUR, iso, MINUTE, startOfDay } from '../../shared/domain/time.ts'
import {
  coveredBy,
  LATE_EVENT_WINDOW,
  LATE_EVENT_WINDOW_BY_NAME,
  lookupWindows,
  MAX_LOOKUP,
  observationWindow,
  onlyFinal,
  UNREAD,
  unreadOf,
  withDay,
  withoutDay,
  withoutRun,
  withProof,
} from '../../shared/domain/window.ts'

const asOf = Date.parse('2026-11-23T02:15:00Z')
const now = asOf + 15 * MINUTE
const horizon = now - 90 * DAY
const days = (coverage: Coverage) => coverage.map(({ from, to }) => `${iso(from)}/${iso(to)}`)

const sets = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 12 })))
  .map((pairs) => coverageOf(pairs.map(([from, length]) => ({ from, to: from + length }))))
const member = (coverage: Coverage, at: number) => covers(coverage, { from: at, to: at + 1 })

describe('coverage is a set', () => {
  it('of which every operation keeps the law', () => {
    fc.assert(
      fc.property(sets, sets, fc.integer({ min: 0, max: 75 }), (a, b, at) => {
        expect(member(union(a, b), at)).toBe(member(a, at) || member(b, at))
        expect(member(intersection(a, b), at)).toBe(member(a, at) && member(b, at))
        expect(member(difference(a, b), at)).toBe(member(a, at) && !member(b, at))
        expect(duration(difference(a, b)) + duration(intersection(a, b))).toBe(duration(a))
      }),
    )
  })
})

describe('the observation window', () => {
  it('starts at the later of the configured days and the creation of the key', () => {
    expect(observationWindow(asOf, 30, undefined, {})).toEqual({ from: asOf - 30 * DAY, to: asOf })
    expect(observationWindow(asOf, 30, asOf - DAY, {})).toEqual({ from: asOf - DAY, to: asOf })
  })

  it('is empty for a key that was created after the evaluation time of the run', () => {
    expect(observationWindow(asOf, 30, asOf + HOUR, {})).toEqual({ from: asOf, to: asOf })
  })

  it('does not look back over what ActionTrail had dropped before it could be read', () => {
    expect(observationWindow(asOf, 90, undefined, { horizon: horizon + MINUTE }).from).toBe(horizon + MINUTE)
    expect(observationWindow(asOf, 90, asOf - DAY, { horizon: horizon + MINUTE }).from).toBe(asOf - DAY)
  })

  it('forgives no more than that', () => {
    expect(observationWindow(asOf, 90, undefined, { horizon: asOf - 89 * DAY }).from).toBe(asOf - 90 * DAY)
    expect(observationWindow(asOf, 180, undefined, { horizon: horizon + MINUTE }).from).toBe(asOf - 180 * DAY)
  })
})

describe('what is to be read', () => {
  const since = asOf - 90 * DAY

  it('is everything that the trail keeps, at first', () => {
    const unread = unreadOf(UNREAD, since, asOf, horizon)
    expect(days(unread)).toEqual([`${iso(horizon)}/${iso(asOf)}`])
    const windows = lookupWindows(unread, new Set())
    expect(windows[0]?.to).toBe(asOf)
    expect(windows.every(({ from, to }) => to - from <= MAX_LOOKUP)).toBe(true)
    expect(windows.slice(0, -1).every(({ from }) => from === startOfDay(from))).toBe(true)
    expect(coverageOf(windows)).toEqual(unread)
    expect(windows.length).toBe(4)
  })

  it('is the unsettled days again on the next night, from midnight on', () => {
    let reading = UNREAD
    for (const window of lookupWindows(unreadOf(UNREAD, since, asOf, horizon), new Set())) {
      for (let at = window.from; at < window.to; at = startOfDay(at) + DAY) {
        reading = withDay(reading, { from: at, to: Math.min(window.to, startOfDay(at) + DAY) }, asOf)
      }
    }
    expect(reading.covered).toEqual([{ from: horizon, to: asOf }])
    reading = withProof(reading, LATE_EVENT_WINDOW)
    const next = unreadOf(reading, since + DAY, asOf + DAY, horizon + DAY)
    // The 22nd ended less than a day before asOf, so it may still have got late events.
    expect(days(next)).toEqual(['2026-11-22T00:00:00Z/2026-11-24T02:15:00Z'])
    // A lookup by name looks a week back.
    const byName = unreadOf(
      withProof({ ...reading, final: [] }, LATE_EVENT_WINDOW_BY_NAME),
      since + DAY,
      asOf + DAY,
      horizon + DAY,
    )
    expect(days(byName)).toEqual(['2026-11-16T00:00:00Z/2026-11-24T02:15:00Z'])
  })

  it('is everything again where the source was not proven', () => {
    const reading = withDay(UNREAD, { from: startOfDay(asOf) - 5 * DAY, to: startOfDay(asOf) - 4 * DAY }, asOf)
    expect(reading.final).toEqual([])
    expect(days(unreadOf(reading, since, asOf, horizon))).toEqual([`${iso(horizon)}/${iso(asOf)}`])
  })

  it('is not what an earlier run has proven, whatever becomes of a later one', () => {
    const day = (ago: number) => ({ from: startOfDay(asOf) - ago * DAY, to: startOfDay(asOf) - (ago - 1) * DAY })
    const first = withProof(withDay(UNREAD, day(9), asOf - DAY), LATE_EVENT_WINDOW)
    const second = withProof(withDay(first, day(8), asOf), LATE_EVENT_WINDOW)
    expect(withoutRun(second, asOf)).toEqual({ covered: [day(9)], final: [day(9)] })
    expect(withoutRun(first, asOf)).toEqual(first)
    expect(onlyFinal(second, day(8).from)).toEqual({ covered: [day(9)], final: [day(9)] })
    expect(onlyFinal(withDay(first, day(8), asOf))).toEqual({ covered: [day(9)], final: [day(9)] })
  })

  it('is not a day of which a longer reading is there', () => {
    const reading = withDay(UNREAD, { from: startOfDay(asOf), to: asOf + HOUR }, asOf + HOUR)
    expect(unreadOf(reading, startOfDay(asOf), asOf, horizon)).toEqual([])
    expect(unreadOf(reading, startOfDay(asOf), asOf + 2 * HOUR, horizon)).toHaveLength(1)
  })

  it('is no part of a day that begins later than what is there of it', () => {
    const midnight = startOfDay(asOf) - DAY
    const noon = midnight + 12 * HOUR
    const reading = withDay(UNREAD, { from: midnight, to: midnight + DAY }, asOf)
    expect(unreadOf(reading, midnight, midnight + DAY, noon)).toEqual([])
    expect(unreadOf(reading, midnight, midnight + DAY, midnight)).toHaveLength(1)
    const part = withDay(UNREAD, { from: noon, to: midnight + DAY }, asOf)
    expect(unreadOf(part, midnight, midnight + DAY, noon + HOUR)).toEqual([])
    expect(unreadOf(part, midnight, midnight + DAY, noon - HOUR)).toHaveLength(1)
  })

  it('is what a shorter reading of a day has taken the place of', () => {
    const midnight = startOfDay(asOf) - 5 * DAY
    const [ten, noon, end] = [midnight + 10 * HOUR, midnight + 12 * HOUR, midnight + DAY]
    const first = withProof(withDay(UNREAD, { from: midnight, to: ten }, asOf - DAY), LATE_EVENT_WINDOW)
    const second = withDay(first, { from: noon, to: end }, asOf)
    // Rows of a day are replaced: those of its morning are gone.
    expect(second.covered).toEqual([{ from: noon, to: end }])
    expect(second.final).toEqual([])
    const third = withDay(second, { from: midnight, to: ten }, asOf)
    expect([third.covered, third.run?.read]).toEqual([[{ from: midnight, to: ten }], [{ from: midnight, to: ten }]])
  })

  it('is a whole day again where the clock has gone back', () => {
    const midnight = startOfDay(horizon)
    const reading = withDay(UNREAD, { from: horizon, to: midnight + DAY }, asOf)
    const earlier = horizon - 30 * MINUTE
    expect(unreadOf(reading, since, midnight + DAY, earlier)).toEqual([{ from: earlier, to: midnight + DAY }])
  })

  it('is a day in disorder again, alone', () => {
    const midnight = startOfDay(asOf) - 10 * DAY
    const whole = { covered: [{ from: since, to: asOf }], final: [{ from: since, to: asOf }] }
    const reading = withoutDay(whole, midnight)
    expect(unreadOf(reading, since, asOf, since)).toEqual([{ from: midnight, to: midnight + DAY }])
    const windows = lookupWindows([{ from: midnight - DAY, to: midnight + 2 * DAY }], new Set([midnight]))
    expect(windows).toContainEqual({ from: midnight, to: midnight + DAY })
  })
})

describe('the sources that days were read from', () => {
  const midnight = startOfDay(asOf) - 10 * DAY
  const first = { from: midnight, to: midnight + DAY }
  const second = { from: midnight + DAY, to: midnight + 2 * DAY }

  it('are kept by their name, and one that read a day last has it alone', () => {
    const once = withDay(withDay(UNREAD, first, asOf, 'lookup'), second, asOf, 'lookup')
    expect(once.by).toEqual({ lookup: [{ from: first.from, to: second.to }] })
    const twice = withDay(once, second, asOf, 'sls accurate')
    expect(twice.by).toEqual({ lookup: [first], 'sls accurate': [second] })
    expect(withDay(twice, first, asOf, 'sls accurate').by).toEqual({
      'sls accurate': [{ from: first.from, to: second.to }],
    })
  })

  it('are those of before where a day does not say its own', () => {
    const read = withDay(UNREAD, first, asOf, 'lookup')
    expect(withDay(read, second, asOf).by).toEqual({ lookup: [first] })
    expect('by' in withDay(UNREAD, first, asOf)).toBe(false)
  })

  it('have what is covered still, and what nobody said is under no name', () => {
    const covered = [{ from: first.from, to: second.to }]
    const by = { lookup: [first], sls: [{ from: midnight - DAY, to: midnight }] }
    expect(coveredBy({ covered, by })).toEqual({ lookup: [first], '': [second] })
    expect(coveredBy({ covered: [first], by })).toEqual({ lookup: [first] })
    expect(coveredBy({ covered })).toEqual({ '': covered })
    expect(coveredBy({ covered: [] })).toEqual({})
  })
})
