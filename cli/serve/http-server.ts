import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import ipaddr from 'ipaddr.js'
import { errorAnswer, secured } from '../../functions/query/api/answer.ts'
import type { App } from '../../functions/query/app.ts'
import { SECOND } from '../../shared/domain/time.ts'
import { Connections } from './connections.ts'
import { answerRefused, unreadable } from './refused-request.ts'

/** What a client may cost, in milliseconds; before it is let in too: a request without a body arrives at once, and few are needed at a time. */
export const LIMITS = {
  headersTimeout: 10 * SECOND,
  requestTimeout: 15 * SECOND,
  keepAliveTimeout: 5 * SECOND,
  most: 256,
  stalled: 10 * SECOND,
  /** How often all of these are looked at; Node's own 30 seconds would triple them. */
  check: SECOND,
  /** How long a client that is refused may take to hear why. */
  linger: SECOND,
}
export type ServerLimits = typeof LIMITS

const MAX_HEADERS = 16_384
/** How long answers may continue after the server was told to stop. */
const GRACE = 10 * SECOND
/** How often connections that have become idle are looked for while the server stops. */
const SWEEP = 50

/** A server that listens. */
export interface HttpServer {
  /** `http://127.0.0.1:8080/` */
  readonly address: string
  /** True where only this machine can reach it. */
  readonly isLocal: boolean
  /** Takes no more connections, and resolves when the answers that were begun have ended, or the grace for them. */
  close(): Promise<void>
}

/** Serves the app over HTTP. Rejects with the system's error where it cannot listen. */
export async function startServer(
  app: App,
  { host, port }: { readonly host: string; readonly port: number },
  limits: ServerLimits = LIMITS,
): Promise<HttpServer> {
  const refuse = () => secured(errorAnswer(unreadable()))
  const listener = getRequestListener(
    async (request, { incoming, outgoing }) => {
      // Whoever stands in between may go by the other one (RFC 9112, 3.2).
      if ((incoming as IncomingMessage).headersDistinct.host?.length !== 1) return refuse()
      return cutOff(await app.fetch(request), outgoing as ServerResponse)
    },
    { overrideGlobalObjects: false, errorHandler: refuse },
  )
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    connections.answering(request.socket, response)
    void listener(request, response)
  }
  const { headersTimeout, requestTimeout, keepAliveTimeout } = limits
  const server = createServer(
    {
      ...{ headersTimeout, requestTimeout, keepAliveTimeout },
      connectionsCheckingInterval: limits.check,
      maxHeaderSize: MAX_HEADERS,
      // Without one the listener answers, and not Node.
      requireHostHeader: false,
    },
    handle,
  )
  const connections = new Connections(server, limits)
  // What is expected of an answer need not be met (RFC 9110, 10.1.1).
  server.on('checkExpectation', handle)
  server.on('clientError', (error, socket) => {
    // Into an answer that has begun nothing else may be written.
    if (!(socket instanceof Socket) || connections.isAnswering(socket)) socket.destroy()
    else void answerRefused(error, socket, limits.linger)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { address, port: taken } = server.address() as AddressInfo
  return {
    address: `http://${address.includes(':') ? `[${address}]` : address}:${taken}/`,
    isLocal: ipaddr.process(address).range() === 'loopback',
    close: () => closeGently(server),
  }
}

async function closeGently(server: Server): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP)
  const end = setTimeout(() => server.closeAllConnections(), GRACE)
  await new Promise((resolve) => server.close(resolve))
  clearInterval(sweep)
  clearTimeout(end)
}

/**
 * The answer, whose connection is cut where its stream fails: only so does a client see that rows are missing. The listener would write the
 * error to the client and to the terminal.
 */
function cutOff(response: Response, outgoing: ServerResponse): Response {
  const { body, status, headers } = response
  if (!body) return response
  const reader = body.getReader()
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch {
          outgoing.destroy()
          controller.close()
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  return new Response(stream, { status, headers })
}
