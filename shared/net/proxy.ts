import { isExempt, isLoopback, isMetadata } from './no-proxy.ts'
import { percentDecoded } from './percent.ts'
import { bareHost } from './server.ts'

/** An HTTP proxy between here and the network. */
export interface HttpProxy {
  readonly host: string
  readonly port: number
  /** TLS to the proxy itself. */
  readonly isSecure: boolean
  /** The value of Proxy-Authorization. A secret. */
  readonly authorization?: string
  /** `host:port`: all of it that people are shown. */
  readonly at: string
  /** The variable that names it. */
  readonly variable: string
}

/** The proxies of the environment, by the scheme of what is called. */
export interface Proxies {
  readonly https?: HttpProxy
  readonly http?: HttpProxy
  /** The items of NO_PROXY. */
  readonly exempt: readonly string[]
}

/** What a variable of a proxy takes, in words. */
const TAKES =
  'http://[user:password@]host[:port] (or https:// where the proxy speaks TLS itself), with @, :, / and # in user and password percent-encoded'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads HTTPS_PROXY, HTTP_PROXY, ALL_PROXY for what these do not name, and NO_PROXY. As everywhere in the field, lower case wins and an
 * empty value is none. No problem repeats a value, which may hold a password.
 */
export function readProxies(env: Environment): { readonly proxies: Proxies; readonly problems: readonly string[] } {
  const problems = new Set<string>()
  const read = (...names: readonly string[]): HttpProxy | undefined => {
    const variable = names.flatMap((name) => [name.toLowerCase(), name]).find((name) => env[name]?.trim())
    if (variable === undefined) return undefined
    const proxy = parseProxy(env[variable]?.trim() ?? '', variable)
    if (proxy === undefined) problems.add(`${variable}: its value is not valid; it takes ${TAKES}`)
    return proxy
  }
  const https = read('HTTPS_PROXY', 'ALL_PROXY')
  const http = read('HTTP_PROXY', 'ALL_PROXY')
  const exempt = (env.no_proxy || env.NO_PROXY || '').split(/[\s,]+/).filter((item) => item !== '')
  return { proxies: { ...(https && { https }), ...(http && { http }), exempt }, problems: [...problems] }
}

function parseProxy(value: string, variable: string): HttpProxy | undefined {
  const written = value.includes('://') ? value : `http://${value}`
  const url = URL.canParse(written) ? new URL(written) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === '') return undefined
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return undefined
  const [user, password] = [percentDecoded(url.username), percentDecoded(url.password)]
  if (user === undefined || password === undefined) return undefined
  const isSecure = url.protocol === 'https:'
  const port = Number(url.port || (isSecure ? 443 : 80))
  const pair = Buffer.from(`${user}:${password}`).toString('base64')
  return {
    host: bareHost(url.hostname),
    port,
    isSecure,
    ...(user === '' && password === '' ? {} : { authorization: `Basic ${pair}` }),
    at: `${url.hostname}:${port}`,
    variable,
  }
}

/**
 * The proxy through which an http or https URL is called; undefined where it is called directly. Metadata services are never asked through
 * a proxy, and this machine only through a proxy that runs on it: another's 127.0.0.1 is another machine.
 */
export function proxyFor({ https, http, exempt }: Proxies, address: string): HttpProxy | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const proxy = url?.protocol === 'https:' ? https : url?.protocol === 'http:' ? http : undefined
  if (url === undefined || proxy === undefined) return undefined
  const host = bareHost(url.hostname)
  if (isMetadata(host) || (isLoopback(host) && !isLoopback(proxy.host))) return undefined
  return isExempt(exempt, host, Number(url.port || (url.protocol === 'https:' ? 443 : 80))) ? undefined : proxy
}

/** What of the environment's proxies is secret: whatever holds a user or a password, as it is written, read and sent. */
export function proxySecrets(env: Environment): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (value === undefined || !/^(https?|all)_proxy$/i.test(name) || !value.includes('@')) return []
    const [, pair = value] = /^(?:[a-z\d]+:\/\/)?(.*)@/i.exec(value.trim()) ?? []
    const [, password = ''] = /:(.*)$/.exec(pair) ?? []
    const sent = parseProxy(value.trim(), name)?.authorization?.replace(/^Basic /, '') ?? ''
    return [pair, password, percentDecoded(password) ?? '', sent].filter((secret) => secret !== '')
  })
}
