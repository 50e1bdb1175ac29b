import { TIMEOUTS } from '../net/exchange.ts'

/** How long an answer of Log Service is waited for: a completely accurate statement takes up to 55 seconds. In milliseconds. */
export const LOG_ANSWER = 70_000

/** The SDKs' own deadlines stay behind the longest of ours: they only free what ours could not. In milliseconds. */
export const BACKSTOP = 2 * (TIMEOUTS.connect + LOG_ANSWER)
