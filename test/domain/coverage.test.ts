import { describe, expect, it } from 'vitest'
import {
  type Coverage,
  coverageOf,
  covers,
  difference,
  duration,
  gaps,
  hull,
  intersection,
  NOTHING,
  parseCoverage,
  union,
} from '../../shared/domain/coverage.ts'

const of = (...pairs: readonly (readonly [number, number])[]): Coverage => pairs.map(([from, to]) => ({ from, to }))

describe('a set of intervals', () => {
  it.each<[string, Coverage, Coverage]>([
    ['sorts them', of([5, 6], [1, 2]), of([1, 2], [5, 6])],
    ['joins those that touch', of([1, 2], [2, 3]), of([1, 3])],
    ['joins those that overlap', of([1, 4], [2, 3]), of([1, 4])],
    ['keeps apart what does not touch', of([1, 2], [3, 4]), of([1, 2], [3, 4])],
    ['drops empty ones', of([1, 1], [3, 2]), []],
  ])('%s', (_, intervals, expected) => {
    const given = structuredClone(intervals)
    expect(coverageOf(intervals)).toEqual(expected)
    expect(intervals).toEqual(given)
  })

  it('of nothing is nothing', () => {
    expect(NOTHING).toEqual([])
    expect(duration(NOTHING)).toBe(0)
    expect(duration(of([1, 3], [5, 6]))).toBe(3)
  })

  it('has a shortest interval around it', () => {
    expect(hull(of([3, 4], [1, 2], [2, 7], [5, 6]))).toEqual({ from: 1, to: 7 })
  })

  it('is read from moments as they are written', () => {
    const written = [{ from: '1970-01-01T00:00:01Z', to: '1970-01-01T00:01:00Z' }]
    expect(parseCoverage(written)).toEqual(of([1_000, 60_000]))
  })

  it.each<[string, Coverage, Coverage, Coverage, Coverage, Coverage]>([
    ['apart', of([1, 2]), of([4, 5]), of([1, 2], [4, 5]), [], of([1, 2])],
    ['that touch', of([1, 3]), of([3, 5]), of([1, 5]), [], of([1, 3])],
    ['that touch, the later first', of([3, 5]), of([1, 3]), of([1, 5]), [], of([3, 5])],
    ['that overlap', of([1, 4]), of([3, 5]), of([1, 5]), of([3, 4]), of([1, 3])],
    ['one within the other', of([1, 6]), of([3, 4]), of([1, 6]), of([3, 4]), of([1, 3], [4, 6])],
    ['that are the same', of([1, 3]), of([1, 3]), of([1, 3]), of([1, 3]), []],
    ['with one end in common', of([1, 5]), of([1, 3]), of([1, 5]), of([1, 3]), of([3, 5])],
  ])('%s: union, intersection and difference', (_, a, b, both, common, rest) => {
    expect(union(a, b)).toEqual(both)
    expect(intersection(a, b)).toEqual(common)
    expect(difference(a, b)).toEqual(rest)
  })

  it.each<[string, Coverage, readonly [number, number], boolean]>([
    ['itself', of([1, 5]), [1, 5], true],
    ['what lies within', of([1, 5]), [2, 3], true],
    ['nothing that begins earlier', of([1, 5]), [0, 3], false],
    ['nothing that ends later', of([1, 5]), [3, 6], false],
    ['nothing across a gap', of([1, 3], [4, 6]), [2, 5], false],
    ['what lies in a later part', of([1, 3], [4, 6]), [4, 5], true],
    ['an empty interval anywhere', [], [9, 9], true],
    ['an interval that ends before it begins', [], [9, 8], true],
    ['nothing else where it is empty', [], [9, 10], false],
  ])('covers %s', (_, set, [from, to], expected) => {
    expect(covers(set, { from, to })).toBe(expected)
  })

  it.each<[string, readonly [number, number], Coverage, Coverage]>([
    ['the whole window where nothing is covered', [1, 9], [], of([1, 9])],
    ['what lies between', [1, 9], of([0, 3], [5, 20]), of([3, 5])],
    ['none where all is covered', [1, 9], of([1, 9]), []],
    ['none in an empty window', [9, 9], [], []],
  ])('has gaps: %s', (_, [from, to], set, expected) => {
    expect(gaps({ from, to }, set)).toEqual(expected)
  })
})
