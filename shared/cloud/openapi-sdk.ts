import sdk, { $OpenApiUtil, OpenApiUtil } from '@alicloud/openapi-core'
import * as z from 'zod'
import type { Proxies } from '../net/proxy.ts'
import type { Credentials } from './credential-source.ts'
import { defaultExport } from './default-export.ts'
import type { Endpoint } from './endpoints.ts'
import { sdkConfig, sdkRuntime } from './sdk-config.ts'
import { throughProxies } from './sdk-proxy.ts'
import type { Send } from './service-client.ts'

const Client = defaultExport(sdk)
const answerSchema = z.object({ body: z.unknown() })

/** ActionTrail and STS through the engine that the vendor's generated clients stand on, with the parameters that those give it. */
export function openApiSdk(version: string, endpoint: Endpoint, region: string, proxies: Proxies): Send {
  const clients = new WeakMap<Credentials, InstanceType<typeof Client>>()
  return async (action, query, credentials) => {
    const client = clients.get(credentials) ?? new Client(sdkConfig(endpoint, region, credentials))
    clients.set(credentials, client)
    const params = new $OpenApiUtil.Params({
      ...{ action, version, protocol: endpoint.protocol, pathname: '/', method: 'POST', authType: 'AK' },
      ...{ style: 'RPC', reqBodyType: 'formData', bodyType: 'json' },
    })
    const request = new $OpenApiUtil.OpenApiRequest({ query: OpenApiUtil.query(query) })
    const answer = await throughProxies(proxies, () => client.callApi(params, request, sdkRuntime()))
    return answerSchema.parse(answer).body
  }
}
