import type { Instant } from './time.ts'

/** A half-open interval: from `from`, up to and without `to`. */
export interface Interval {
  readonly from: Instant
  readonly to: Instant
}

/** A set of half-open intervals: sorted, disjoint, none empty, none touching. */
export type Coverage = readonly Interval[]

export const NOTHING: Coverage = []

/** The set that any intervals stand for together. */
export function coverageOf(intervals: Iterable<Interval>): Coverage {
  const sorted = [...intervals].filter((each) => each.from < each.to).sort((a, b) => a.from - b.from)
  const merged: { from: Instant; to: Instant }[] = []
  for (const { from, to } of sorted) {
    const last = merged.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

/** Everything in either set. */
export function union(a: Coverage, b: Coverage): Coverage {
  return coverageOf([...a, ...b])
}

/** Everything in both sets. */
export function intersection(a: Coverage, b: Coverage): Coverage {
  return coverageOf(
    a.flatMap((left) => b.map((right) => ({ from: Math.max(left.from, right.from), to: Math.min(left.to, right.to) }))),
  )
}

/** What of `a` is not in `b`. */
export function difference(a: Coverage, b: Coverage): Coverage {
  let rest = [...a]
  for (const hole of b) {
    rest = rest.flatMap(({ from, to }) =>
      hole.to <= from || to <= hole.from
        ? [{ from, to }]
        : [
            { from, to: hole.from },
            { from: hole.to, to },
          ].filter((each) => each.from < each.to),
    )
  }
  return coverageOf(rest)
}

/** True when every moment of the interval is covered. An empty interval is covered. */
export function covers(coverage: Coverage, interval: Interval): boolean {
  return interval.from >= interval.to || coverage.some(({ from, to }) => from <= interval.from && interval.to <= to)
}

/** The intervals of the window that are not covered, oldest first. */
export function gaps(window: Interval, coverage: Coverage): Coverage {
  return difference(coverageOf([window]), coverage)
}

/** The shortest interval that has all of these in it. There has to be one. */
export function hull(intervals: readonly Interval[]): Interval {
  return { from: Math.min(...intervals.map(({ from }) => from)), to: Math.max(...intervals.map(({ to }) => to)) }
}

/** Intervals whose ends are written as ISO 8601. */
export function parseCoverage(intervals: readonly { readonly from: string; readonly to: string }[]): Coverage {
  return intervals.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }))
}

/** How long a set is, in milliseconds. */
export function duration(coverage: Coverage): number {
  return coverage.reduce((sum, { from, to }) => sum + to - from, 0)
}
