import { lookup } from 'node:dns'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import sdk, { GetLogsV2Headers, GetLogsV2Request } from '@alicloud/sls20201230'
import * as z from 'zod'
import type { Proxies } from '../net/proxy.ts'
import { bareHost } from '../net/server.ts'
import type { Credentials } from './credential-source.ts'
import { defaultExport } from './default-export.ts'
import type { Endpoint } from './endpoints.ts'
import { sdkConfig, sdkRuntime } from './sdk-config.ts'
import { throughProxies } from './sdk-proxy.ts'
import type { Query, Send } from './service-client.ts'
import { setupCall } from './sls-setup-sdk.ts'

const Client = defaultExport(sdk)
type LogClient = InstanceType<typeof Client>

const placeSchema = z.object({ project: z.string(), logstore: z.string() })
// What only changes something has an answer without a body.
const answerSchema = z.object({ body: z.unknown().optional() })

/** Log Service 2020-12-30: GetLogStore, GetIndex and GetLogsV2 (RAM calls it GetLogStoreLogs) of a project and logstore that stand in the query. */
export function slsSdk(endpoint: Endpoint, region: string, proxies: Proxies): Send {
  const clients = new WeakMap<Credentials, LogClient>()
  const direct = agentTo(endpoint)
  return async (action, query, credentials) => {
    // The region is signed, and version 1 of the signature proves less.
    const client =
      clients.get(credentials) ??
      new Client(Object.assign(sdkConfig(endpoint, region, credentials), { signatureVersion: 'v4' }))
    clients.set(credentials, client)
    try {
      return answerSchema.parse(await throughProxies(proxies, () => call(client, action, query), direct)).body
    } catch (error) {
      throw asOtherSdks(error)
    }
  }
}

function call(client: LogClient, action: string, query: Query): Promise<unknown> {
  const { project, logstore } = placeSchema.parse(query)
  const setup = setupCall(client, action, { ...query, project, logstore })
  if (setup) return setup
  switch (action) {
    case 'GetLogStore':
      return client.getLogStoreWithOptions(project, logstore, {}, sdkRuntime())
    case 'GetIndex':
      return client.getIndexWithOptions(project, logstore, {}, sdkRuntime())
    default: {
      // Asked for nothing, the client asks for lz4, which needs a native module.
      const headers = new GetLogsV2Headers({ acceptEncoding: 'gzip' })
      return client.getLogsV2WithOptions(project, logstore, new GetLogsV2Request({ ...query }), headers, sdkRuntime())
    }
  }
}

/** The project stands before the host, whatever that is: `<project>.127.0.0.1` is a name that nobody resolves. */
function agentTo({ host, protocol }: Endpoint): HttpAgent | undefined {
  const { hostname } = new URL(`http://${host}/`)
  const bare = bareHost(hostname)
  if (isIP(bare) === 0 && bare !== 'localhost') return undefined
  const there: LookupFunction = (_, how, done) => lookup(bare, how, done)
  const options = { keepAlive: true, lookup: there }
  return protocol === 'HTTPS' ? new HttpsAgent(options) : new HttpAgent(options)
}

const thrownSchema = z.object({
  code: z.string(),
  message: z.string().optional(),
  statusCode: z.number().optional(),
  data: z
    .object({ requestId: z.string().optional(), httpCode: z.union([z.number(), z.string()]).optional() })
    .optional(),
})

/** More statements at once than a project takes: told by these words, and by a code that the vendor's page on quotas does not name. */
const TOO_MANY_QUERIES = /can only run \d+ quer|too many queued queries/i

/** Log Service names the members of an error in its own way, and an expired token and what is too much at once only in words. */
function asOtherSdks(error: unknown): unknown {
  const { data: thrown } = thrownSchema.safeParse(error)
  const status = thrown?.statusCode ?? Number(thrown?.data?.httpCode)
  if (thrown === undefined || !(status >= 300)) return error
  return { statusCode: status, data: { Code: codeOf(thrown), RequestId: thrown.data?.requestId } }
}

function codeOf({ code, message = '' }: z.infer<typeof thrownSchema>): string {
  if (code === 'Unauthorized' && /security token.*expired/i.test(message)) return 'SecurityTokenExpired'
  return TOO_MANY_QUERIES.test(message) ? 'ExceedQuota' : code
}
