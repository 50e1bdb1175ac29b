import { isIP } from 'node:net'
import { connect } from 'node:tls'
import type { Server } from './server.ts'

/** Whether a server speaks TLS from the first byte, found out within `timeout` milliseconds. Nothing is sent over it, so its certificate does not matter. */
export function beginsWithTls({ host, port }: Server, timeout: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false, ...(isIP(host) ? {} : { servername: host }) })
    const settle = (answer: boolean) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      socket.destroy()
      resolve(answer)
    }
    const stop = () => settle(false)
    const timer = setTimeout(stop, timeout)
    signal.addEventListener('abort', stop)
    socket.once('secureConnect', () => settle(true))
    socket.on('error', stop)
  })
}

/** Whether a system's code says that a server answered TLS with something else. */
export function isNoTls(code: string): boolean {
  return /^(ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)|EPROTO)$/.test(code)
}
