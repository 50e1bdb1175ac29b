import type { TrailEvent } from './event.ts'
import { CLOCK_SKEW } from './source-proof.ts'
import { DAY, type Instant } from './time.ts'
import type { GroupedCalls } from './usage.ts'

/**
 * The calls of one probe, remembered before the first of them goes out: KMS gives a call its id only in the answer, and an answer may be
 * lost. So each carries a mark that nobody else has, at the end of its user agent.
 */
export interface ProbeCalls {
  /** `cmk-readiness-probe/<32 hexadecimal digits>`. */
  readonly mark: string
  readonly from: Instant
  /** Its last call is not later. */
  readonly to: Instant
  /** Ids of requests and events, as they become known. */
  readonly ids: readonly string[]
}

/** What comes before the mark in the user agent of a probe. */
export const PROBE_PRODUCT = 'cmk-readiness-probe'
/** How long a probe may take to make its calls. */
export const PROBE_PERIOD = 600_000
/** Longer than any window: what a trail has forgotten is in none. */
export const PROBES_KEPT = 400 * DAY

/**
 * True for an event of a probe's own call, or a group of nothing else: it is no application's use of the key. An event counts by its exact
 * id, or by its exact mark, and in the time of the probe alone.
 */
export function isProbeCall(
  { id, at, userAgent }: Pick<TrailEvent, 'id' | 'at' | 'userAgent'>,
  probes: readonly ProbeCalls[],
  grouped?: GroupedCalls,
): boolean {
  return probes.some(({ mark, from, to, ids }) => {
    if (at < from - CLOCK_SKEW || at > to + CLOCK_SKEW) return false
    if (userAgent.trimEnd().endsWith(` ${mark}`)) return true
    if (grouped === undefined) return ids.includes(id)
    return grouped.calls === grouped.newest.length && grouped.newest.every((each) => ids.includes(each.id))
  })
}
