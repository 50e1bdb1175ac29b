import type { Agent } from 'node:http'
import httpx from 'httpx'
import { CallContext } from '../net/call-context.ts'
import { type Proxies, proxyFor } from '../net/proxy.ts'
import { proxyAgent } from '../net/proxy-agent.ts'

/**
 * The vendor's SDKs take `httpProxy` and `httpsProxy` and drop them: @darabonba/typescript, tea-typescript and @alicloud/credentials hand
 * no agent to httpx, which would take one, and keep their own for themselves. All of them call it as a property of the module, so it is
 * given here what they leave out. Calls that are not made within `throughProxies` pass untouched.
 */
const ways = new CallContext<{ readonly proxies: Proxies; readonly direct?: Agent }>()

const { request } = httpx
httpx.request = (url, options) => {
  const way = ways.current
  const proxy = way && proxyFor(way.proxies, url)
  if (proxy === undefined) return request(url, way?.direct ? { ...options, agent: way.direct } : options)
  return request(url, { ...options, agent: proxyAgent(proxy, /^https:/i.test(url) ? 'https' : 'http') })
}

/** Makes a call of an SDK, all of whose requests go through these proxies; those that go through none, with the agent `direct`. */
export function throughProxies<T>(proxies: Proxies, call: () => Promise<T>, direct?: Agent): Promise<T> {
  return ways.run({ proxies, ...(direct && { direct }) }, call)
}
