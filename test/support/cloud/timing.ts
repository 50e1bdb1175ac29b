/** From the start as many calls as are allowed, and back-off that a test can wait for; pace, quotas and back-off have tests of their own. */
export const TIMING = { startRate: 1_000, backoff: { first: 1, longest: 5 } }
