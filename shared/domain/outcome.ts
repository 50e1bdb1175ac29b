import type { TrailEvent } from './event.ts'
import type { Outcome } from './usage.ts'

/**
 * Error codes by which KMS and the gateway refuse a call for who asks or for how it is asked: permission and validation. From the vendor's
 * error codes of the cryptographic operations and its common errors (reference section 1.4).
 */
const REFUSALS =
  /^(Forbidden|NoPermission|AccessDenied|Unauthorized|Authentication|Invalid|Missing|Illegal|Incomplete|Signature|Unsupported|Parse|Duplicate|NotSupported)|^Rejected\.(LimitExceeded|ShareQuota|Unsupported)|NotFound/
/** Refused only for the state that the key or the account is in: the application meant the call, and makes it again. */
const OF_STATE = /^Forbidden\.InDebt/

/** How a call ended. What is neither success nor a known refusal was meant, and failed on the service's side. */
export function outcomeOf(event: Pick<TrailEvent, 'errorCode' | 'dryRun'>): Outcome {
  if (event.dryRun) return 'dry-run'
  if (event.errorCode === '') return 'made'
  if (/^4\d\d$/.test(event.errorCode) && event.errorCode !== '429') return 'refused'
  const isRefusal =
    REFUSALS.test(event.errorCode) && !OF_STATE.test(event.errorCode) && !/Throttl/.test(event.errorCode)
  return isRefusal ? 'refused' : 'service-failure'
}
