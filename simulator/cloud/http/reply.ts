import { createHash, randomUUID } from 'node:crypto'
import type { Call } from '../call-log.ts'
import { answer, type Engine } from '../engine.ts'
import type { Rewrite, RowFault } from '../faults/fault.ts'
import { answerFc, refusedFc } from '../fc/answer.ts'
import { answerOss, refusedOss } from '../oss/answer.ts'
import type { RpcService, Service } from '../service.ts'
import { answerSls, refusedSls } from '../sls/answer.ts'
import { answerTablestore } from '../tablestore/answer.ts'
import { encodeError } from '../tablestore/wire/messages.ts'
import { errorBody } from './error-body.ts'
import { Refusal } from './refusal.ts'
import type { Reply } from './wire-reply.ts'
import type { WireRequest } from './wire-request.ts'

export const JSON_TYPE = 'application/json;charset=utf-8'

/** Does what is asked, notes the rows that it touched, and makes the answer. Throws what is no refusal: a defect. */
export async function perform(
  call: Call,
  request: WireRequest,
  fault: RowFault | Rewrite | undefined,
  engine: Engine,
): Promise<Reply> {
  const RequestId = isRpc(call.service) ? requestId(call.service) : ''
  const rows = fault?.kind === 'rows' ? fault : undefined
  const rewrite = fault?.kind === 'rewrite' ? fault : undefined
  try {
    if (call.service === 'oss') return answerOss(request, call.region, engine)
    if (call.service === 'fc') return answerFc(request, call.region, engine)
    if (call.service === 'sls') {
      const reply = await answerSls(request, call.region, engine, rewrite?.rewrite)
      call.rowsRead = reply.logs ?? 0
      return reply
    }
    if (call.service !== 'tablestore') {
      const body: Record<string, unknown> = {
        ...answer(call.service, call.region, request, engine, RequestId),
        RequestId,
      }
      if (Array.isArray(body.Events)) call.rowsRead = body.Events.length
      const reply = jsonReply(200, '', body, RequestId)
      return rewrite ? rewritten(reply, rewrite) : reply
    }
    const { body, ...counts } = answerTablestore(request, engine, rows)
    Object.assign(call, counts)
    return protobufReply(200, '', body)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const reply = refused(call, request, error, RequestId || undefined)
    return rewrite && (isRpc(call.service) || call.service === 'tablestore') ? rewritten(reply, rewrite) : reply
  }
}

/** The answer of a service that does not do what is asked. */
export function refused({ service }: Call, request: WireRequest, refusal: Refusal, id?: string): Reply {
  const { status, code, message } = refusal
  if (service === 'sls') return refusedSls(refusal)
  if (service === 'oss') return refusedOss(refusal, request)
  if (service === 'fc') return refusedFc(refusal, request)
  if (service === 'tablestore') return protobufReply(status, code, encodeError(code, message))
  const RequestId = id ?? requestId(service)
  const body = { RequestId, ...errorBody(service, refusal, RequestId, request.headers.host ?? '') }
  return jsonReply(status, code, body, RequestId)
}

/** The same answer with other content. */
function rewritten(reply: Reply, { rewrite }: Rewrite): Reply {
  const answer: Record<string, unknown> = JSON.parse(reply.body.toString())
  return { ...reply, body: Buffer.from(JSON.stringify(rewrite(answer))) }
}

function isRpc(service: Service): service is RpcService {
  return service !== 'tablestore' && service !== 'sls' && service !== 'oss' && service !== 'fc'
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
