import { createHash, createHmac } from 'node:crypto'
import type { WireRequest } from '../../http/wire-request.ts'
import { encode } from '../../signature/encode.ts'
import { describe } from '../describe-request.ts'

const ALGORITHM = 'OSS4-HMAC-SHA256'
const AUTHORIZATION =
  /^OSS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/]+)\/oss\/aliyun_v4_request, ?(?:AdditionalHeaders=([a-z0-9;-]+), ?)?Signature=([0-9a-f]{64})$/

export function isV4(request: WireRequest): boolean {
  return (request.headers.authorization ?? '').startsWith(ALGORITHM)
}

export function accessKeyIdV4(request: WireRequest): string | undefined {
  return AUTHORIZATION.exec(request.headers.authorization ?? '')?.[1]
}

/** Region that the request is signed for. */
export function regionV4(request: WireRequest): string | undefined {
  return AUTHORIZATION.exec(request.headers.authorization ?? '')?.[3]
}

/**
 * True when the request is signed with this secret (vendor's page "Include a V4 signature in the Authorization header"): resource, query,
 * type, digest, all x-oss- headers and those that it names besides.
 */
export function verifyV4(request: WireRequest, secret: string): boolean {
  const { headers } = request
  const [, , day = '', region = '', additional = '', given] = AUTHORIZATION.exec(headers.authorization ?? '') ?? []
  const date = headers['x-oss-date'] ?? ''
  if (day !== date.slice(0, 8) || headers['x-oss-content-sha256'] !== 'UNSIGNED-PAYLOAD') return false
  const canonical = createHash('sha256').update(canonicalRequest(request, additional)).digest('hex')
  const keys = [day, region, 'oss', 'aliyun_v4_request']
  const key = keys.reduce<Buffer | string>((from, each) => hmac(from, each), `aliyun_v4${secret}`)
  const text = [ALGORITHM, date, `${day}/${region}/oss/aliyun_v4_request`, canonical].join('\n')
  return given === hmac(key, text).toString('hex')
}

function canonicalRequest(request: WireRequest, additional: string): string {
  const { method, query, headers } = request
  const { bucket, key } = describe(request)
  const path = encode(`/${bucket === '' ? '' : `${bucket}/`}${key}`).replaceAll('%2F', '/')
  const parameters = [...query]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&')
  const named = additional === '' ? [] : additional.split(';')
  const lines = Object.keys(headers)
    .filter((name) => isSigned(name) || named.includes(name))
    .sort()
    .map((name) => `${name}:${(headers[name] ?? '').trim()}\n`)
    .join('')
  return [method, path, parameters, lines, additional, headers['x-oss-content-sha256']].join('\n')
}

function isSigned(name: string): boolean {
  return name.startsWith('x-oss-') || name === 'content-type' || name === 'content-md5'
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
