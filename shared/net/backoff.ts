/** Attempts at one call before a fault that may pass is final (docs/architecture.md, "Calls to the vendor"). Throttles are not counted. */
export const ATTEMPTS = 6

/** Milliseconds. */
export interface Backoff {
  readonly first: number
  readonly longest: number
}

export const BACKOFF: Backoff = { first: 200, longest: 5_000 }

/** Milliseconds to wait after the nth failure: exponential with full jitter, so that calls that failed together do not return together. */
export function backoffAfter(failures: number, { first, longest }: Backoff, random: () => number): number {
  return random() * Math.min(longest, first * 2 ** (failures - 1))
}
