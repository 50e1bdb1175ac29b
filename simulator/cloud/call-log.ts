import type { Service } from './service.ts'

/** One request as the cloud saw it. Credentials and signatures are not kept. */
export interface Call {
  readonly service: Service
  readonly region: string
  readonly action: string
  readonly params: Readonly<Record<string, string>>
  readonly accessKeyId: string
  /** Of the account that the access key belongs to; absent for an unknown key. */
  readonly accountId?: string
  readonly userAgent: string
  /** Milliseconds since the epoch, with fractions, when the request was read. */
  readonly at: number
  /** HTTP status; 0 as long as there is no answer, and for a reset or a stall. */
  status: number
  /** The error code, or the fault that took its place; empty: success. */
  code: string
  /** Rows of Tablestore that were found, and that were changed, whatever the answer said; events and logs that an answer of ActionTrail and of Log Service holds. */
  rowsRead: number
  rowsWritten: number
  /** Capacity units of Tablestore that the call consumed. */
  unitsRead: number
  unitsWritten: number
  /** Bytes of the answer, without its headers. */
  bytesSent: number
}

/** Members left out match everything. */
export type CallFilter = Partial<
  Pick<Call, 'service' | 'region' | 'action' | 'accountId' | 'accessKeyId' | 'status' | 'code'>
>

export function callMatches(call: Call, filter: CallFilter): boolean {
  const { service, region, action, accountId, accessKeyId, status, code } = filter
  return (
    (service === undefined || call.service === service) &&
    (region === undefined || call.region === region) &&
    (action === undefined || call.action === action) &&
    (accountId === undefined || call.accountId === accountId) &&
    (accessKeyId === undefined || call.accessKeyId === accessKeyId) &&
    (status === undefined || call.status === status) &&
    (code === undefined || call.code === code)
  )
}
