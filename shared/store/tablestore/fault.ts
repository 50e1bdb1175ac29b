/**
 * What a failed call means for who made it.
 * `again`: refused for now, nothing was done. `uncertain`: it may have been done; calls that can be repeated are. `condition`: the row is
 * not as the call expects it. `missing`, `exists`: of a table. `denied`: by signature, token or RAM.
 */
export type FaultKind = 'again' | 'uncertain' | 'condition' | 'missing' | 'exists' | 'denied' | 'invalid'

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
  OTSTimeout: 'uncertain',
  OTSInternalServerError: 'uncertain',
  OTSServerUnavailable: 'uncertain',
  OTSConditionCheckFail: 'condition',
  OTSObjectNotExist: 'missing',
  OTSObjectAlreadyExist: 'exists',
  OTSNoPermissionAccess: 'denied',
  OTSAuthFailed: 'denied',
}

/** Quota of operations on tables; other quotas do not come back by waiting. */
const TOO_FREQUENT = /Too frequent/i
const SKEW = /system time/i
const SYSTEM_CODE = /^[A-Z][A-Z0-9_]{2,40}$/

/** The fault of a code and the text that came with it: a row's error in a batch, or what `readFault` found. */
export function faultOf(code: string, text: string): Fault {
  if (code === 'OTSQuotaExhausted') return { kind: TOO_FREQUENT.test(text) ? 'again' : 'invalid', code }
  if (code === 'OTSAuthFailed' && SKEW.test(text)) return { kind: 'denied', code: 'ClockSkew' }
  return { kind: KINDS[code] ?? 'invalid', code }
}

/**
 * Reads what the SDK threw. Its `code` is the HTTP status, and the vendor's code stands among the bytes of its `message`: the SDK takes
 * errors for XML, which they never are (reference: traps of tablestore 5.6.5).
 */
export function readFault(thrown: unknown): Fault {
  if (!(thrown instanceof Error)) return { kind: 'uncertain', code: 'UnreadableAnswer' }
  const code = /OTS[A-Za-z]+/.exec(thrown.message)?.[0]
  if (code !== undefined) return faultOf(code, thrown.message)
  const own: unknown = 'code' in thrown ? thrown.code : undefined
  if (typeof own === 'string' && SYSTEM_CODE.test(own)) return { kind: 'uncertain', code: own }
  const status = typeof own === 'number' ? own : undefined
  if (status !== undefined && status >= 400 && status < 500) return { kind: 'invalid', code: `HTTP ${status}` }
  return { kind: 'uncertain', code: status === undefined ? 'UnreadableAnswer' : `HTTP ${status}` }
}
