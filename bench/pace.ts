import type { SeenCall } from './messages.ts'

/** Pace and waste of a row of requests. */
export interface PaceFigures {
  readonly calls: number
  readonly throttled: number
  /** The same question asked again. */
  readonly repeated: number
  /** Different questions: what was to be asked. */
  readonly useful: number
  /** Milliseconds from the first request to the end of the last answer. */
  readonly wall: number
  /** Wall time over what the useful calls take at the quota. */
  readonly overFloor: number
  readonly peakInFlight: number
}

/** The bound on wall time over the floor. */
export const BOUND = 1.05

/** `quota` in calls a second; `latency` in milliseconds: how long the cloud took over each answer. */
export function paceOf(requests: readonly SeenCall[], quota: number, latency: number): PaceFigures {
  const useful = new Set(requests.map(({ request }) => request)).size
  const first = requests[0]?.at ?? 0
  const wall = (requests.at(-1)?.at ?? 0) + latency - first
  return {
    calls: requests.length,
    throttled: requests.filter(({ status, code }) => status === 429 || code.startsWith('Throttling')).length,
    repeated: requests.length - useful,
    useful,
    wall,
    overFloor: wall / ((useful / quota) * 1_000),
    peakInFlight: peakOf(requests, latency),
  }
}

/** The most requests that waited for their answers at once. */
function peakOf(requests: readonly SeenCall[], latency: number): number {
  let oldest = 0
  let peak = 0
  for (const [index, { at }] of requests.entries()) {
    while ((requests[oldest]?.at ?? at) + latency <= at) oldest += 1
    peak = Math.max(peak, index - oldest + 1)
  }
  return peak
}
