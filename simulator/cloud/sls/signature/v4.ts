import { createHash, createHmac } from 'node:crypto'
import type { WireRequest } from '../../http/wire-request.ts'
import { encode } from '../../signature/encode.ts'

const ALGORITHM = 'SLS4-HMAC-SHA256'
const AUTHORIZATION =
  /^SLS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/]+)\/sls\/aliyun_v4_request,Signature=([0-9a-f]{64})$/

export function isV4(request: WireRequest): boolean {
  return (request.headers.authorization ?? '').startsWith(ALGORITHM)
}

export function accessKeyIdV4(request: WireRequest): string | undefined {
  return AUTHORIZATION.exec(request.headers.authorization ?? '')?.[1]
}

export function signatureV4(request: WireRequest): string {
  return AUTHORIZATION.exec(request.headers.authorization ?? '')?.[4] ?? ''
}

/**
 * True when the request is signed with this secret for this region (vendor's page "Request signatures (V4)"): the body's hash is what the
 * header says, and host, content type and all x-log- and x-acs- headers are signed.
 */
export function verifyV4(request: WireRequest, secret: string, region: string): boolean {
  const { headers, body } = request
  const [, , day, scopeRegion, given] = AUTHORIZATION.exec(headers.authorization ?? '') ?? []
  const date = headers['x-log-date'] ?? ''
  if (day !== date.slice(0, 8) || scopeRegion !== region) return false
  const hash = createHash('sha256').update(body).digest('hex')
  if (headers['x-log-content-sha256'] !== hash) return false
  const scope = `${day}/${region}/sls/aliyun_v4_request`
  const canonical = createHash('sha256').update(canonicalRequest(request, hash)).digest('hex')
  const keys = [day, region, 'sls', 'aliyun_v4_request']
  const key = keys.reduce<Buffer | string>((from, each) => hmac(from, each), `aliyun_v4${secret}`)
  return given === hmac(key, [ALGORITHM, date, scope, canonical].join('\n')).toString('hex')
}

function canonicalRequest({ method, path, query, headers }: WireRequest, hash: string): string {
  const parameters = [...query]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${encode(value)}`))
    .join('&')
  const names = Object.keys(headers)
    .filter((name) => isSigned(name))
    .sort()
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim()}\n`).join('')
  return [method, path, parameters, lines, names.join(';'), hash].join('\n')
}

function isSigned(name: string): boolean {
  return name.startsWith('x-log-') || name.startsWith('x-acs-') || name === 'host' || name === 'content-type'
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
