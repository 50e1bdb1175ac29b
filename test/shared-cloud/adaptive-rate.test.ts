import { describe, expect, test } from 'vitest'
import { AdaptiveRate } from '../../shared/cloud/adaptive-rate.ts'

describe('before any throttle', () => {
  test('starts at the ceiling where that is low, and stays there', () => {
    const rate = new AdaptiveRate(10)
    expect([0, 500, 60_000].map((now) => rate.at(now))).toEqual([10, 10, 10])
  })

  test('starts at 20 and is soon at a high ceiling', () => {
    const rate = new AdaptiveRate(200)
    expect(rate.at(1_000)).toBe(20)
    expect(rate.at(2_000)).toBe(40)
    expect(rate.at(5_000)).toBe(200)
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

  test('never stops the work', () => {
    const rate = new AdaptiveRate(10)
    for (let now = 0; now < 100; now += 1) rate.throttled(now, now)
    expect(rate.at(100)).toBeGreaterThanOrEqual(0.5)
  })
})
