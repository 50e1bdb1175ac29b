import sdk from '@alicloud/kms20160120'
import { toMap } from '@darabonba/typescript'
import type { Proxies } from '../net/proxy.ts'
import type { Credentials } from './credential-source.ts'
import { defaultExport } from './default-export.ts'
import type { Endpoint } from './endpoints.ts'
import { sdkConfig, sdkRuntime } from './sdk-config.ts'
import { throughProxies } from './sdk-proxy.ts'
import type { Send } from './service-client.ts'

const VERSION = '2016-01-20'
/** As the SDK's own calls have it: null, which its types leave out. An empty object would be sent as an empty form. */
const NO_BODY = toMap()

const Client = defaultExport(sdk)

/**
 * KMS through `doRequest`, which the SDK makes public: its typed calls drop Filters from what is asked and DKMSInstanceId from what is
 * answered. The endpoint is always given, because the SDK's own default is `undefined.<region>`. `agent`: what is written behind the SDK's user
 * agent.
 */
export function kmsSdk(endpoint: Endpoint, region: string, proxies: Proxies, agent?: string): Send {
  const clients = new WeakMap<Credentials, InstanceType<typeof Client>>()
  return (action, query, credentials) => {
    const client = clients.get(credentials) ?? new Client(sdkConfig(endpoint, region, credentials, agent))
    clients.set(credentials, client)
    return throughProxies(proxies, () =>
      client.doRequest(action, endpoint.protocol, 'POST', VERSION, 'AK', query, NO_BODY, sdkRuntime()),
    )
  }
}
