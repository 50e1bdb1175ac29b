import { isLastingProxyFault, proxyFaultIn } from '../../net/proxy-error.ts'

/**
 * What a failed call means for who made it.
 * `again`: it may pass, and whatever the code says, the call may have been done. `condition`: the row is not as the call expects it.
 * `missing`, `exists`: of a table. `denied`: by signature, token or RAM.
 */
export type FaultKind = 'again' | 'condition' | 'missing' | 'exists' | 'denied' | 'invalid'

/** A failed call, or a failed row of a batch, without any of the vendor's text. */
export interface Fault {
  readonly kind: FaultKind
  /** `OTSServerBusy`, the system's (`ECONNRESET`), or what this client calls it. */
  readonly code: string
}

const KINDS: Readonly<Record<string, FaultKind>> = {
  OTSRowOperationConflict: 'again',
  OTSNotEnoughCapacityUnit: 'again',
  OTSCapacityUnitExhausted: 'again',
  OTSTableNotReady: 'again',
  OTSPartitionUnavailable: 'again',
  OTSServerBusy: 'again',
  OTSOperationThrottled: 'again',
  OTSTimeout: 'again',
  OTSInternalServerError: 'again',
  OTSServerUnavailable: 'again',
  OTSConditionCheckFail: 'condition',
  OTSObjectNotExist: 'missing',
  OTSObjectAlreadyExist: 'exists',
  OTSNoPermissionAccess: 'denied',
  OTSAuthFailed: 'denied',
}

/** Quota of operations on tables; other quotas do not come back by waiting. */
const TOO_FREQUENT = /Too frequent/i
const SKEW = /system time/i
/** The SDK writes its own word over the system's code, which then stands in the text only: `connect ECONNREFUSED …`. */
const NETWORKING = 'NetworkingError'
const SYSTEM_CODE = /\bE[A-Z]{3,}\b/

/** HTTP statuses that say "later" without a code of the vendor's that is known. */
const LATER = { timeout: 408, tooMany: 429, failed: 500 }

/** The fault of a code and the text that came with it: a row's error in a batch, or what `readFault` found. */
export function faultOf(code: string, text: string, status?: number): Fault {
  if (code === 'OTSQuotaExhausted') return { kind: TOO_FREQUENT.test(text) ? 'again' : 'invalid', code }
  if (code === 'OTSAuthFailed' && SKEW.test(text)) return { kind: 'denied', code: 'ClockSkew' }
  return { kind: KINDS[code] ?? kindOfStatus(status), code }
}

function kindOfStatus(status: number | undefined): FaultKind {
  if (status === undefined) return 'invalid'
  return status === LATER.timeout || status === LATER.tooMany || status >= LATER.failed ? 'again' : 'invalid'
}

/**
 * Reads what the SDK threw. Its `code` is the HTTP status, and the vendor's code stands among the bytes of its `message`: the SDK takes
 * errors for XML, which they never are (docs/vendor-facts.md, "Traps of the SDKs").
 */
export function readFault(thrown: unknown): Fault {
  if (!(thrown instanceof Error)) return { kind: 'again', code: 'UnreadableAnswer' }
  const own: unknown = 'code' in thrown ? thrown.code : undefined
  const status = typeof own === 'number' ? own : undefined
  const code = /OTS[A-Za-z]+/.exec(thrown.message)?.[0]
  const byProxy = status === 407 ? 'ProxyAuthRequired' : proxyFaultIn(thrown.message)
  if (byProxy !== undefined) return { kind: isLastingProxyFault(byProxy) ? 'denied' : 'again', code: byProxy }
  if (code !== undefined) return faultOf(code, thrown.message, status)
  if (status !== undefined) return { kind: kindOfStatus(status), code: `HTTP ${status}` }
  if (own === NETWORKING) return { kind: 'again', code: SYSTEM_CODE.exec(thrown.message)?.[0] ?? NETWORKING }
  return { kind: 'again', code: 'UnreadableAnswer' }
}
