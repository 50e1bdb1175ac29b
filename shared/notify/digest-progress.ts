import type { Day } from '../domain/time.ts'
import type { TrendPoint } from '../domain/trend.ts'
import type { Verdict } from '../domain/verdict.ts'
import type { DigestKey, VerdictCounts } from './digest.ts'
import { countVerdicts } from './scope-sums.ts'

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
  /** Every day of the reader's zone from the first night on, the digest's day last. */
  readonly trend: readonly ProgressPoint[]
}

/** Progress as `keys` stand on `day`, after the `points` of the history up to that day. */
export function progressOf(
  keys: readonly Pick<DigestKey, 'verdict' | 'staleVerdict'>[],
  points: readonly TrendPoint[],
  day: Day,
): DigestProgress {
  const now = countsOf(countVerdicts(keys.map(({ verdict }) => verdict)))
  const all = now.migrated + now.ready + now.left
  // A key of whose changes none is kept any more has been what it is for as long as the history goes back.
  const checked = countsOf(countVerdicts(keys.map(({ verdict, staleVerdict }) => staleVerdict ?? verdict)))
  const latest = countsOf(points.at(-1)?.counts ?? {})
  const past = points.slice(0, -1).map((point): ProgressPoint => {
    const then = countsOf(point.counts)
    const of = (name: keyof ProgressCounts) => Math.max(0, then[name] + checked[name] - latest[name])
    return { day: point.day, migrated: of('migrated'), ready: of('ready'), left: of('left') }
  })
  return {
    ...now,
    percent: all === 0 ? null : Math.floor((100 * now.migrated) / all),
    trend: [...past, { day, ...now }],
  }
}

function countsOf(counts: VerdictCounts): ProgressCounts {
  const of = (...verdicts: readonly Verdict[]) => verdicts.reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0)
  return {
    migrated: of('migrated'),
    ready: of('ready'),
    left: of('blocked', 'support-required', 'unknown', 'action-required'),
  }
}
