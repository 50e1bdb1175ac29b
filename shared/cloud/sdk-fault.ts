import * as z from 'zod'
import { isLastingProxyFault, proxyFaultIn } from '../net/proxy-error.ts'
import { classify } from './classify.ts'
import type { FaultKind } from './fault.ts'
import { membersOf } from './members.ts'

/** What can be said of an error that an SDK threw, without repeating any of its text. */
export interface SdkFault {
  readonly kind: FaultKind
  readonly code: string
  readonly status?: number
  readonly requestId?: string
  /** True where no connection came about at all. */
  readonly unconnected?: boolean
}

const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)
/** The pages of Function Compute call a code `errorCode`; its SDKs read `ErrorCode`, or `Code` and `code`. */
const bodySchema = z.preprocess(
  (body) => Object.fromEntries(membersOf(body)),
  z.object({
    code: lenient(z.string()),
    errorcode: lenient(z.string()),
    requestid: lenient(z.string()),
    httpstatus: lenient(z.number()),
  }),
)
const sdkErrorSchema = z.object({
  code: lenient(z.string()),
  message: lenient(z.string()),
  statusCode: lenient(z.number()),
  data: lenient(bodySchema),
})

/** Codes and request ids are short and plain; whatever else stands in their place is not repeated. */
const PLAIN = /^[\w.:-]{1,100}$/
/** Node's codes of a call that never reached the other side. */
const UNCONNECTED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/
const NETWORK = /^(E[A-Z_]+|ERR_(TLS|SSL|STREAM|SOCKET)\w*|CERT_\w+|DEPTH_ZERO\w*|SELF_SIGNED\w*|UNABLE_TO\w*)$/
/** rpc-client's errors have no status of their own: `code: 429, QPS Limit Exceeded requestid: …`. */
const STATUS_IN_TEXT = /^(?:\S+: )?code: (\d{3}),/

/** Reads what an SDK threw. `status` is the HTTP status that was seen on the wire, if an answer began. */
export function readSdkError(error: unknown, status: number | undefined): SdkFault {
  const { data: thrown } = sdkErrorSchema.safeParse(error)
  const body = thrown?.data
  const said = body?.code ?? body?.errorcode
  if (said !== undefined) {
    const known = thrown?.statusCode ?? body?.httpstatus ?? textStatus(thrown?.message) ?? status
    const code = plainWord(said) ?? 'UnreadableCode'
    const requestId = plainWord(body?.requestid)
    return {
      kind: classify(code, known),
      code,
      ...(known === undefined ? {} : { status: known }),
      ...(requestId === undefined ? {} : { requestId }),
    }
  }
  const byProxy = status === 407 ? 'ProxyAuthRequired' : proxyFaultIn(thrown?.code ?? '')
  if (byProxy !== undefined) {
    return isLastingProxyFault(byProxy)
      ? { kind: 'denied', code: byProxy, ...(status === undefined ? {} : { status }) }
      : { kind: 'network', code: byProxy, unconnected: true }
  }
  const system = thrown?.code !== undefined && NETWORK.test(thrown.code) ? thrown.code : undefined
  if (system !== undefined) return { kind: 'network', code: system, unconnected: UNCONNECTED.test(system) }
  // HTML, a cut or an empty body: a bare SyntaxError. The status still tells a throttle from a broken gateway.
  if (status !== undefined && status >= 400) {
    const kind = status === 429 ? 'throttled' : status >= 500 ? 'server' : 'bad-response'
    return { kind, code: 'UnreadableBody', status }
  }
  return { kind: 'bad-response', code: 'UnreadableBody', ...(status === undefined ? {} : { status }) }
}

function textStatus(message: string | undefined): number | undefined {
  const found = STATUS_IN_TEXT.exec(message ?? '')?.[1]
  return found === undefined ? undefined : Number(found)
}

/** The text, where it is a short and plain word, as codes and request ids are. */
export function plainWord(text: string | undefined): string | undefined {
  return text !== undefined && PLAIN.test(text) ? text : undefined
}
