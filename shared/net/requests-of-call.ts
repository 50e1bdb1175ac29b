import { subscribe } from 'node:diagnostics_channel'
import { type Agent, ClientRequest, type RequestOptions } from 'node:http'
import { CallContext } from './call-context.ts'
import type { OnRequest } from './exchange.ts'

declare module 'http' {
  interface Agent {
    /** What every client of Node hands its request to; undocumented, and what all agents that do more than Node's build on. */
    addRequest(request: ClientRequest, options: RequestOptions): void
  }
}

const calls = new CallContext<OnRequest>()

// Requests of anybody else in the process belong to no call and pass untouched.
subscribe('http.client.request.start', (message) => {
  const onRequest = calls.current
  if (onRequest === undefined || typeof message !== 'object' || message === null || !('request' in message)) return
  if (message.request instanceof ClientRequest) onRequest(message.request)
})

/** Makes a call of an SDK that hands out no request and takes no agent: Node's own diagnostics channel tells which requests are the call's. */
export function tellingRequests<T>(call: () => Promise<T>, onRequest: OnRequest): Promise<T> {
  return calls.run(onRequest, call)
}

/** The agent for an SDK that takes one: it tells of each request that it is given, and costs much less than the channel. */
export function tellingAgent<T extends Agent>(agent: T, onRequest: OnRequest): T {
  return Object.assign(Object.create(agent) as T, {
    addRequest(request: ClientRequest, options: RequestOptions) {
      onRequest(request)
      agent.addRequest(request, options)
    },
  })
}
