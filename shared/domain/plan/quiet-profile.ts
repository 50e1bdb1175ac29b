import { type Coverage, coverageOf, difference, type Interval } from '../coverage.ts'
import type { Observed } from '../readiness.ts'
import { HOUR, hourOfWeek, type Instant, WEEK_HOURS } from '../time.ts'
import type { ReadyKey } from './plan-facts.ts'

/** Calls of keys by hour of the UTC week, and how often each hour was observed. */
export interface QuietProfile {
  /** Calls of one such hour on average, of all keys together, 168 numbers. */
  readonly calls: readonly number[]
  /** How often such an hour was observed from beginning to end, of the key that was observed least, 168 numbers. */
  readonly weeks: readonly number[]
}

/** Why there is none: `older` the row has no profile by week, `short` less than a week was observed. */
export type NoProfile = 'older' | 'short'

/** Reads when keys are used, or why nobody knows. Most keys of a run were observed alike: their hours are counted once. */
export function profileReader(): (key: Pick<ReadyKey, 'usage' | 'observed'>) => QuietProfile | NoProfile {
  const known = new Map<string, readonly number[]>()
  return ({ usage, observed }) => {
    if (usage.week === undefined) return 'older'
    const name = JSON.stringify([observed.from, observed.to, observed.gaps])
    const weeks = known.get(name) ?? observedHours(observed)
    known.set(name, weeks)
    if (weeks.reduce((sum, each) => sum + each, 0) < WEEK_HOURS) return 'short'
    // The calls of an hour that was observed only in part count too: rather too many are expected than too few.
    const calls = usage.week.map((count, hour) => count / Math.max(1, weeks[hour] ?? 0))
    return { calls, weeks }
  }
}

/** Of several keys together. */
export function together(profiles: readonly QuietProfile[]): QuietProfile {
  const calls = Array<number>(WEEK_HOURS).fill(0)
  const weeks = Array<number>(WEEK_HOURS).fill(Number.POSITIVE_INFINITY)
  for (const each of profiles)
    for (let hour = 0; hour < WEEK_HOURS; hour++) {
      calls[hour] = (calls[hour] ?? 0) + (each.calls[hour] ?? 0)
      weeks[hour] = Math.min(weeks[hour] ?? 0, each.weeks[hour] ?? 0)
    }
  return { calls, weeks }
}

/** What is expected in a window, and how often its hours were observed. In half-hour zones it has parts of hours. */
export function expectedIn(
  { calls, weeks }: QuietProfile,
  { from, to }: Interval,
): { readonly calls: number; readonly weeks: number } {
  let sum = 0
  let least = Number.POSITIVE_INFINITY
  for (let at = startOfHour(from); at < to; at += HOUR) {
    const hour = hourOfWeek(at)
    const share = (Math.min(to, at + HOUR) - Math.max(from, at)) / HOUR
    sum += (calls[hour] ?? 0) * share
    least = Math.min(least, weeks[hour] ?? 0)
  }
  // Sums of the same numbers in another order differ in their last digits, and the earlier window is to win.
  return { calls: Math.round(sum * 1e6) / 1e6, weeks: least }
}

/** The fewest calls that any so many hours of a week expect, and the first hour of these. */
export function quietestHours(
  { calls }: QuietProfile,
  hours: number,
): { readonly calls: number; readonly start: number } {
  let fewest = { calls: Number.POSITIVE_INFINITY, start: 0 }
  for (let start = 0; start < WEEK_HOURS; start++) {
    let sum = 0
    for (let hour = start; hour < start + hours; hour++) sum += calls[hour % WEEK_HOURS] ?? 0
    if (sum < fewest.calls) fewest = { calls: sum, start }
  }
  return fewest
}

function observedHours(observed: Observed): readonly number[] {
  const counted = Array<number>(WEEK_HOURS).fill(0)
  for (const { from, to } of coveredOf(observed))
    for (let at = Math.ceil(from / HOUR) * HOUR; at + HOUR <= to; at += HOUR)
      counted[hourOfWeek(at)] = (counted[hourOfWeek(at)] ?? 0) + 1
  return counted
}

function coveredOf({ from, to, gaps }: Observed): Coverage {
  const interval = (each: { readonly from: string; readonly to: string }) => ({
    from: Date.parse(each.from),
    to: Date.parse(each.to),
  })
  return difference(coverageOf([interval({ from, to })]), coverageOf(gaps.map(interval)))
}

function startOfHour(at: Instant): Instant {
  return Math.floor(at / HOUR) * HOUR
}
