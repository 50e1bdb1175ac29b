import type { Service } from '../service.ts'

/** Which requests a fault strikes. Members left out match everything; numbers count the requests that match the rest, from 1. */
export interface FaultWhere {
  readonly service?: Service
  readonly region?: string
  readonly action?: string
  readonly accountId?: string
  /** The parameter KeyId. */
  readonly keyId?: string
  /** Parameters that must have exactly these values. */
  readonly params?: Readonly<Record<string, string>>
  readonly nth?: readonly number[]
  readonly every?: number
  readonly from?: number
  readonly to?: number
}

/**
 * What happens. `stall` keeps the connection open after nothing or after the headers; `truncated` cuts the real answer in half, its length
 * told as cut; `breaks-off`: the real answer comes, and half of it is all; `json` is an answer in a form that the service does not have here; `throttle`, `denied` and `expired-token` answer as the service itself would.
 */
export type Ending =
  | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly message?: string }
  | { readonly kind: 'html'; readonly status: number }
  | { readonly kind: 'json'; readonly status: number; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'breaks-off'; readonly by: 'reset' | 'stall' }
  | { readonly kind: 'stall'; readonly after: 'nothing' | 'headers' }
  | { readonly kind: 'expired-token' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'throttle' }

/** The request is done, and its answer says something else: members of it, as JSON, are replaced. For KMS, ActionTrail and STS. */
export interface Rewrite {
  readonly kind: 'rewrite'
  readonly rewrite: (answer: Record<string, unknown>) => unknown
}

/** The request is done, and then the answer is another one or none. */
export interface After {
  readonly kind: 'after'
  readonly answer: Ending
}

/**
 * Of the rows of a Tablestore batch every so many (counted in the request, from 1) are told to have failed in this way. `applied`: they
 * are done all the same.
 */
export interface RowFault {
  readonly kind: 'rows'
  readonly every: number
  readonly code: string
  readonly message: string
  readonly applied?: boolean
}

export interface Latency {
  readonly kind: 'latency'
  readonly ms: number
}

export type FaultEffect = Latency | Ending | Rewrite | After | RowFault

export interface Fault {
  readonly where?: FaultWhere
  readonly effect: FaultEffect
}

/** What ends a request otherwise than it would have ended. */
export type Strike = Exclude<FaultEffect, Latency>
