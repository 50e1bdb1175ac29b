import { Readable } from 'node:stream'
import sdk, { GetFunctionRequest, InvokeFunctionHeaders, InvokeFunctionRequest } from '@alicloud/fc20230330'
import type { Proxies } from '../../net/proxy.ts'
import type { Credentials } from '../credential-source.ts'
import { defaultExport } from '../default-export.ts'
import type { Endpoint } from '../endpoints.ts'
import { sdkConfig, sdkRuntime } from '../sdk-config.ts'
import { throughProxies } from '../sdk-proxy.ts'
import type { Send } from '../service-client.ts'
import { answerInError, fcCallSchema, type Invocation } from './call.ts'

const Client = defaultExport(sdk)

/** Function Compute 3.0 (2023-03-30): GetFunction, and InvokeFunction as an asynchronous task. */
export function fc3Sdk(endpoint: Endpoint, region: string, proxies: Proxies): Send {
  const clients = new WeakMap<Credentials, InstanceType<typeof Client>>()
  return async (action, query, credentials) => {
    const client = clients.get(credentials) ?? new Client(sdkConfig(endpoint, region, credentials))
    clients.set(credentials, client)
    const { functionName, payload, taskId } = fcCallSchema.parse(query)
    return throughProxies(proxies, async () => {
      if (action === 'GetFunction') {
        await client.getFunctionWithOptions(functionName, new GetFunctionRequest({}), {}, sdkRuntime())
        return {}
      }
      const request = new InvokeFunctionRequest({ body: Readable.from([Buffer.from(payload)]) })
      // The SDK adds to the headers that it is given, and takes `commonHeaders` for all of them.
      const headers = new InvokeFunctionHeaders({ xFcInvocationType: 'Async', xFcAsyncTaskId: taskId })
      try {
        const answer = await client.invokeFunctionWithOptions(functionName, request, headers, sdkRuntime())
        // An asynchronous invocation is answered without a body; what is not read would keep the connection.
        answer.body?.resume()
        return { known: false } satisfies Invocation
      } catch (error) {
        return answerInError(error)
      }
    })
  }
}
