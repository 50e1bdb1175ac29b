import kmsPackage from '@alicloud/kms20160120'
import openApiPackage, { $OpenApiUtil } from '@alicloud/openapi-core'
import { RuntimeOptions } from '@darabonba/typescript'
import { iso } from '../../shared/domain/time.ts'
import { rpcSignature } from './signature/rpc-v1.ts'

export interface Keys {
  readonly id: string
  readonly secret: string
  readonly token?: string
}

/** The answer of a call: its body, or the vendor's error code and HTTP status. */
export interface Outcome {
  readonly status: number
  readonly code: string
  readonly body: Record<string, unknown>
}

/** The part of the SDK's client that is called; its own types leave out what the wire has (DKMSInstanceId, Filters). */
interface RpcClient {
  doRequest(
    action: string,
    protocol: string,
    method: string,
    version: string,
    authType: string,
    query: Record<string, unknown>,
    body: Record<string, unknown> | null,
    runtime: { readTimeout: number; connectTimeout: number },
  ): Promise<Record<string, unknown>>
}

interface OpenApiClient {
  callApi(params: object, request: object, runtime: object): Promise<{ body: Record<string, unknown> }>
}

/** node hands a CommonJS package over with the class as its `default`, vitest hands over the class. */
function classOf<T>(imported: unknown): new (config: object) => T {
  const { default: inner } = imported as { default?: new (config: object) => T }
  return inner ?? (imported as new (config: object) => T)
}

const Kms = classOf<RpcClient>(kmsPackage)
const Generic = classOf<OpenApiClient>(openApiPackage)

const RUNTIME = { readTimeout: 10_000, connectTimeout: 10_000 }

/** A call through @alicloud/kms20160120's public doRequest: RPC signature version 1.0, parameters in the query. */
export async function callKms(
  url: string,
  keys: Keys,
  action: string,
  query: Record<string, unknown> = {},
  method = 'POST',
): Promise<Outcome> {
  const client = new Kms({
    accessKeyId: keys.id,
    accessKeySecret: keys.secret,
    ...(keys.token ? { securityToken: keys.token } : {}),
    endpoint: new URL(url).host,
    protocol: 'HTTP',
    regionId: 'cn-hangzhou',
  })
  try {
    const body = await client.doRequest(action, 'HTTP', method, '2016-01-20', 'AK', query, null, RUNTIME)
    return { status: 200, code: '', body }
  } catch (error) {
    const { data, message, code } = error as { data?: Record<string, unknown>; message: string; code?: string }
    if (!data) return { status: 0, code: code ?? message, body: {} }
    return { status: Number(/code: (\d{3}),/.exec(message)?.[1]), code: String(data.Code), body: data }
  }
}

const VERSIONS = { kms: '2016-01-20', actiontrail: '2020-07-06', sts: '2015-04-01' }

/** A call through @alicloud/openapi-core: ACS3-HMAC-SHA256. */
export async function callOpenApi(
  service: keyof typeof VERSIONS,
  url: string,
  keys: Keys,
  action: string,
  query: Record<string, unknown> = {},
  method = 'POST',
): Promise<Outcome> {
  const config = new $OpenApiUtil.Config({
    accessKeyId: keys.id,
    accessKeySecret: keys.secret,
    ...(keys.token ? { securityToken: keys.token, type: 'sts' } : {}),
    endpoint: new URL(url).host,
    protocol: 'HTTP',
  })
  const params = new $OpenApiUtil.Params({
    action,
    version: VERSIONS[service],
    protocol: 'HTTP',
    pathname: '/',
    method,
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  })
  const request = new $OpenApiUtil.OpenApiRequest({ query: flat(query) })
  try {
    const { body } = await new Generic(config).callApi(params, request, new RuntimeOptions(RUNTIME))
    return { status: 200, code: '', body }
  } catch (error) {
    const { code, statusCode, data } = error as { code?: string; statusCode?: number; data?: Record<string, unknown> }
    return { status: statusCode ?? 0, code: code ?? String(error), body: data ?? {} }
  }
}

function flat(query: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))
}

let nonce = 0

/** The parameters of a signed RPC request, to send as they are or spoilt. A parameter given as undefined is left out. */
export function rpcParameters(
  keys: Keys,
  action: string,
  own: Record<string, string | undefined> = {},
  method = 'GET',
): Record<string, string> {
  nonce += 1
  const all = {
    Action: action,
    Version: '2016-01-20',
    Format: 'JSON',
    Timestamp: iso(Date.now()),
    SignatureNonce: `nonce-${process.pid}-${nonce}`,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    AccessKeyId: keys.id,
    SecurityToken: keys.token,
    ...own,
  }
  const params = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  return { ...Object.fromEntries(params), Signature: rpcSignature(method, params, keys.secret) }
}

/** Sends parameters as a GET, as they are. */
export async function send(url: string, params: Record<string, string>): Promise<Outcome> {
  const response = await fetch(`${url}/?${new URLSearchParams(params)}`)
  const body = (await response.json()) as Record<string, unknown>
  return { status: response.status, code: String(body.Code ?? ''), body }
}
