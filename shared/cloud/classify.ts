import type { FaultKind } from './fault.ts'

/**
 * 400 `Throttling.User`, 429 `Rejected.Throttling` and their like (docs/vendor-facts.md, "KMS: errors and quotas"); Log Service has words of
 * its own for a quota that is used up, with 403 or 503; OSS has 503 `TotalQpsLimitExceeded` and more of the kind.
 */
const THROTTLED = /^Throttling|Rejected\.Throttling|(Read|Write)QuotaExceed$|^ExceedQuota$|^ServerBusy$|LimitExceeded$/
const EXPIRED = /SecurityToken\.?Expired|TokenExpired|ExpiredToken/i
/** KMS answers 404 `Forbidden.KeyNotFound`; STS `EntityNotExist.Role`; OSS `NoSuchBucket`. */
const MISSING = /NotFound|NotExist|^NoSuch/
/** `Forbidden.DKMSInstanceStateInvalid` of GetKmsInstanceQuotaInfos. */
const OF_STATE = /DKMSInstanceStateInvalid$/
/** The clock is wrong, and nothing else: OSS says so with 403. `RequestTimeout` is a service that was late itself. */
const UNTIMELY = /^RequestTime(?!out)/
const DENIED =
  /^(Forbidden|NoPermission|Unauthorized|InvalidAccessKeyI[dD]|InvalidSecurityToken|MissingSecurityToken|Signature(DoesNot|Not)Match|IncompleteSignature|InvalidCredentials)/
/** The vendor prints the second one with its typing errors (docs/vendor-facts.md, "KMS: errors and quotas"). */
const BROKEN = /^(InternalFailure|InternalError|RequestTimeout|SerivceUnvailable|ServiceUnavailable)/

/**
 * What a refusal means. The code decides and the status only where it does not: `Forbidden.KeyNotFound` comes with 404,
 * `InvalidAccessKeyId.NotFound` too, and `Forbidden.NoPermission` with 400 or 403.
 */
export function classify(code: string, status: number | undefined): FaultKind {
  if (status === 429 || THROTTLED.test(code)) return 'throttled'
  if (EXPIRED.test(code)) return 'expired-token'
  if (/^InvalidAccessKeyId/i.test(code)) return 'denied'
  if (UNTIMELY.test(code) || isOfInstanceState(code)) return 'invalid'
  if (MISSING.test(code)) return 'not-found'
  if (DENIED.test(code)) return 'denied'
  if (BROKEN.test(code) || (status ?? 0) >= 500) return 'server'
  return status === 401 || status === 403 ? 'denied' : 'invalid'
}

/** True where the state of a KMS instance is refused, and not the caller: one that is not enabled has no quotas to tell. */
export function isOfInstanceState(code: string): boolean {
  return OF_STATE.test(code)
}

/**
 * Refusals of an access key, its secret or its token: other credentials may be taken (RAM's and KMS's common error codes). Function Compute writes
 * `InvalidAccessKeyID` and `SignatureNotMatch`.
 */
const OF_CREDENTIALS =
  /^(InvalidAccessKeyI[dD]|InvalidSecurityToken|MissingSecurityToken|Signature(DoesNot|Not)Match|IncompleteSignature)/

/**
 * True where newer credentials may help. A session that was replaced is answered with `InvalidAccessKeyId.NotFound` as soon as the service
 * has forgotten its id, and a key, secret and token that were read while they were being replaced do not belong together.
 */
export function isOfCredentials(code: string): boolean {
  return EXPIRED.test(code) || OF_CREDENTIALS.test(code)
}
