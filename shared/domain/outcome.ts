import type { TrailEvent } from './event.ts'
import type { Outcome } from './usage.ts'

/**
 * Error codes by which KMS and the gateway refuse a call for what it is: no permission, bad parameters, a key in the wrong state.
 * From the vendor's error codes of the cryptographic operations and its common errors (reference section 1.4).
 */
const REFUSALS =
  /^(Forbidden|NoPermission|AccessDenied|Unauthorized|Authentication|Invalid|Missing|Illegal|Incomplete|Signature|Unsupported|Parse|Duplicate|NotSupported|UnsupportedHTTPMethod)|^Rejected\.(Disabled|Pending|LimitExceeded|ShareQuota|Unsupported|Unavailable|StateModified)|NotFound/

/** How a call ended. A code that is neither a known refusal nor success counts as the service's failure: the call was meant. */
export function outcomeOf(event: Pick<TrailEvent, 'errorCode' | 'dryRun'>): Outcome {
  if (event.dryRun) return 'dry-run'
  if (event.errorCode === '') return 'made'
  if (/^4\d\d$/.test(event.errorCode) && event.errorCode !== '429') return 'refused'
  return REFUSALS.test(event.errorCode) && !/Throttl/.test(event.errorCode) ? 'refused' : 'service-failure'
}
