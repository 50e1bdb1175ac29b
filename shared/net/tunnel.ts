import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import { TIMEOUTS } from './exchange.ts'
import type { HttpProxy } from './proxy.ts'
import { connectFault, ProxyError } from './proxy-error.ts'

/** Opens a connection to a proxy, TLS included where it speaks that. Rejects with a `ProxyError`. */
export function connectToProxy({ host, port, isSecure }: HttpProxy, timeout = TIMEOUTS.connect): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = isSecure ? connectSecure({ host, port, ...serverName(host) }) : connectPlain({ host, port })
    // As Node's own agents do: heads and bodies go out in pieces, and each would wait for the last one's acknowledgement.
    socket.setNoDelay()
    const fail = () => {
      socket.destroy()
      reject(new ProxyError('ProxyUnreachable'))
    }
    const timer = setTimeout(fail, timeout)
    socket.once('error', fail)
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer)
      socket.off('error', fail)
      resolve(socket)
    })
  })
}

/**
 * Has a proxy connect to a server (CONNECT, RFC 9110 section 9.3.6), in `timeout` milliseconds. What is sent on the socket goes to that
 * server. Rejects with a `ProxyError`.
 */
export function openTunnel(
  proxy: HttpProxy,
  { host, port }: { readonly host: string; readonly port: number },
  timeout = TIMEOUTS.connect,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const target = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`
    const request = (proxy.isSecure ? secureRequest : plainRequest)({
      ...{ method: 'CONNECT', host: proxy.host, port: proxy.port, path: target, agent: false },
      ...(proxy.isSecure ? serverName(proxy.host) : {}),
      headers: { host: target, ...authorization(proxy) },
    })
    let isConnected = false
    const fail = (error: ProxyError) => {
      clearTimeout(timer)
      request.destroy()
      reject(error)
    }
    const timer = setTimeout(
      () => fail(new ProxyError(isConnected ? 'ProxyCannotConnect' : 'ProxyUnreachable')),
      timeout,
    )
    request.once('socket', (socket) => {
      socket.once(proxy.isSecure ? 'secureConnect' : 'connect', () => {
        isConnected = true
      })
    })
    request.on('error', () => fail(new ProxyError(isConnected ? 'ProxyBadAnswer' : 'ProxyUnreachable')))
    request.once('connect', ({ statusCode = 0 }, socket: Socket, head) => {
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy()
        return fail(new ProxyError(connectFault(statusCode)))
      }
      clearTimeout(timer)
      if (head.length > 0) socket.unshift(head)
      resolve(socket)
    })
    request.end()
  })
}

/** What a request to a proxy carries where the proxy wants to know who asks. */
export function authorization(proxy: HttpProxy): Readonly<Record<string, string>> {
  return proxy.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization }
}

/** No address may stand in SNI. */
function serverName(host: string): { readonly servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {}
}
