import { inEnglish } from '../domain/messages/text-in.ts'
import type { Instant } from '../domain/time.ts'
import { type Posted, post } from '../net/post.ts'
import type { HttpProxy } from '../net/proxy.ts'
import { isLastingProxyFault, proxyAdvice } from '../net/proxy-error.ts'
import { withAttempts } from './attempts.ts'
import type { Channel, ChannelMessage, ChannelServices } from './channel.ts'
import type { ChannelConfig } from './channel-definition.ts'
import type { ChannelProblem } from './channel-error.ts'
import { acquireSendSlot, type RateLimit } from './sending-rate.ts'

/** What differs between the receivers of an HTTP POST. */
export interface WebhookSender {
  /** What the receiver takes from one sender. */
  readonly rates: readonly RateLimit[]
  body(message: ChannelMessage): string
  /** What of a request depends on the moment: its signature, wherever the receiver wants it. */
  sign?(body: string, now: Instant, message: ChannelMessage): Signed
  /** What an answer means at a moment; undefined when the message was taken. */
  problem(posted: Posted, now: Instant): ChannelProblem | undefined
}

export interface Signed {
  /** Where the signature is part of it. */
  readonly address?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A channel that posts JSON to its address. */
export function postChannel(config: ChannelConfig, services: ChannelServices, sender: WebhookSender): Channel {
  const { name, kind, language, proxy } = config
  return {
    name,
    kind,
    language,
    body: async (message) => sender.body(message),
    async send(message, sending) {
      const text = sender.body(message)
      const attempt = async (signal: AbortSignal) => {
        const late = await acquireSendSlot(config.address, sender.rates, { ...sending, signal }, services)
        if (late !== undefined) return late
        const now = services.clock()
        const { address = config.address, body = text, headers = {} } = sender.sign?.(text, now, message) ?? {}
        const all = { 'content-type': 'application/json; charset=utf-8', ...headers }
        const posted = await post(address, body, { headers: all, signal, ...(proxy && { proxy }) })
        return throughProxy(sender.problem(posted, now), proxy)
      }
      await withAttempts(name, attempt, sending, services)
      return undefined
    },
  }
}

/** A problem that the proxy on the way makes, or may make. What it refuses it refuses for good, and a certificate of its own stays what it is. */
function throughProxy(problem: ChannelProblem | undefined, proxy: HttpProxy | undefined): ChannelProblem | undefined {
  if (problem === undefined || proxy === undefined || problem.kind === 'uncertain') return problem
  const code = problem.code === 'HTTP 407' ? 'ProxyAuthRequired' : problem.code
  const advice = proxyAdvice(code, proxy)
  if (advice === undefined) return problem
  return { ...problem, code, advice: inEnglish(advice), ...(isLastingProxyFault(code) ? { kind: 'permanent' } : {}) }
}

/** What a text takes within JSON, in bytes of UTF-8. */
export function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2
}
