import type { Scope } from '../domain/scope.ts'
import { HOUR, type Instant } from '../domain/time.ts'
import type { DigestNight } from './model.ts'

/** A night's run that lies further back is not last night's: a day, and an hour for a timer that is late. */
export const NIGHT_MISSED_AFTER = 25 * HOUR

/** How far the last run has come, over all accounts. */
export interface LastRun {
  /** ISO 8601 UTC; null when no run is known. */
  readonly asOf: string | null
  /** Accounts and regions that it has judged. */
  readonly judged: number
  /** Those that it set out to judge and has not: still at it, or cut off. One that refused is a diagnostic instead. */
  readonly unfinished: readonly Scope[]
  /** The lists of the operator's own ranges that it judged by, each once; none where it had none. */
  readonly ownRanges?: readonly (readonly string[])[]
}

/** Judges the last run at `now`. `newestCheck`: of any row, empty where there is none; a table may outlive what is known of its runs. */
export function nightOf(lastRun: LastRun, newestCheck: string, now: Instant): DigestNight {
  const { asOf, judged, unfinished, ownRanges = [] } = lastRun
  const lastAsOf = [asOf ?? '', newestCheck].reduce((a, b) => (b > a ? b : a))
  if (lastAsOf === '') return { state: 'never', lastAsOf: null, unfinished: [], ownRanges }
  if (now - Date.parse(lastAsOf) > NIGHT_MISSED_AFTER) return { state: 'missed', lastAsOf, unfinished: [], ownRanges }
  if (asOf !== null && asOf > newestCheck && judged === 0)
    return { state: 'nothing-judged', lastAsOf, unfinished, ownRanges }
  return { state: unfinished.length > 0 ? 'unfinished' : 'done', lastAsOf, unfinished, ownRanges }
}
