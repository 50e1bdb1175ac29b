import { describe, expect, it } from 'vitest'
import { hoursFigure } from '../../shared/report/charts/hours.ts'

const PERIOD = { from: '2026-11-01T00:00:00Z', to: '2026-11-20T00:00:00Z' }

/** The picture of a key's calls by hour, with as many as given in the first hours of the day. */
function picture(calls: readonly number[]): string {
  const hours = Array.from({ length: 24 }, (_, hour) => calls[hour] ?? 0)
  const [drawn = ''] = String(hoursFigure(hours, PERIOD, 'hours', { language: 'en', timezone: 'UTC' })).split(
    '<figcaption',
  )
  return drawn
}

/** The texts of one side of the picture: numbers end at the axis, names stand below the middle of a bar. */
function texts(drawn: string, anchor: 'end' | 'middle'): readonly string[] {
  return [...drawn.matchAll(new RegExp(`text-anchor="${anchor}"[^>]*>([^<]*)<`, 'g'))].map(([, text = '']) => text)
}

describe('the picture of calls by hour of day', () => {
  it.each([
    [0, ['0', '1']],
    [1, ['0', '1']],
    [3, ['0', '1', '2', '3']],
    [4, ['0', '1', '2', '3', '4']],
    [7, ['0', '2', '4', '6', '8']],
    [11, ['0', '3', '6', '9', '12']],
    [12, ['0', '5', '10', '15']],
    [999, ['0', '300', '600', '900', '1,200']],
    [2_099, ['0', '500', '1,000', '1,500', '2,000', '2,500']],
    [2_100, ['0', '1,000', '2,000', '3,000']],
  ])('has whole numbers on its axis, as people count, up to %i calls', (most, numbers) => {
    expect(texts(picture([most]), 'end')).toEqual(numbers)
  })

  it('names every third hour', () => {
    expect(texts(picture([1]), 'middle')).toEqual(['00', '03', '06', '09', '12', '15', '18', '21'])
  })

  it('has a bar for each hour with calls, as high as they are many', () => {
    const bars = [...picture([15, 0, 5]).matchAll(/M([\d.]+) 108V([\d.]+)h/g)].map(([, x, y]) => [
      Number(x),
      108 - Number(y),
    ])
    expect(bars).toEqual([
      [46, 100],
      [78.4, expect.closeTo(33.3)],
    ])
  })
})
