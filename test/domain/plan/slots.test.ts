import { describe, expect, it } from 'vitest'
import { openSlots, weekdayOf } from '../../../shared/domain/plan/slots.ts'
import { HOUR, iso } from '../../../shared/domain/time.ts'

const UTC = { from: '2026-04-05', after: 0, days: 1, hours: 2, freezes: [], timezone: 'UTC' }

/** Moments at which windows may begin, without year and seconds. */
const beginnings = (options: Partial<Parameters<typeof openSlots>[0]> = {}) =>
  openSlots({ ...UTC, ...options }).map(({ from }) => iso(from).slice(5, 16))

describe('windows may begin', () => {
  it('at each hour of a day, also where they end on the next', () => {
    const slots = openSlots(UTC)
    expect(slots).toHaveLength(24)
    expect(iso(slots[0]?.from ?? 0)).toBe('2026-04-05T00:00:00Z')
    expect(iso(slots.at(-1)?.from ?? 0)).toBe('2026-04-05T23:00:00Z')
    expect(slots.every(({ from, to }) => to - from === 2 * HOUR)).toBe(true)
  })

  it('after a moment, not at it', () => {
    expect(beginnings({ after: Date.parse('2026-04-05T21:00:00Z') })).toEqual(['04-05T22:00', '04-05T23:00'])
  })

  it('from the day of a zone on that is a day ahead', () => {
    expect(beginnings({ timezone: 'Pacific/Kiritimati' })[0]).toBe('04-04T10:00')
  })

  it.each([
    [
      'when clocks are put back by half an hour',
      '2026-04-05',
      ['04-04T13:00', '04-04T14:00', '04-04T15:30', '04-04T16:30'],
    ],
    ['when they are put forward', '2026-10-04', ['10-03T13:30', '10-03T14:30', '10-03T16:00', '10-03T17:00']],
  ])('at full hours of clocks %s', (_, from, first) => {
    expect(beginnings({ from, timezone: 'Australia/Lord_Howe' }).slice(0, 4)).toEqual(first)
  })
})

describe('a frozen day', () => {
  it.each([
    ['closes itself and the hours that reach into it', '2026-04-06', '2026-04-06', ['04-05T22:00', '04-07T00:00']],
    ['closes the days up to the last', '2026-04-06', '2026-04-07', ['04-05T22:00', '04-08T00:00']],
    ['that is past closes nothing', '2026-04-01', '2026-04-04', []],
    ['that is yet to come closes nothing', '2026-04-12', '2026-04-13', []],
  ])('%s', (_, from, to, around) => {
    const open = beginnings({ days: 4, freezes: [{ from, to }] })
    // Between which two hours there is a hole.
    const hour = (at: string | undefined) => Date.parse(`2026-${at}:00Z`)
    const holes = open.flatMap((at, i) => (i > 0 && hour(at) - hour(open[i - 1]) > HOUR ? [open[i - 1], at] : []))
    expect(holes).toEqual(around)
    expect([open[0], open.at(-1)]).toEqual(['04-05T00:00', '04-08T23:00'])
  })
})

it.each([
  ['2026-11-23', 'Monday'],
  ['2026-11-28', 'Saturday'],
  ['2026-11-29', 'Sunday'],
])('%s is a %s', (day, weekday) => {
  expect(weekdayOf(day)).toBe(weekday)
})
