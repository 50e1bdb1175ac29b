import { type AgentOptions, type ClientRequest, Agent as HttpAgent, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { TIMEOUTS } from './exchange.ts'
import type { HttpProxy } from './proxy.ts'
import { authorization, connectToProxy, openTunnel } from './tunnel.ts'

type OnCreated = (error: Error | null, stream: Duplex) => void

/** Agents keep connections, so each proxy has one of each kind for the whole process. */
const agents = new Map<string, HttpAgent>()

/** The agent that sends requests of a scheme through a proxy: https through a tunnel, http by naming the whole URL to the proxy. */
export function proxyAgent(proxy: HttpProxy, scheme: 'http' | 'https'): HttpAgent {
  const key = JSON.stringify([scheme, proxy])
  const known = agents.get(key)
  if (known !== undefined) return known
  const options = { keepAlive: true }
  const agent = scheme === 'https' ? new TunnelAgent(proxy, options) : new ForwardAgent(proxy, options)
  agents.set(key, agent)
  return agent
}

/** A request gets its socket when TLS with the server behind the tunnel stands: before that nothing of it has left this machine. */
class TunnelAgent extends HttpsAgent {
  readonly #proxy: HttpProxy

  constructor(proxy: HttpProxy, options: AgentOptions) {
    super(options)
    this.#proxy = proxy
  }

  override createConnection(options: RequestOptions, onCreated?: OnCreated): undefined {
    this.#connect(options).then(
      (stream) => onCreated?.(null, stream),
      // Node's own agents give no stream with an error, and its types do not know that.
      (error: Error) => (onCreated as ((error: Error) => void) | undefined)?.(error),
    )
  }

  async #connect(options: RequestOptions): Promise<Duplex> {
    const endAt = performance.now() + TIMEOUTS.connect
    const socket = await openTunnel(this.#proxy, serverOf(options, 443))
    const secure = super.createConnection({ ...options, socket } as RequestOptions)
    if (!secure) throw new TypeError('an agent for https makes its socket at once')
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        clearTimeout(timer)
        secure.destroy()
        reject(error)
      }
      const late = Object.assign(new Error('TLS behind a proxy took too long'), { code: 'ETIMEDOUT' })
      const timer = setTimeout(() => fail(late), Math.max(0, endAt - performance.now()))
      secure.once('error', fail)
      secure.once('secureConnect', () => {
        clearTimeout(timer)
        secure.off('error', fail)
        resolve(secure)
      })
    })
  }
}

class ForwardAgent extends HttpAgent {
  readonly #proxy: HttpProxy

  constructor(proxy: HttpProxy, options: AgentOptions) {
    super(options)
    this.#proxy = proxy
  }

  /** The request line names the whole URL (RFC 9112 section 3.2.2), and the proxy gets the credentials. */
  override addRequest(request: ClientRequest, options: RequestOptions): void {
    const { host, port } = serverOf(options, 80)
    const origin = `http://${isIP(host) === 6 ? `[${host}]` : host}${port === 80 ? '' : `:${port}`}`
    request.path = `${origin}${request.path}`
    for (const [name, value] of Object.entries(authorization(this.#proxy))) request.setHeader(name, value)
    super.addRequest(request, options)
  }

  override createConnection(_: RequestOptions, onCreated?: OnCreated): undefined {
    connectToProxy(this.#proxy).then(
      (stream) => onCreated?.(null, stream),
      (error: Error) => (onCreated as ((error: Error) => void) | undefined)?.(error),
    )
  }
}

function serverOf({ host, port }: RequestOptions, usual: number): { readonly host: string; readonly port: number } {
  return { host: host ?? 'localhost', port: Number(port ?? usual) }
}
