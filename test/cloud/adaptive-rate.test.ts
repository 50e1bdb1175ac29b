import { describe, expect, test } from 'vitest'
import { AdaptiveRate } from '../../shared/cloud/adaptive-rate.ts'
import { Pacer } from '../../shared/cloud/pacer.ts'
import { SlidingWindow } from '../../simulator/cloud/quota/sliding-window.ts'

describe('before any throttle', () => {
  test('starts at the ceiling where that is low, and stays there', () => {
    const rate = new AdaptiveRate(10)
    expect([0, 500, 60_000].map((now) => rate.at(now))).toEqual([10, 10, 10])
  })

  test('starts at 20 and grows with every answer up to a high ceiling, but not by waiting', () => {
    const rate = new AdaptiveRate(200)
    expect([0, 60_000].map((now) => rate.at(now))).toEqual([20, 20])
    for (let answer = 0; answer < 8; answer += 1) rate.succeeded()
    expect(rate.at(60_000)).toBe(52)
    for (let answer = 0; answer < 300; answer += 1) rate.succeeded()
    expect(rate.at(60_000)).toBe(200)
  })
})

describe('a throttle', () => {
  test('halves the rate, once for all calls that were sent before', () => {
    const rate = new AdaptiveRate(20)
    rate.at(0)
    rate.throttled(900, 1_000)
    expect(rate.at(1_000)).toBe(10)
    rate.throttled(950, 1_010)
    rate.throttled(999, 1_020)
    expect(rate.at(1_000)).toBe(10)
    rate.throttled(1_001, 1_001)
    expect(rate.at(1_001)).toBeCloseTo(5, 1)
  })

  test('is forgotten soon up to nine tenths of what was too much, then slowly', () => {
    const rate = new AdaptiveRate(20)
    rate.at(0)
    rate.throttled(0, 0)
    expect(rate.at(1_000)).toBeCloseTo(18)
    expect(rate.at(2_000)).toBeLessThan(18.5)
    expect(rate.at(6_000)).toBeLessThan(20)
    expect(rate.at(60_000)).toBe(20)
  })

  test('and more of the same full second leave the rate to go back to where it was', () => {
    const rate = new AdaptiveRate(20)
    rate.at(0)
    for (const now of [0, 100, 300, 600]) rate.throttled(now, now)
    expect(rate.at(600)).toBeLessThan(10)
    expect(rate.at(1_600)).toBeCloseTo(18)
  })

  test('a second after the goal was set lowers the goal, however short ago the last decrease was', () => {
    const rate = new AdaptiveRate(200)
    for (let answer = 0; answer < 180; answer += 1) rate.succeeded()
    for (let now = 0; now <= 3_000; now += 100) rate.throttled(now, now)
    expect(rate.at(4_000)).toBeLessThan(50)
  })

  test('is not made up for by answers: those to calls of before tell nothing', () => {
    const rate = new AdaptiveRate(20)
    rate.throttled(0, 0)
    for (let answer = 0; answer < 20; answer += 1) rate.succeeded()
    expect(rate.at(0)).toBe(10)
  })

  test('never stops the work', () => {
    const rate = new AdaptiveRate(10)
    for (let now = 0; now < 100; now += 1) rate.throttled(now, now)
    expect(rate.at(100)).toBeGreaterThanOrEqual(0.5)
  })
})

describe('against a quota', () => {
  const IN_FLIGHT = 256

  interface Work {
    readonly ceiling: number
    readonly quota: number
    /** Milliseconds from a call to its answer. */
    readonly roundTrip: number
    /** Calls that have to pass. */
    readonly useful: number
    /** Before this many milliseconds calls follow one another, as pages of a list do. */
    readonly listing?: number
  }

  /** Sends calls over and over until enough have passed, on a clock that goes on by milliseconds. */
  function play({ ceiling, quota, roundTrip, useful, listing = 0 }: Work) {
    const rate = new AdaptiveRate(ceiling)
    const pacer = new Pacer(ceiling)
    const window = new SlidingWindow()
    const flying: { readonly sentAt: number; readonly passes: boolean }[] = []
    const sent: number[] = []
    const rates: number[] = []
    let passing = 0
    let now = 0
    for (; passing < useful || flying.length > 0; now += 1) {
      for (let first = flying[0]; first && first.sentAt + roundTrip <= now; first = flying[0]) {
        flying.shift()
        if (first.passes) rate.succeeded()
        else rate.throttled(first.sentAt, now)
      }
      const most = now < listing ? 1 : IN_FLIGHT
      while (passing < useful && flying.length < most && pacer.nextAt(rate.at(now)) <= now) {
        pacer.sent(now, rate.at(now))
        const passes = window.admit('quota', quota, now + roundTrip)
        if (passes) passing += 1
        flying.push({ sentAt: now, passes })
        sent.push(now)
      }
      rates.push(rate.at(now))
    }
    return { sent, took: now, rates }
  }

  function busiestSecond(sent: readonly number[]): number {
    let first = 0
    return Math.max(
      ...sent.map((at, index) => {
        while (at - (sent[first] ?? at) >= 1_000) first += 1
        return index - first + 1
      }),
    )
  }

  function mean(rates: readonly number[]): number {
    return rates.reduce((sum, rate) => sum + rate, 0) / rates.length
  }

  for (const roundTrip of [5, 150, 600, 1_500]) {
    for (const listing of [0, 5_000]) {
      test(`of a tenth of the ceiling, ${roundTrip} ms away, after a listing of ${listing} ms`, () => {
        const work = { ceiling: 200, quota: 20, roundTrip, listing }
        const short = play({ ...work, useful: 400 })
        expect(short.sent.length).toBeLessThan(2 * 400)
        const long = play({ ...work, useful: 2_000 })
        expect(long.sent.length).toBeLessThan(1.2 * 2_000)
        const settled = mean(long.rates.slice(-20_000))
        expect(settled).toBeGreaterThan(18)
        expect(settled).toBeLessThan(20.5)
      })
    }
  }

  for (const quota of [20, 50]) {
    for (const roundTrip of [5, 600]) {
      test(`of ${quota}, which is the ceiling, ${roundTrip} ms away: nothing is wasted and no second overfilled`, () => {
        const { sent, took } = play({ ceiling: quota, quota, roundTrip, useful: 1_000 })
        expect(sent).toHaveLength(1_000)
        expect(busiestSecond(sent)).toBeLessThanOrEqual(quota)
        expect(took - roundTrip).toBeLessThan(1.05 * (1_000 / quota) * 1_000)
      })
    }
  }
})
