import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LogVolume } from '../../../functions/usage/sources/sls/log-volume.ts'
import { DAY, HOUR } from '../../../shared/domain/time.ts'

const BEGIN = Date.parse('2026-11-20T00:00:00Z')
const ONE_DAY = { from: BEGIN, to: BEGIN + DAY }
const everyHour = (logs: number, hours = 24 * 30) =>
  new Map(Array.from({ length: hours }, (_, n) => [BEGIN + n * HOUR, logs]))

describe('slices of a logstore', () => {
  it('cut an interval without a hole or an overlap, wherever the logs are', () => {
    const hours = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 48, maxLength: 48 })
    fc.assert(
      fc.property(hours, fc.nat(DAY - 1), fc.integer({ min: 1, max: DAY }), (logs, start, length) => {
        const volume = new LogVolume(new Map(logs.map((each, n) => [BEGIN + n * HOUR, each])))
        const whole = { from: BEGIN + start, to: BEGIN + start + length }
        const slices = volume.slicesOf(whole)
        expect(slices[0]?.from).toBe(whole.from)
        expect(slices.at(-1)?.to).toBe(whole.to)
        for (const [n, { from, to }] of slices.entries()) {
          expect(to).toBeGreaterThan(from)
          if (n > 0) expect(from).toBe(slices[n - 1]?.to)
        }
      }),
    )
  })

  it('are short where every log may be a group of its own, and longer once groups turn out to be few', () => {
    const volume = new LogVolume(everyHour(1_000))
    const before = volume.slicesOf(ONE_DAY)
    expect(before.length).toBeGreaterThan(4)
    for (const slice of before) expect(volume.fits(slice)).toBe(true)
    for (const slice of before) volume.learn(slice, 30)
    expect(volume.slicesOf(ONE_DAY)).toEqual([ONE_DAY])
    expect(volume.fits({ from: BEGIN, to: BEGIN + 3 * DAY })).toBe(true)
  })

  it('get shorter at once where groups turn out to be many', () => {
    const volume = new LogVolume(everyHour(1_000))
    for (let n = 0; n < 5; n += 1) volume.learn(ONE_DAY, 10)
    expect(volume.fits(ONE_DAY)).toBe(true)
    volume.learn(ONE_DAY, 20_000)
    expect(volume.fits(ONE_DAY)).toBe(false)
  })

  it('never look at more logs than a statement can, however few groups they are', () => {
    const volume = new LogVolume(everyHour(100_000))
    for (let n = 0; n < 20; n += 1) volume.learn(ONE_DAY, 1)
    expect(volume.slicesOf(ONE_DAY)).toHaveLength(6)
  })

  it('are whole days where nobody knows how many logs there are', () => {
    const volume = new LogVolume(undefined)
    expect(volume.slicesOf(ONE_DAY)).toEqual([ONE_DAY])
    expect(volume.fits({ from: BEGIN, to: BEGIN + 2 * DAY })).toBe(false)
  })
})
