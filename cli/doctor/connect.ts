import { connect as connectPlain, isIP } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import type { Server } from '../../shared/net/server.ts'
import { TIMEOUTS } from './services.ts'

/**
 * Opens a connection to a server, TLS included where it begins with it, sends nothing on it, and closes it. The system's code where none
 * comes about (`ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED`), or ours (`timeout`, `aborted`); no part of the address is in it.
 */
export function connectionProblem(
  { host, port, implicitTls, ca }: Server,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = implicitTls
      ? connectSecure({ host, port, ...(ca === undefined ? {} : { ca }), ...(isIP(host) ? {} : { servername: host }) })
      : connectPlain({ host, port })
    const settle = (code: string | undefined) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      socket.destroy()
      resolve(code)
    }
    const stop = () => settle('aborted')
    // A socket's own timeout starts anew with every packet.
    const timer = setTimeout(() => settle('timeout'), TIMEOUTS.connect)
    signal.addEventListener('abort', stop)
    socket.once(implicitTls ? 'secureConnect' : 'connect', () => settle(undefined))
    socket.on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? 'network'))
  })
}
