import type { Message } from '../domain/messages/message.ts'

/** The services that are called, as CMK_ENDPOINTS names them; `credentials` is the search for the caller's own. */
export type CloudService =
  | 'kms'
  | 'actiontrail'
  | 'sts'
  | 'sls'
  | 'oss'
  | 'rds'
  | 'ecs'
  | 'vpc'
  | 'fc'
  | 'resourcedirectory'
  | 'credentials'

export type FaultKind =
  | 'throttled'
  | 'timeout'
  | 'network'
  | 'denied'
  | 'not-found'
  | 'invalid'
  | 'server'
  | 'bad-response'
  /** An answer, well formed, that is not about what was asked: no evidence, and never the service's fault. */
  | 'contradiction'
  | 'expired-token'
  | 'unreachable'
  | 'aborted'

/** What went wrong with one call. */
export interface Fault {
  readonly service: CloudService
  /** The vendor's API name, which is the RAM action too. */
  readonly action: string
  /** Empty for services that have one address for all regions. */
  readonly region: string
  readonly kind: FaultKind
  /** The vendor's code, the system's (`ECONNRESET`), or what this client calls it. */
  readonly code: string
  /** HTTP status, where there was an answer. */
  readonly status?: number
  readonly requestId?: string
  /** What to do, where the kind and code do not tell it all. */
  readonly advice?: Message
}
