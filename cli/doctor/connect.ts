import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectSecure, TLSSocket } from 'node:tls'
import type { HttpProxy } from '../../shared/net/proxy.ts'
import { ProxyError } from '../../shared/net/proxy-error.ts'
import type { Server } from '../../shared/net/server.ts'
import { connectToProxy, openTunnel } from '../../shared/net/tunnel.ts'
import { TIMEOUTS } from './services.ts'

/**
 * Opens a connection to a server, TLS included where it begins with it, sends nothing on it, and closes it. The system's code where none
 * comes about (`ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED`), or ours (`timeout`, `aborted`); no part of the address is in it.
 */
export function connectionProblem(
  { host, port, implicitTls, ca }: Server,
  signal: AbortSignal,
  proxy?: HttpProxy,
): Promise<string | undefined> {
  const known = { host, port, ...(ca === undefined ? {} : { ca }), ...(isIP(host) ? {} : { servername: host }) }
  if (proxy === undefined) return problemOf(implicitTls ? connectSecure(known) : connectPlain({ host, port }), signal)
  const way = implicitTls
    ? openTunnel(proxy, { host, port }, TIMEOUTS.connect).then((socket) =>
        problemOf(connectSecure({ ...known, socket }), signal),
      )
    : connectToProxy(proxy, TIMEOUTS.connect).then((socket) => void socket.destroy())
  return way.catch((error: unknown) => {
    if (error instanceof ProxyError) return error.code
    throw error
  })
}

function problemOf(socket: Socket | TLSSocket, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const settle = (code: string | undefined) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      socket.destroy()
      resolve(code)
    }
    const stop = () => settle('aborted')
    // A socket's own timeout restarts with every packet.
    const timer = setTimeout(() => settle('timeout'), TIMEOUTS.connect)
    signal.addEventListener('abort', stop)
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => settle(undefined))
    socket.on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? 'network'))
  })
}
