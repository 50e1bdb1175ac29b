import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readRequest, type WireRequest } from '../cloud/http/wire-request.ts'

export interface Answer {
  readonly status: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * What happens to a request in place of being served. `reset`: read, then the connection breaks. `lost`: served, and the connection
 * breaks before the answer. `silent`: read, and never answered. `torn`: served, and half of the answer comes.
 */
export type Strike = Answer | 'reset' | 'lost' | 'silent' | 'truncated'

/** A loopback server that something posts to. */
export interface Receiver {
  readonly url: string
  readonly requests: readonly WireRequest[]
  /** Strikes the next requests, one each. */
  strike(...strikes: Strike[]): void
  /** Ends it with all of its connections. */
  close(): Promise<void>
}

/** Starts one. */
export async function startReceiver(serve: (request: WireRequest) => Answer): Promise<Receiver> {
  const requests: WireRequest[] = []
  const strikes: Strike[] = []
  const server = createServer((message, response) => {
    readRequest(message).then(
      (request) => {
        requests.push(request)
        act(strikes.shift(), request, response, serve)
      },
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    strike: (...more) => strikes.push(...more),
    close: () => close(server),
  }
}

function act(
  strike: Strike | undefined,
  request: WireRequest,
  response: ServerResponse,
  serve: (request: WireRequest) => Answer,
): void {
  if (strike === 'silent') return
  if (strike === 'reset') return void response.destroy()
  const { status, body = '', headers = {} } = typeof strike === 'object' ? strike : serve(request)
  if (strike === 'lost') return void response.destroy()
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  if (strike === 'truncated') response.write(body.slice(0, 5), () => response.destroy())
  else response.end(body)
}

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
