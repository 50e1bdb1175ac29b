import { describe, expect, it } from 'vitest'
import {
  calendarDay,
  changeDays,
  endOfDay,
  momentAt,
  offsetAt,
  offsetReader,
  parseDay,
  startOfCalendarDay,
  wallClock,
} from '../../shared/domain/calendar.ts'
import { DAY, HOUR, MINUTE } from '../../shared/domain/time.ts'

describe('a moment on the clocks of a zone', () => {
  it.each([
    ['2026-11-20T16:05:59Z', 'UTC', '2026-11-20 16:05'],
    ['2026-11-20T16:05:59Z', 'Asia/Shanghai', '2026-11-21 00:05'],
    ['2026-11-20T16:05:59Z', 'America/New_York', '2026-11-20 11:05'],
    ['2026-07-01T16:05:59Z', 'America/New_York', '2026-07-01 12:05'],
    ['2026-01-02T03:04:05Z', 'UTC', '2026-01-02 03:04'],
    ['0099-01-02T03:04:05Z', 'UTC', '0099-01-02 03:04'],
  ])('%s in %s', (at, zone, clock) => {
    expect(wallClock(Date.parse(at), zone)).toBe(clock)
    expect(wallClock(Date.parse(at), zone)).toBe(clock)
    expect(calendarDay(Date.parse(at), zone)).toBe(clock.slice(0, 10))
  })
})

it.each([
  ['2026-11-29', 'Asia/Shanghai', '2026-11-29T16:00:00Z'],
  ['2026-11-29', 'America/New_York', '2026-11-30T05:00:00Z'],
  // Clocks are changed on the day, in the night after, or at its midnight.
  ['2026-03-29', 'Europe/Berlin', '2026-03-29T22:00:00Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-25T23:00:00Z'],
  ['2026-04-04', 'Pacific/Auckland', '2026-04-04T11:00:00Z'],
  ['2026-09-26', 'Pacific/Auckland', '2026-09-26T12:00:00Z'],
  ['2026-10-03', 'Australia/Lord_Howe', '2026-10-03T13:30:00Z'],
  ['2026-04-23', 'Africa/Cairo', '2026-04-23T22:00:00Z'],
  ['2026-04-04', 'America/Santiago', '2026-04-05T04:00:00Z'],
])('%s ends in %s at %s', (day, zone, end) => {
  expect(endOfDay(day, zone)).toBe(Date.parse(end))
})

it.each([
  ['2026-11-30', 'Asia/Shanghai', '2026-11-29T16:00:00Z'],
  ['2026-03-01', 'America/New_York', '2026-03-01T05:00:00Z'],
  // Clocks were changed at the midnight that it begins with.
  ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00Z'],
])('%s begins in %s at %s', (day, zone, start) => {
  expect(startOfCalendarDay(day, zone)).toBe(Date.parse(start))
})

it.each<[string, string | undefined]>([
  ['2026-11-30', '2026-11-30'],
  [' 2026-11-30\n', '2026-11-30'],
  ['2028-02-29', '2028-02-29'],
  ['2026-02-29', undefined],
  ['2026-02-30', undefined],
  ['2026-13-01', undefined],
  ['2026-11-31', undefined],
  ['2026-1-30', undefined],
  ['12026-11-30', undefined],
  ['2026-11-300', undefined],
  ['2026-11-30T00:00:00Z', undefined],
  ['', undefined],
])('%j names the day %s', (text, day) => {
  expect(parseDay(text)).toBe(day)
})

it('changes fall on the days of the reader', () => {
  const dayOf = changeDays('Asia/Shanghai')
  for (const [changedAt, day] of [
    ['2026-11-20T15:59:59Z', '2026-11-20'],
    ['2026-11-20T16:00:00Z', '2026-11-21'],
    ['2026-11-20T15:59:59Z', '2026-11-20'],
  ] as const)
    expect(dayOf({ changedAt })).toBe(day)
})

it.each(['UTC', 'Asia/Kolkata', 'America/New_York', 'Australia/Lord_Howe'])(
  'offsets that are read for many moments are those of each, in %s',
  (zone) => {
    const offset = offsetReader(zone)
    for (const night of ['2026-03-08T00:00:00Z', '2026-04-04T00:00:00Z', '2026-11-01T00:00:00Z'])
      for (let at = Date.parse(night) - DAY; at < Date.parse(night) + 2 * DAY; at += HOUR / 2 + MINUTE)
        expect(offset(at)).toBe(offsetAt(at, zone))
  },
)

it.each<[string, string, string | undefined]>([
  ['2026-12-06T01:00', 'Asia/Shanghai', '2026-12-05T17:00:00Z'],
  ['2026-12-06T01:00', 'UTC', '2026-12-06T01:00:00Z'],
  // Clocks go from 02:00 to 03:00, and back from 03:00 to 02:00.
  ['2026-03-29T02:30', 'Europe/Berlin', undefined],
  ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
  ['2026-02-30T01:00', 'UTC', undefined],
  ['2026-13-01T01:00', 'UTC', undefined],
  ['2026-12-06 01:00', 'UTC', undefined],
  ['12026-12-06T01:00', 'UTC', undefined],
  ['2026-12-06T01:00:00', 'UTC', undefined],
])('%s on the clocks of %s is %s', (local, zone, moment) => {
  expect(momentAt(local, zone)).toBe(moment === undefined ? undefined : Date.parse(moment))
})
