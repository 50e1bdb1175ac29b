import { createServer, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, connect, createServer as createPlain, type Socket } from 'node:net'
import { createServer as createSecure } from 'node:tls'
import type { SelfSigned } from '../../../simulator/receivers/self-signed.ts'
import { atFileEnd } from '../at-file-end.ts'

export interface ProxyOptions {
  /** Where names lead that only the proxy knows: `host:port` to a port of this machine. */
  readonly names?: Readonly<Record<string, number>>
  /** `user:password` that it wants. */
  readonly login?: string
  /** What it answers in place of letting a call through. */
  readonly status?: number
}

export interface ProxyServer {
  readonly port: number
  /** `host:port` */
  readonly at: string
  /** `CONNECT host:port` and `POST http://host:port`, in order of arrival. */
  readonly asked: readonly string[]
}

/** An HTTP proxy on loopback for the running test: CONNECT, and requests that name the whole URL. */
export async function startProxy({ names = {}, login, status }: ProxyOptions = {}): Promise<ProxyServer> {
  const asked: string[] = []
  const placeOf = (host: string, port: number) => {
    const known = names[`${host}:${port}`]
    return known === undefined ? { host, port } : { host: '127.0.0.1', port: known }
  }
  const refusal = ({ headers }: IncomingMessage) => {
    const expected = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`
    return expected !== undefined && headers['proxy-authorization'] !== expected ? 407 : status
  }
  const server = createServer((message, response) => {
    const url = URL.canParse(message.url ?? '') ? new URL(message.url ?? '') : undefined
    if (url === undefined) return void response.writeHead(400).end()
    asked.push(`${message.method} ${url.origin}`)
    const refused = refusal(message)
    if (refused !== undefined) return void response.writeHead(refused).end('<html>no</html>')
    const { 'proxy-authorization': _, ...headers } = message.headers
    const place = placeOf(url.hostname, Number(url.port || 80))
    const onward = request({ ...place, method: message.method, path: `${url.pathname}${url.search}`, headers })
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.writeHead(502).end())
    message.pipe(onward)
  })
  server.on('connect', (message, socket: Socket, head) => {
    asked.push(`CONNECT ${message.url}`)
    socket.on('error', () => socket.destroy())
    const refused = refusal(message)
    if (refused !== undefined) return void socket.end(`HTTP/1.1 ${refused} No\r\nContent-Length: 2\r\n\r\nno`)
    const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(message.url ?? '') ?? []
    const onward = connect({ ...placeOf(host, Number(port)), noDelay: true })
    onward.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'))
    onward.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
  })
  const port = await listening(server)
  return { port, at: `127.0.0.1:${port}`, asked }
}

/** A server that answers whatever it is sent with the same bytes; `undefined`: never. */
export function startRubbish(bytes: string | undefined): Promise<number> {
  return listening(
    createPlain((socket) => socket.on('error', () => {}).once('data', () => bytes !== undefined && socket.end(bytes))),
  )
}

/** TLS in front of a port of this machine. */
export function startTls({ cert, key }: SelfSigned, behind: number): Promise<number> {
  return listening(
    createSecure({ cert, key, noDelay: true }, (socket) => {
      const onward = connect({ port: behind, host: '127.0.0.1', noDelay: true })
      for (const each of [socket, onward]) each.on('error', () => [socket, onward].map((one) => one.destroy()))
      socket.pipe(onward).pipe(socket)
    }).on('tlsClientError', () => {}),
  )
}

async function listening(server: ReturnType<typeof createPlain>): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    socket.setNoDelay()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atFileEnd(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}
