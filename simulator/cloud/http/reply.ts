import { createHash, randomUUID } from 'node:crypto'
import type { Call } from '../call-log.ts'
import { answer, type Engine } from '../engine.ts'
import type { Rewrite, RowFault } from '../faults/fault.ts'
import type { RpcService } from '../service.ts'
import { answerTablestore } from '../tablestore/answer.ts'
import { encodeError } from '../tablestore/wire/messages.ts'
import { errorBody } from './error-body.ts'
import { Refusal } from './refusal.ts'
import type { WireRequest } from './wire-request.ts'

/** An answer as it goes over the wire. */
export interface Reply {
  readonly status: number
  /** The error code; empty: success. */
  readonly code: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export const JSON_TYPE = 'application/json;charset=utf-8'

/** Does what is asked, notes the rows that it touched, and makes the answer. Throws what is no refusal: a defect. */
export function perform(call: Call, request: WireRequest, fault: RowFault | undefined, engine: Engine): Reply {
  const RequestId = call.service === 'tablestore' ? '' : requestId(call.service)
  try {
    if (call.service !== 'tablestore') {
      const body = { ...answer(call.service, call.region, request, engine, RequestId), RequestId }
      return jsonReply(200, '', body, RequestId)
    }
    const { body, rowsRead, rowsWritten } = answerTablestore(request, engine, fault)
    call.rowsRead = rowsRead
    call.rowsWritten = rowsWritten
    return protobufReply(200, '', body)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refused(call, request, error, RequestId || undefined)
  }
}

/** The answer of a service that does not do what is asked. */
export function refused({ service }: Call, request: WireRequest, refusal: Refusal, id?: string): Reply {
  const { status, code, message } = refusal
  if (service === 'tablestore') return protobufReply(status, code, encodeError(code, message))
  const RequestId = id ?? requestId(service)
  const body = { RequestId, ...errorBody(service, refusal, RequestId, request.headers.host ?? '') }
  return jsonReply(status, code, body, RequestId)
}

/** The same answer with other content. */
export function rewritten(reply: Reply, { rewrite }: Rewrite): Reply {
  const answer: Record<string, unknown> = JSON.parse(reply.body.toString())
  return { ...reply, body: Buffer.from(JSON.stringify(rewrite(answer))) }
}

function requestId(service: RpcService): string {
  return service === 'kms' ? randomUUID() : randomUUID().toUpperCase()
}

function jsonReply(status: number, code: string, body: Record<string, unknown>, id: string): Reply {
  const headers = { 'content-type': JSON_TYPE, 'x-acs-request-id': id }
  return { status, code, headers, body: Buffer.from(JSON.stringify(body)) }
}

function protobufReply(status: number, code: string, message: Uint8Array): Reply {
  const body = Buffer.from(message)
  const headers = {
    'x-ots-requestid': randomUUID(),
    'x-ots-contenttype': 'protocol buffer',
    'x-ots-contentmd5': createHash('md5').update(body).digest('base64'),
    'x-ots-date': new Date().toISOString(),
  }
  return { status, code, headers, body }
}
