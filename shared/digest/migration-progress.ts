import type { Day } from '../domain/time.ts'
import type { TrendEnd, TrendPoint } from '../domain/trend.ts'
import type { Verdict, VerdictCounts } from '../domain/verdict.ts'

/** How far a migration is, in keys. */
export interface ProgressCounts {
  readonly migrated: number
  /** Of those that are left. */
  readonly ready: number
  /** Candidates: what has not been migrated and has to be, `ready` included. */
  readonly left: number
}

export interface ProgressPoint extends ProgressCounts {
  readonly day: Day
}

export interface DigestProgress extends ProgressCounts {
  /** Whole percent of these keys that are migrated, rounded down: 100 is all of them. Null where there is none to migrate. */
  readonly percent: number | null
  /** Every day of the trend. */
  readonly trend: readonly ProgressPoint[]
}

const CANDIDATES = ['blocked', 'support-required', 'unknown', 'action-required', 'ready'] as const

/** Progress as the trend ends, and how it came there. */
export function progressOf({ day, stored, shown }: TrendEnd, trend: readonly TrendPoint[]): DigestProgress {
  // What was not checked lately is shown as unknown, and still is left only where it had to move when it was.
  const now = { ...progressCounts(shown), left: countOf(stored, CANDIDATES) }
  const all = now.migrated + now.left
  return {
    ...now,
    percent: all === 0 ? null : Math.floor((100 * now.migrated) / all),
    trend: trend.map((point) => ({ day: point.day, ...(point.day === day ? now : progressCounts(point.counts)) })),
  }
}

function progressCounts(counts: VerdictCounts): ProgressCounts {
  return { migrated: counts.migrated ?? 0, ready: counts.ready ?? 0, left: countOf(counts, CANDIDATES) }
}

function countOf(counts: VerdictCounts, verdicts: readonly Verdict[]): number {
  return verdicts.reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0)
}
