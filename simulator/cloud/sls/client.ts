import { Agent } from 'node:http'
import { $OpenApiUtil } from '@alicloud/openapi-core'
import * as slsPackage from '@alicloud/sls20201230'
import { GetLogsRequest, GetLogsV2Headers, GetLogsV2Request } from '@alicloud/sls20201230'
import { RuntimeOptions } from '@darabonba/typescript'
import httpx from 'httpx'

/** Log Service through the vendor's client, @alicloud/sls20201230, at a simulated address. */
export interface LogClient {
  getProject(project: string): Promise<Answered>
  getLogStore(project: string, logstore: string): Promise<Answered>
  getIndex(project: string, logstore: string): Promise<Answered>
  /** GetLogs: a list of logs, and the rest in headers. */
  getLogsV1(project: string, logstore: string, query: Partial<GetLogsRequest>): Promise<Answered>
  getLogs(project: string, logstore: string, query: Partial<GetLogsV2Request>, encoding?: string): Promise<Answered>
}

/** An answer, or the vendor's error code and HTTP status. */
export interface Answered {
  readonly status: number
  /** Empty: success. */
  readonly code: string
  readonly message: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface LogClientOptions {
  readonly url: string
  readonly keys: { readonly id: string; readonly secret: string; readonly token?: string }
  readonly region?: string
  /** Default: the client's own, which is v1. */
  readonly signatureVersion?: 'v4'
}

type Sls = (typeof slsPackage.default)['default']

/** node hands a CommonJS package over with the class as its `default`, vitest hands over the class. */
const { default: outer } = slsPackage as unknown as { readonly default: Sls | { readonly default: Sls } }
const Client = 'default' in outer ? outer.default : outer

/** Names below an IP address lead to that address: the client knows no other way to put the project before it. */
const agent = new Agent({
  keepAlive: true,
  lookup: (_name, { all }, found) =>
    all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4),
})
const { request } = httpx
httpx.request = (url, options) =>
  /^http:\/\/[^/]+\.127\.0\.0\.1:/i.test(url) ? request(url, { ...options, agent }) : request(url, options)

export function logClient({ url, keys, region = 'cn-hangzhou', signatureVersion }: LogClientOptions): LogClient {
  const client = new Client(
    new $OpenApiUtil.Config({
      accessKeyId: keys.id,
      accessKeySecret: keys.secret,
      ...(keys.token ? { securityToken: keys.token, type: 'sts' } : {}),
      endpoint: new URL(url).host,
      protocol: 'HTTP',
      regionId: region,
      ...(signatureVersion ? { signatureVersion } : {}),
    }),
  )
  const runtime = new RuntimeOptions({ autoretry: false, readTimeout: 30_000, connectTimeout: 10_000 })
  return {
    getProject: (project) => answered(client.getProjectWithOptions(project, {}, runtime)),
    getLogStore: (project, logstore) => answered(client.getLogStoreWithOptions(project, logstore, {}, runtime)),
    getIndex: (project, logstore) => answered(client.getIndexWithOptions(project, logstore, {}, runtime)),
    getLogsV1: (project, logstore, query) =>
      answered(client.getLogsWithOptions(project, logstore, new GetLogsRequest({ ...query }), {}, runtime)),
    getLogs: (project, logstore, query, acceptEncoding = 'gzip') =>
      answered(
        client.getLogsV2WithOptions(
          project,
          logstore,
          new GetLogsV2Request({ ...query }),
          new GetLogsV2Headers({ acceptEncoding }),
          runtime,
        ),
      ),
  }
}

async function answered(call: Promise<object>): Promise<Answered> {
  try {
    const {
      headers = {},
      statusCode = 0,
      body,
    } = (await call) as {
      headers?: Record<string, string>
      statusCode?: number
      body?: unknown
    }
    return { status: statusCode, code: '', message: '', headers, body }
  } catch (error) {
    const { code, statusCode, message } = error as { code?: string; statusCode?: number; message: string }
    return { status: statusCode ?? 0, code: code ?? message, message, headers: {}, body: undefined }
  }
}
