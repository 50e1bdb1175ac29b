import { connect as connectPlain, isIP } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import { TIMEOUTS } from './services.ts'

/**
 * Opens a connection to the host of an address, TLS included, sends nothing on it, and closes it. The system's code where none comes
 * about (`ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED`), or ours (`timeout`, `aborted`); no part of the address is in it.
 */
export function connectionProblem(address: string, signal: AbortSignal): Promise<string | undefined> {
  const { protocol, hostname, port } = new URL(address)
  const host = hostname.replace(/^\[|\]$/g, '')
  const secure = protocol === 'https:'
  return new Promise((resolve) => {
    const socket = secure
      ? connectSecure({ host, port: Number(port || 443), ...(isIP(host) ? {} : { servername: host }) })
      : connectPlain({ host, port: Number(port || 80) })
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
    socket.once(secure ? 'secureConnect' : 'connect', () => settle(undefined))
    socket.on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? 'network'))
  })
}
