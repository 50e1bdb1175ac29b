import sdk from '@alicloud/fc2'
import * as z from 'zod'
import type { Proxies } from '../../net/proxy.ts'
import type { Credentials } from '../credential-source.ts'
import { BACKSTOP } from '../deadlines.ts'
import { type Endpoint, urlOf } from '../endpoints.ts'
import { throughProxies } from '../sdk-proxy.ts'
import type { Send } from '../service-client.ts'
import { answerInError, fcCallSchema, type Invocation } from './call.ts'

/** Where the functions of a service of Function Compute 2.0 are. */
export interface Fc2Place {
  readonly accountId: string
  readonly region: string
  readonly service: string
}

/** Function Compute 2.0 (2016-08-15, which is what the SDK speaks): GetFunction, and InvokeFunction as an asynchronous task. */
export function fc2Sdk(endpoint: Endpoint, { accountId, region, service }: Fc2Place, proxies: Proxies): Send {
  const clients = new WeakMap<Credentials, sdk>()
  return async (action, query, credentials) => {
    const client =
      clients.get(credentials) ??
      new sdk(accountId, {
        accessKeyID: credentials.accessKeyId,
        accessKeySecret: credentials.accessKeySecret,
        ...(credentials.securityToken === undefined ? {} : { securityToken: credentials.securityToken }),
        // Its own default is plain http.
        endpoint: urlOf(endpoint).replace(/\/$/, ''),
        ...{ region, timeout: BACKSTOP },
      })
    clients.set(credentials, client)
    const { functionName, payload, taskId } = fcCallSchema.parse(query)
    return throughProxies(proxies, async () => {
      try {
        if (action === 'GetFunction') {
          await client.getFunction(service, functionName)
          return {}
        }
        await client.invokeFunction(service, functionName, payload, {
          'x-fc-invocation-type': 'Async',
          'x-fc-stateful-async-invocation-id': taskId,
        })
        return { known: false } satisfies Invocation
      } catch (error) {
        return answerInError(asOtherSdks(error))
      }
    })
  }
}

const thrownSchema = z.object({ code: z.string().optional().catch(undefined), message: z.string() })
/** `POST /services/… failed with 404. requestid: …, message: ….` An answer without an id has the word `undefined` in its place. */
const FAILED = /^\w+ \S+ failed with (\d{3})\. requestid: (?:undefined|([^,]*)),/

/**
 * Status and request id stand in the text of an error alone, and its code is not where the other SDKs have it. The SDK reads `ErrorCode`, and
 * drops the `errorCode` of the vendor's page "Error codes": then the status is all that is known.
 */
function asOtherSdks(error: unknown): unknown {
  const { data: thrown } = thrownSchema.safeParse(error)
  const [, digits, requestId] = FAILED.exec(thrown?.message ?? '') ?? []
  if (digits === undefined) return error
  const statusCode = Number(digits)
  const code = thrown?.code ?? (statusCode === 404 ? 'NotFound' : `HTTP${digits}`)
  return { statusCode, data: { Code: code, RequestId: requestId } }
}
