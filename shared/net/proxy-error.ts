import { type Message, message } from '../domain/messages/message.ts'
import { isCertificateFault } from './certificate-fault.ts'
import type { HttpProxy } from './proxy.ts'

/** How a proxy keeps a call from its endpoint. */
export type ProxyFault =
  /** The proxy itself cannot be connected to, or not in time. */
  | 'ProxyUnreachable'
  /** 407: it wants a user and a password, or others. */
  | 'ProxyAuthRequired'
  /** It does not let the call through. */
  | 'ProxyRefused'
  /** It says that it cannot reach the endpoint. */
  | 'ProxyCannotConnect'
  /** What it says is no HTTP. */
  | 'ProxyBadAnswer'

/** Faults that stay until somebody changes something. */
const LASTING: ReadonlySet<string> = new Set<ProxyFault>(['ProxyAuthRequired', 'ProxyRefused'])
const FAULT = /\bProxy(Unreachable|AuthRequired|Refused|CannotConnect|BadAnswer)\b/

/** A call that a proxy did not let through. Nothing of it has reached the endpoint. Its code stands in its message, which clients keep. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError'
  readonly code: ProxyFault

  constructor(code: ProxyFault) {
    super(`${code}. `)
    this.code = code
  }
}

/** The fault that a text names, which may be a code or the message of an error that a client has made of another. */
export function proxyFaultIn(text: string): ProxyFault | undefined {
  return FAULT.exec(text)?.[0] as ProxyFault | undefined
}

/** Whether a proxy refuses a call for good. */
export function isLastingProxyFault(code: string): boolean {
  return LASTING.has(code)
}

/** What the answer to CONNECT means, where it is not 2xx. */
export function connectFault(status: number): ProxyFault {
  if (status === 407) return 'ProxyAuthRequired'
  return status >= 500 ? 'ProxyCannotConnect' : 'ProxyRefused'
}

/** The system's and our own codes of a call that found no way, or no answer. */
const NO_WAY = /^(E[A-Z_]+|[Tt]imeout|network|Unreachable)$/

/** What to do about a call through a proxy that failed with this code; undefined where the code is that of the endpoint. */
export function proxyAdvice(code: string, { at, variable }: HttpProxy): Message | undefined {
  const proxy = { at, variable }
  switch (proxyFaultIn(code)) {
    case 'ProxyUnreachable':
      return message('proxy-unreachable', proxy)
    case 'ProxyAuthRequired':
      return message('proxy-needs-login', proxy)
    case 'ProxyRefused':
      return message('proxy-refuses', proxy)
    case 'ProxyCannotConnect':
      return message('proxy-cannot-connect', proxy)
    case 'ProxyBadAnswer':
      return message('proxy-speaks-no-http', proxy)
    case undefined:
      break
  }
  if (isCertificateFault(code)) return message('proxy-certificate', proxy)
  if (NO_WAY.test(code)) return message('check-proxy', proxy)
  return undefined
}
