import { randomBytes } from 'node:crypto'
import type { Engine } from '../engine.ts'
import type { Refusal } from '../http/refusal.ts'
import type { Reply } from '../http/wire-reply.ts'
import type { WireRequest } from '../http/wire-request.ts'
import { operate } from './operations.ts'
import { OssRefusal } from './refusals.ts'
import { xmlDocument } from './xml.ts'

/** The answer to a request. Throws the `Refusal` that the service gives instead. */
export function answerOss(request: WireRequest, region: string, engine: Engine): Reply {
  const reply = operate(request, region, engine)
  return { ...reply, headers: { ...commonHeaders(requestId()), ...reply.headers } }
}

/** The error's XML; what answers HEAD has no body and holds it in a header. */
export function refusedOss(refusal: Refusal, request: WireRequest): Reply {
  const { status, code, message } = refusal
  const id = requestId()
  const { EC, ...details } = refusal instanceof OssRefusal ? refusal.details : {}
  const element = {
    ...{ Code: code, Message: message, RequestId: id, HostId: request.headers.host ?? '', ...details },
    ...(EC === undefined ? {} : { EC }),
  }
  const body = Buffer.from(xmlDocument({ Error: element }))
  const headers = {
    ...commonHeaders(id),
    'content-type': 'application/xml',
    ...(EC === undefined ? {} : { 'x-oss-ec': EC }),
  }
  return request.method === 'HEAD'
    ? { status, code, headers: { ...headers, 'x-oss-err': body.toString('base64') }, body: Buffer.alloc(0) }
    : { status, code, headers, body }
}

function commonHeaders(id: string): Record<string, string> {
  return { server: 'AliyunOSS', 'x-oss-request-id': id, 'x-oss-server-time': '1' }
}

function requestId(): string {
  return randomBytes(12).toString('hex').toUpperCase()
}
