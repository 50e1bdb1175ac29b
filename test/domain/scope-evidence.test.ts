import { describe, expect, test } from 'vitest'
import type { CallShape } from '../../shared/domain/event-shape.ts'
import { type EvidenceFacts, isGap, placeIn, scopeEvidence } from '../../shared/domain/scope-evidence.ts'
import { DAY, HOUR, iso, startOfDay } from '../../shared/domain/time.ts'

const AS_OF = Date.parse('2026-11-23T02:15:00Z')
const FROM = AS_OF - 90 * DAY
const YOUNG = startOfDay(AS_OF - 10 * DAY)

function evidence(facts: Partial<EvidenceFacts> = {}) {
  return scopeEvidence({
    scope: { accountId: '1000000000000001', region: 'cn-hangzhou' },
    ...{ asOf: AS_OF, window: { from: FROM, to: AS_OF }, proof: undefined, secondsLeft: undefined },
    ...{ reasons: [], shapes: [] },
    reading: { covered: [], final: [] },
    ...facts,
  })
}

test('days say which source and mode they are from, and what no source read is missing', () => {
  const reading = {
    covered: [{ from: startOfDay(AS_OF - 40 * DAY), to: AS_OF - HOUR }],
    final: [],
    by: {
      'sls accurate': [{ from: YOUNG, to: AS_OF - HOUR }],
      // What was given up since is no longer covered.
      lookup: [{ from: FROM - 20 * DAY, to: YOUNG }],
    },
  }
  const found = evidence({ reading, secondsLeft: 600 })
  expect(found.seen.map(({ source, mode, days }) => [source, mode, days])).toEqual([
    ['sls', 'accurate', 10.1],
    ['lookup', null, 30],
  ])
  expect(found.missing).toEqual([
    { from: iso(FROM), to: iso(startOfDay(AS_OF - 40 * DAY)) },
    { from: iso(AS_OF - HOUR), to: iso(AS_OF) },
  ])
  expect([found.days, found.missingDays, found.secondsLeft]).toEqual([90, 49.9, 600])
})

test('days of a version that did not say are under no source', () => {
  const reading = { covered: [{ from: FROM - DAY, to: AS_OF }], final: [] }
  const { seen, missing, secondsLeft } = evidence({ reading })
  expect(seen).toEqual([{ source: null, mode: null, days: 90, intervals: [{ from: iso(FROM), to: iso(AS_OF) }] }])
  expect([missing, secondsLeft]).toEqual([[], 0])
})

test('where no key needs evidence there is no window, and nothing is missing', () => {
  expect(evidence({ window: undefined })).toMatchObject({ window: null, days: 0, seen: [], missing: [] })
})

describe('the positive control', () => {
  const proof = { asOf: AS_OF, seen: [{ at: AS_OF - DAY, by: AS_OF }], shownAt: AS_OF - HOUR } as const
  test.each([
    ['proven', { ...proof, state: 'proven' }, 'proven', null],
    ['confirmed', { ...proof, state: 'confirmed' }, 'proven', null],
    ['blind', { ...proof, state: { why: 'no-event' } }, 'unproven', 'no-event'],
    ['not at its end', { ...proof, state: 'reading' }, 'unknown', null],
  ] as const)('%s', (_, given, state, problem) => {
    expect(evidence({ proof: given }).control).toEqual({
      ...{ state, problem },
      eventAt: iso(AS_OF - HOUR),
      ownCallsAt: iso(AS_OF - DAY),
    })
  })

  test('nothing known', () => {
    expect(evidence().control).toEqual({ state: 'unknown', problem: null, eventAt: null, ownCallsAt: null })
  })
})

test('of several calls of its own that a source showed the newest is told', () => {
  const seen = [AS_OF - 3 * DAY, AS_OF - DAY, AS_OF - 2 * DAY].map((at) => ({ at, by: AS_OF }))
  expect(evidence({ proof: { asOf: AS_OF, seen, state: 'reading' } }).control.ownCallsAt).toBe(iso(AS_OF - DAY))
})

describe('what a probe was shown', () => {
  const call = (operation: CallShape['operation'], shown: CallShape['shown']): CallShape => ({
    ...{ operation, shown, dryRun: true, delaySeconds: null },
  })

  test('is told with its source, and nothing is wrong with it', () => {
    const shape = { source: 'lookup', at: AS_OF, calls: [call('Encrypt', 'yes')] }
    expect(evidence({ shapes: [shape] }).shape).toEqual([
      { ...shape, at: iso(AS_OF), problem: null, operations: [], untied: [] },
    ])
  })

  test('is told with what it contradicts', () => {
    const shape = { source: 'sls', at: AS_OF, calls: [call('Encrypt', 'yes'), call('ReEncrypt', 'no')] }
    expect(evidence({ shapes: [shape] }).shape).toMatchObject([
      { source: 'sls', problem: 'operations-not-shown', operations: ['ReEncrypt'] },
    ])
  })
})

describe('in the window', () => {
  const { window } = evidence()

  test('what is missing is a gap but at the old end, which is not read yet', () => {
    const from = iso(FROM)
    expect(isGap({ window }, { from, to: iso(FROM + DAY) })).toBe(false)
    expect(isGap({ window }, { from: iso(FROM + DAY), to: iso(AS_OF) })).toBe(true)
    expect(isGap({ window: null }, { from, to: iso(AS_OF) })).toBe(false)
  })

  test.each([
    ['its begin', FROM, 0],
    ['a third of it', FROM + 30 * DAY, 1 / 3],
    ['its end', AS_OF, 1],
    ['before it', FROM - DAY, 0],
    ['after it', AS_OF + DAY, 1],
  ])('a moment has its place: %s', (_, at, place) => {
    expect(placeIn({ window }, iso(at))).toBeCloseTo(place, 9)
  })

  test('a moment that cannot be read is at its begin', () => {
    expect(placeIn({ window }, 'once')).toBe(0)
  })
})
