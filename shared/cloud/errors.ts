import { type Message, message } from '../domain/messages/message.ts'
import { inEnglish } from '../domain/messages/text-in.ts'
import { adviceFor } from './advice.ts'
import type { CloudService, Fault, FaultKind } from './fault.ts'

/**
 * A call that failed for good. Rebuilt from what the SDK threw and without a `cause`: the SDKs' errors carry the full URL, and with it
 * the security token. The vendor's message is left out for the same reason (it echoes the string to sign).
 */
export class CloudError extends Error implements Fault {
  override readonly name = 'CloudError'
  readonly service: CloudService
  readonly action: string
  readonly region: string
  readonly kind: FaultKind
  readonly code: string
  readonly status?: number
  readonly requestId?: string
  readonly advice: Message
  /** What failed and how, without the request id and the advice. */
  readonly summary: Message

  constructor(fault: Fault) {
    const advice = fault.advice ?? adviceFor(fault)
    super(`${describe(fault)}. ${inEnglish(advice)}`)
    this.summary = summarize(fault)
    this.service = fault.service
    this.action = fault.action
    this.region = fault.region
    this.kind = fault.kind
    this.code = fault.code
    if (fault.status !== undefined) this.status = fault.status
    if (fault.requestId !== undefined) this.requestId = fault.requestId
    this.advice = advice
  }
}

/** The failed call behind what was caught, for callers that can do without it. Throws on anything else, and when the run was stopped. */
export function callFailure(caught: unknown): CloudError {
  if (!(caught instanceof CloudError) || caught.kind === 'aborted') throw caught
  return caught
}

/** One of each call and code: a right that is missing is missing for every instance, and in thirty regions. */
export function distinctFailures(errors: readonly CloudError[]): readonly CloudError[] {
  return [...new Map(errors.map((error) => [`${error.action} ${error.code}`, error])).values()]
}

/** Why something was not read: the call and its code. */
export function callReason({ action, code }: Pick<Fault, 'action' | 'code'>): Message {
  return message('call', { action, code })
}

function describe(fault: Fault): string {
  const { kind, status, requestId } = fault
  const facts = [kind, status && `HTTP ${status}`, requestId && `request ${requestId}`].filter(Boolean).join(', ')
  return `${inEnglish(summarize(fault))} (${facts})`
}

function summarize({ service, action, region, code }: Fault): Message {
  return message('call-failed', { service, action, region, code })
}
