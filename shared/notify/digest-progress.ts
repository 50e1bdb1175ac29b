import type { Day } from '../domain/time.ts'
import type { TrendPoint } from '../domain/trend.ts'
import type { Verdict, VerdictCounts } from '../domain/verdict.ts'

/** How far a migration is, in keys. */
export interface ProgressCounts {
  readonly migrated: number
  readonly ready: number
  /** Candidates that are not ready. */
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

/** Progress of keys with these verdicts, and how it came there. */
export function progressOf(counts: VerdictCounts, trend: readonly TrendPoint[]): DigestProgress {
  const now = progressCounts(counts)
  const all = now.migrated + now.ready + now.left
  return {
    ...now,
    percent: all === 0 ? null : Math.floor((100 * now.migrated) / all),
    trend: trend.map((point) => ({ day: point.day, ...progressCounts(point.counts) })),
  }
}

function progressCounts(counts: VerdictCounts): ProgressCounts {
  const of = (...verdicts: readonly Verdict[]) => verdicts.reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0)
  return {
    migrated: of('migrated'),
    ready: of('ready'),
    left: of('blocked', 'support-required', 'unknown', 'action-required'),
  }
}
