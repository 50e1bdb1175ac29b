import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../shared/domain/time.ts'
import {
  daysOf,
  EVENT_DELIVERY_LAG,
  LATE_EVENT_WINDOW,
  LATE_EVENT_WINDOW_BY_NAME,
  lookupWindows,
  MAX_LOOKUP,
  nominalWindow,
  observationWindow,
  onlyFinal,
  type Reading,
  readBy,
  TRAIL_RETENTION,
  UNREAD,
  unreadOf,
  withDay,
  withoutDay,
  withoutRun,
  withProof,
} from '../../shared/domain/window.ts'

const MIDNIGHT = Date.parse('2026-11-20T00:00:00Z')
/** So many days after midnight, or before it. */
const at = (days: number) => MIDNIGHT + days * DAY
const span = (from: number, to: number) => ({ from: at(from), to: at(to) })

it('the vendor’s limits and ours', () => {
  expect({ TRAIL_RETENTION, MAX_LOOKUP, LATE_EVENT_WINDOW, LATE_EVENT_WINDOW_BY_NAME, EVENT_DELIVERY_LAG }).toEqual({
    TRAIL_RETENTION: 90 * 86_400_000,
    MAX_LOOKUP: 30 * 86_400_000,
    LATE_EVENT_WINDOW: 86_400_000,
    LATE_EVENT_WINDOW_BY_NAME: 7 * 86_400_000,
    EVENT_DELIVERY_LAG: 900_000,
  })
  expect(UNREAD).toEqual({ covered: [], final: [] })
})

describe('a window', () => {
  it('goes back to the creation of the key at most, and never past asOf', () => {
    expect(nominalWindow(at(0), 30, undefined)).toEqual(span(-30, 0))
    expect(nominalWindow(at(0), 30, at(-40))).toEqual(span(-30, 0))
    expect(nominalWindow(at(0), 30, at(-7))).toEqual(span(-7, 0))
    expect(nominalWindow(at(0), 30, at(1))).toEqual(span(0, 0))
  })

  it.each([
    ['as far as the trail did, up to six hours later', 90, 6 * HOUR, true],
    ['no further than that', 90, 6 * HOUR + 1, false],
    ['only where it asks for no more than the trail keeps', 91, MINUTE, false],
  ])('looks back %s', (_, days, late, follows) => {
    const horizon = at(-90) + late
    expect(observationWindow(at(0), days, undefined, { horizon })).toEqual({
      from: follows ? horizon : at(-days),
      to: at(0),
    })
  })

  it('of fewer days than the trail keeps stays as it is', () => {
    expect(observationWindow(at(0), 30, undefined, { horizon: at(-90) + MINUTE })).toEqual(span(-30, 0))
  })
})

describe('the days of an interval', () => {
  it('are cut at midnights', () => {
    expect(daysOf(span(0, 2))).toEqual([span(0, 1), span(1, 2)])
    expect(daysOf(span(0.5, 1.25))).toEqual([span(0.5, 1), span(1, 1.25)])
    expect(daysOf(span(0.25, 0.75))).toEqual([span(0.25, 0.75)])
    expect(daysOf(span(1, 1))).toEqual([])
  })
})

describe('lookups', () => {
  const none = new Set<number>()

  it('hold as many days as the API takes, the newest first', () => {
    expect(lookupWindows([span(-31, 0)], none)).toEqual([span(-30, 0), span(-31, -30)])
    expect(lookupWindows([span(-30, 0)], none)).toEqual([span(-30, 0)])
    expect(lookupWindows([span(-30, 0.5)], none)).toEqual([span(-29, 0.5), span(-30, -29)])
  })

  it('stop where something between is read', () => {
    expect(lookupWindows([span(-6, -4), span(-3, 0)], none)).toEqual([span(-3, 0), span(-6, -4)])
  })

  it('read a day alone whose events came in no order', () => {
    expect(lookupWindows([span(-4, 0)], new Set([at(-2)]))).toEqual([span(-1, 0), span(-2, -1), span(-4, -2)])
    expect(lookupWindows([span(-1.5, 0)], new Set([at(-1)]))).toEqual([span(-1, 0), span(-1.5, -1)])
  })

  it('read the day alone that is dropping out of the trail', () => {
    expect(lookupWindows([span(-2.5, 0)], none)).toEqual([span(-2, 0), span(-2.5, -2)])
  })
})

describe('what is unread', () => {
  it('is read by whole days, from where the trail begins up to asOf', () => {
    expect(unreadOf(UNREAD, at(-2.5), at(0.25), at(-90))).toEqual([span(-3, 0.25)])
    expect(unreadOf(UNREAD, at(-2.5), at(0.25), at(-2.75))).toEqual([span(-2.75, 0.25)])
    const final = { covered: [span(-2, -0.5)], final: [span(-2, -0.5)] }
    expect(unreadOf(final, at(-2), at(0.25), at(-90))).toEqual([span(-1, 0.25)])
  })

  it('is no part of a day of which more is there', () => {
    const more = { covered: [span(0, 0.5)], final: [] }
    expect(unreadOf(more, at(0), at(0.25), at(-90))).toEqual([])
    expect(unreadOf(more, at(0), at(0.5), at(-90))).toEqual([span(0, 0.5)])
    expect(unreadOf({ covered: [span(0, 2)], final: [] }, at(0), at(1), at(-90))).toEqual([span(0, 1)])
  })
})

describe('a reading', () => {
  const asOf = at(0.1)

  it('with a day more covers it, and remembers the run that read it', () => {
    const one = withDay(UNREAD, span(-3, -2), asOf)
    expect(one).toEqual({ covered: [span(-3, -2)], final: [], run: { asOf, read: [span(-3, -2)] } })
    expect(withDay(one, span(-2, -1), asOf).run).toEqual({ asOf, read: [span(-3, -1)] })
    expect(withDay(one, span(-2, -1), asOf + DAY).run).toEqual({ asOf: asOf + DAY, read: [span(-2, -1)] })
    expect(readBy(one, asOf)).toEqual([span(-3, -2)])
    expect(readBy(one, asOf + DAY)).toEqual([])
    expect(readBy(UNREAD, asOf)).toEqual([])
  })

  it('with a proof is final where it ended long enough ago', () => {
    const read = withDay(withDay(UNREAD, span(-3, -1), asOf), span(-1, 0.1), asOf)
    expect(withProof(read, LATE_EVENT_WINDOW).final).toEqual([span(-3, -1)])
    expect(withProof(read, 2.1 * DAY).final).toEqual([span(-3, -2)])
    expect(withProof(read, 2.1 * DAY + 1).final).toEqual([])
    expect(withProof({ ...read, final: [span(-9, -8)] }, LATE_EVENT_WINDOW).final).toEqual([span(-9, -8), span(-3, -1)])
    const without: Reading = { covered: [span(-3, -2)], final: [] }
    expect(withProof(without, LATE_EVENT_WINDOW)).toEqual(without)
  })

  it('without its run is what earlier ones read', () => {
    const before: Reading = { covered: [span(-9, -8)], final: [span(-9, -8)] }
    const read = withProof(withDay(before, span(-3, -2), asOf), LATE_EVENT_WINDOW)
    expect(withoutRun(read, asOf)).toEqual(before)
    expect(withoutRun(read, asOf - 1)).toEqual(before)
    expect(withoutRun(read, asOf + 1)).toEqual(read)
    expect(withoutRun(before, asOf)).toEqual(before)
  })

  it('is cut back to what is final', () => {
    const read: Reading = { covered: [span(-9, 0)], final: [span(-9, -2)], run: { asOf, read: [] }, horizon: at(-9) }
    expect(onlyFinal(read)).toEqual({ covered: [span(-9, -2)], final: [span(-9, -2)], horizon: at(-9) })
    expect(onlyFinal(read, at(-5))).toEqual({ covered: [span(-9, -5)], final: [span(-9, -5)], horizon: at(-9) })
  })

  it('without a day lacks it everywhere', () => {
    const all = [span(-3, 0)]
    const rest = [span(-3, -2), span(-1, 0)]
    expect(withoutDay({ covered: all, final: all }, at(-2))).toEqual({ covered: rest, final: rest })
    expect(withoutDay({ covered: all, final: all, run: { asOf, read: all } }, at(-2))).toEqual({
      covered: rest,
      final: rest,
      run: { asOf, read: rest },
    })
  })
})
