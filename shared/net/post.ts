import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { TIMEOUTS, type Timeouts } from './exchange.ts'
import type { HttpProxy } from './proxy.ts'
import { proxyAgent } from './proxy-agent.ts'

/** The most of an answer that is read, in bytes: what a channel answers is a line. */
const MAX_ANSWER = 64 * 1024

/** How a POST ended. `code` is the system's (`ECONNREFUSED`) or ours (`timeout`, `aborted`); no address is in it. */
export type Posted =
  | (Answered & { readonly end: 'answer'; readonly text: string })
  /** The answer began, and its end is missing. */
  | (Answered & { readonly end: 'truncated'; readonly code: string })
  /** Nothing of the request has left this machine: it was surely not received. */
  | { readonly end: 'unsent'; readonly code: string }
  /** The request left, and no answer came: it may have been received. */
  | { readonly end: 'unanswered'; readonly code: string }

interface Answered {
  readonly status: number
  readonly retryAfter?: string
}

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly proxy?: HttpProxy
  readonly timeouts?: Timeouts
}

/**
 * Posts a body on a connection of its own, and follows no redirect. Node's `fetch` cannot tell a request that never left from one whose
 * answer is missing, and that decides whether it may be sent again. Never rejects.
 */
export function post(
  address: string,
  body: string,
  { headers, signal, proxy, timeouts = TIMEOUTS }: PostOptions,
): Promise<Posted> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ end: 'unsent', code: 'aborted' })
    const url = new URL(address)
    const isSecure = url.protocol === 'https:'
    const request = (isSecure ? secureRequest : plainRequest)(url, {
      method: 'POST',
      agent: proxy === undefined ? false : proxyAgent(proxy, isSecure ? 'https' : 'http'),
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    })
    let left = false
    let answered: Answered | undefined
    let timer: NodeJS.Timeout | undefined
    const settle = (posted: Posted) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      request.destroy()
      resolve(posted)
    }
    const fail = (code: string) => {
      if (answered) settle({ end: 'truncated', ...answered, code })
      else settle({ end: left ? 'unanswered' : 'unsent', code })
    }
    const onAbort = () => fail('aborted')
    const arm = (milliseconds: number) => {
      clearTimeout(timer)
      timer = setTimeout(() => fail('timeout'), milliseconds)
    }
    signal.addEventListener('abort', onAbort)
    arm(timeouts.connect)
    request.once('socket', (socket) => {
      const onConnected = () => {
        left = true
        arm(timeouts.read)
      }
      // Through a proxy it is given when everything stands.
      if (proxy === undefined) socket.once(isSecure ? 'secureConnect' : 'connect', onConnected)
      else onConnected()
    })
    request.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'network'))
    request.once('response', (response) => {
      const retryAfter = response.headers['retry-after']
      const head = { status: response.statusCode ?? 0, ...(retryAfter === undefined ? {} : { retryAfter }) }
      answered = head
      readText(response).then(
        (text) => settle({ end: 'answer', ...head, text }),
        (error: NodeJS.ErrnoException) => fail(error.code ?? 'network'),
      )
    })
    request.end(body)
  })
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= MAX_ANSWER) break
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER).toString('utf8')
}
