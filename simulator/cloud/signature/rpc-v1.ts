import { createHmac } from 'node:crypto'
import type { WireRequest } from '../http/wire-request.ts'
import { canonicalQuery, encode } from './encode.ts'

/** RPC signature version 1.0, HMAC-SHA1 over all parameters (vendor's page "Request syntax and signature method V2 for RPC APIs"). */
export function rpcSignature(method: string, params: Iterable<readonly [string, string]>, secret: string): string {
  const signed = [...params].filter(([name]) => name !== 'Signature')
  const text = `${method}&${encode('/')}&${encode(canonicalQuery(signed))}`
  return createHmac('sha1', `${secret}&`).update(text).digest('base64')
}

/** True when the request is signed in the way that it says, with this secret. */
export function verifyRpc(request: WireRequest, secret: string): boolean {
  const params = new Map([...request.query, ...request.form])
  if (params.get('SignatureMethod') !== 'HMAC-SHA1' || params.get('SignatureVersion') !== '1.0') return false
  return params.get('Signature') === rpcSignature(request.method, params, secret)
}
