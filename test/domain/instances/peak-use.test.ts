import { describe, expect, it } from 'vitest'
import { HourlyCalls, jointPeak, type PeakUse } from '../../../shared/domain/instances/peak-use.ts'
import { peakUse } from '../../support/domain/instances.ts'

const NOON = Date.parse('2026-11-20T12:00:00Z')
const LONG_AGO = Date.parse('2026-09-01T00:00:00Z')

/** Calls of a day by hour: so many in each hour that is named. */
const day = (calls: Readonly<Record<number, number>>) => Array.from({ length: 24 }, (_, hour) => calls[hour] ?? 0)

function busiestOf(calls: readonly Readonly<Record<number, number>>[], since = LONG_AGO) {
  const hours = new HourlyCalls()
  for (const each of calls) hours.add(NOON, day(each), since)
  return hours.busiest()
}

describe('the busiest hour', () => {
  it('is that of all keys together, the latest of several, and not before the window', () => {
    const hours = new HourlyCalls()
    const since = Date.parse('2026-11-20T08:30:00Z')
    const at = Date.parse('2026-11-20T01:02:03Z')
    hours.add(at, day({ 7: 100 }), since)
    hours.add(at, day({ 9: 30 }), since)
    hours.add(at, day({ 9: 12 }), since)
    hours.add(Date.parse('2026-11-21T23:00:00Z'), day({ 9: 42 }), since)
    hours.add(at, day({ 8: 41 }), since)
    expect(hours.busiest()).toEqual({ from: '2026-11-21T09:00:00Z', calls: 42 })
  })

  it.each([
    ['the latest of those with as many calls, by time', [{ 9: 5, 14: 5 }], { from: '2026-11-20T14:00:00Z', calls: 5 }],
    ['the same in whatever order they came', [{ 14: 5 }, { 9: 5 }], { from: '2026-11-20T14:00:00Z', calls: 5 }],
    ['not a later one with fewer calls', [{ 9: 5, 14: 4 }], { from: '2026-11-20T09:00:00Z', calls: 5 }],
    ['a later one with more calls', [{ 9: 4, 14: 5 }], { from: '2026-11-20T14:00:00Z', calls: 5 }],
    ['none where nothing was called', [{}], null],
    ['none where nothing was added', [], null],
  ])('is %s', (_, calls, busiest) => {
    expect(busiestOf(calls)).toEqual(busiest)
  })

  it.each([
    ['begins in the middle of it', '2026-11-20T09:59:59Z', 9],
    ['begins with it', '2026-11-20T09:00:00Z', 9],
    ['begins as it ends', '2026-11-20T10:00:00Z', 10],
  ])('counts where the window %s', (_, since, hour) => {
    const from = `2026-11-20T${String(hour).padStart(2, '0')}:00:00Z`
    expect(busiestOf([{ 9: 5, 10: 1 }], Date.parse(since))?.from).toBe(from)
  })
})

describe('the busiest hours of several accounts', () => {
  const at = (hour: number, calls: number): PeakUse => {
    return { ...peakUse(calls), busiest: { from: `2026-11-20T${hour}:00:00Z`, calls } }
  }

  it('are added up as if they were one hour, and unknown where one is', () => {
    expect(jointPeak([peakUse(3_600), peakUse(1_800, false), peakUse(0)])).toEqual({
      ...{ calls: 5_400, perSecond: 1.5, at: '2026-11-20T09:00:00Z', scopes: 3, complete: false },
    })
    expect(jointPeak([peakUse(3_600), undefined])).toBeUndefined()
    expect(jointPeak([])).toBeUndefined()
  })

  it('are no hour where no call was seen', () => {
    expect(jointPeak([peakUse(0), peakUse(0)])).toEqual({
      ...{ calls: 0, perSecond: 0, at: '', scopes: 2, complete: true },
    })
  })

  it.each([
    ['the busiest of them', [at(11, 3), at(15, 1), at(13, 9)], '2026-11-20T13:00:00Z'],
    ['the busiest, though it came first', [at(10, 9), at(13, 3)], '2026-11-20T10:00:00Z'],
    ['the latest of those with as many calls', [at(11, 5), at(15, 5), at(13, 5)], '2026-11-20T15:00:00Z'],
    ['the latest, though it came first', [at(15, 5), at(11, 5)], '2026-11-20T15:00:00Z'],
  ])('are named by %s', (_, peaks, from) => {
    expect(jointPeak(peaks)?.at).toBe(from)
  })

  it.each([
    [1, 0.1],
    [360, 0.1],
    [361, 0.2],
    [35_641, 10],
    [36_000, 10],
    [36_001, 11],
  ])('of %d calls are %d a second on average, rounded up', (calls, perSecond) => {
    expect(jointPeak([peakUse(calls)])?.perSecond).toBe(perSecond)
  })
})
