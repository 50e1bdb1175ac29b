import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DAY,
  dayOf,
  HOUR,
  hourOfWeek,
  iso,
  MINUTE,
  parseInstant,
  SECOND,
  startOfDay,
} from '../../shared/domain/time.ts'

const NOON = Date.parse('2026-11-20T12:00:00Z')

describe('a text names a moment', () => {
  it.each([
    ['2026-11-20T12:00:00Z', NOON],
    ['2026-11-20t12:00:00z', NOON],
    ['2026-11-20 12:00:00', NOON],
    ['2026-11-20T12:00', NOON],
    ['2026-11-20T12:00Z', NOON],
    [' 2026-11-20T12:00:00Z\n', NOON],
    ['2026-11-20T12:00:00.5Z', NOON + 500],
    ['2026-11-20T12:00:00,250Z', NOON + 250],
    ['2026-11-20T12:00:00.123456789Z', NOON + 123],
    ['2026-11-20T20:00:00+08:00', NOON],
    ['2026-11-20T20:00:00+0800', NOON],
    ['2026-11-20 20:00+08:00', NOON],
    ['2026-11-20T00:00:00-12:00', NOON],
    ['2026-11-20T23:59:59Z', NOON + 12 * HOUR - SECOND],
    ['2026-11-20T00:00:00Z', NOON - 12 * HOUR],
    ['2026-11-20T09:00:00Z', NOON - 3 * HOUR],
    ['2024-02-29T00:00:00Z', Date.parse('2024-02-29T00:00:00Z')],
    ['2026-12-31T00:00:00Z', Date.parse('2026-12-31T00:00:00Z')],
    ['2026-01-01T00:00:00Z', Date.parse('2026-01-01T00:00:00Z')],
  ])('%j', (text, at) => {
    expect(parseInstant(text)).toBe(at)
  })
})

describe('a text names none', () => {
  it.each([
    '',
    'now',
    '2026-11-20',
    '2026-11-20T',
    '2026-11-20T24:00:00Z',
    '2026-11-20T29:00:00Z',
    '2026-11-20T12:60:00Z',
    '2026-11-20T12:00:60Z',
    '2026-11-20T12:00:00.Z',
    '2026-11-20T12:00:00.1234567890Z',
    '2026-11-20T12:00:00+24:00',
    '2026-11-20T12:00:00+08',
    '2026-11-20T12:00:00+08:60',
    '2026-11-20T12:00:00 Z',
    '2026-11-20_12:00:00Z',
    '20261120T120000Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-11-00T00:00:00Z',
    'x2026-11-20T12:00:00Z',
    '2026-11-20T12:00:00Zx',
    '12026-11-20T12:00:00Z',
  ])('%j', (text) => {
    expect(parseInstant(text)).toBeUndefined()
  })

  it('that is no text', () => {
    for (const value of [undefined, null, NOON, {}, ['2026-11-20T12:00:00Z'], new Date(NOON)])
      expect(parseInstant(value)).toBeUndefined()
  })
})

it('a day begins at midnight UTC', () => {
  expect([SECOND, MINUTE, HOUR, DAY]).toEqual([1_000, 60_000, 3_600_000, 86_400_000])
  expect(startOfDay(NOON)).toBe(NOON - 12 * HOUR)
  expect(startOfDay(NOON - 12 * HOUR)).toBe(NOON - 12 * HOUR)
  expect(startOfDay(NOON - 12 * HOUR - 1)).toBe(NOON - 36 * HOUR)
  expect(dayOf(NOON + 12 * HOUR - 1)).toBe('2026-11-20')
  expect(iso(NOON + 999)).toBe('2026-11-20T12:00:00Z')
})

describe('the hour of the week', () => {
  it.each([
    ['2026-11-23T00:00:00Z', 0],
    ['2026-11-23T23:59:59Z', 23],
    ['2026-11-27T12:30:00Z', 4 * 24 + 12],
    ['2026-11-29T23:00:00Z', 167],
    ['1970-01-01T00:00:00Z', 3 * 24],
  ])('of %s is %i', (at, hour) => {
    expect(hourOfWeek(Date.parse(at))).toBe(hour)
  })
})

describe('a moment is written', () => {
  const written = (at: number) => new Date(at).toISOString()

  it('as a day and a time of it, whenever it is', () => {
    const day = fc.integer({ min: -200_000, max: 3_000_000 }).map((n) => n * DAY)
    fc.assert(
      fc.property(day, fc.array(fc.double({ min: -DAY, max: DAY, noNaN: true })), (midnight, times) => {
        for (const time of times) {
          const at = midnight + time
          expect(iso(at)).toBe(`${written(at).slice(0, 19)}Z`)
          expect(dayOf(at)).toBe(written(at).slice(0, 10))
        }
      }),
    )
  })

  it.each([
    [-1, '1969-12-31', '1969-12-31T23:59:59Z'],
    [-DAY, '1969-12-31', '1969-12-31T00:00:00Z'],
    [0, '1970-01-01', '1970-01-01T00:00:00Z'],
    [DAY - 1, '1970-01-01', '1970-01-01T23:59:59Z'],
    [DAY, '1970-01-02', '1970-01-02T00:00:00Z'],
    [Date.UTC(10_000) - 1, '9999-12-31', '9999-12-31T23:59:59Z'],
    // Years of more digits are no evidence of anything: what is written of them is cut at the same place.
    [Date.UTC(10_000), '+010000-01', '+010000-01-01T00:00Z'],
  ])('at the ends of what is usual: %i', (at, day, text) => {
    expect(dayOf(at)).toBe(day)
    expect(iso(at)).toBe(text)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1])('unless it is none: %s', (at) => {
    expect(() => iso(at)).toThrow(RangeError)
    expect(() => dayOf(at)).toThrow(RangeError)
  })
})
