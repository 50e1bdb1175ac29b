import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import sdk, { type VirtualData } from 'tablestore'
import type { Credentials } from '../../cloud/credential-source.ts'
import type { OnRequest } from '../../net/exchange.ts'
import { proxyAgent } from '../../net/proxy-agent.ts'
import { tellingAgent } from '../../net/requests-of-call.ts'
import type { InstanceAddress } from './instance-address.ts'

export const { Condition, ComparatorType, Long, RowExistenceExpectation, SingleColumnCondition } = sdk

/** Before and after every value of a primary key column, as ends of a range. */
export const FIRST: VirtualData = sdk.INF_MIN
export const LAST: VirtualData = sdk.INF_MAX

/** The SDK's own client. */
export type SdkClient = InstanceType<typeof sdk.Client>

// The SDK still makes buffers the old way: a warning that no user of this program can act on. Node looks through the stack
// for each, because it does not warn of packages, until it has warned once: of this one.
process.noDeprecation = true
new Buffer(0)

/** Connections that are open at once; the store makes few calls side by side. */
const SOCKETS = 16
/** The SDK makes a new TLS connection for each call unless it is given an agent. */
const agents = {
  http: new HttpAgent({ keepAlive: true, maxSockets: SOCKETS }),
  https: new HttpsAgent({ keepAlive: true, maxSockets: SOCKETS }),
}

/**
 * A client for one call, whose requests it tells; to make one takes microseconds. It has none of the SDK's own retries: they know neither the vendor's
 * codes nor an end. They are a setting of the whole process, created with each client.
 */
export function sdkClient(
  { endpoint, instance, proxy }: InstanceAddress,
  credentials: Credentials,
  onRequest: OnRequest,
): SdkClient {
  const { accessKeyId, accessKeySecret, securityToken } = credentials
  // With this value the SDK prints what it signs, the token among it.
  if (process.env.DEBUG === 'aliyun') delete process.env.DEBUG
  const scheme = endpoint.startsWith('https:') ? 'https' : 'http'
  const httpOptions = {
    timeout: 0,
    maxSockets: SOCKETS,
    agent: tellingAgent(proxy === undefined ? agents[scheme] : proxyAgent(proxy, scheme), onRequest),
  }
  return new sdk.Client({
    ...{ accessKeyId, secretAccessKey: accessKeySecret, endpoint, instancename: instance, httpOptions, maxRetries: 0 },
    ...(securityToken === undefined ? {} : { stsToken: securityToken }),
  })
}
