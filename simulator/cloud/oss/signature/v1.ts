import { createHmac } from 'node:crypto'
import type { WireRequest } from '../../http/wire-request.ts'
import { describe } from '../describe-request.ts'

const AUTHORIZATION = /^OSS ([^:\s]+):([A-Za-z0-9+/=]+)$/

/** Parameters that belong to the resource that is signed (vendor's page "Include signatures in the Authorization header"), of those that reads know. */
const SIGNED = new Set([
  'bucketInfo',
  'continuation-token',
  'location',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
  'versionId',
  'x-oss-process',
])

export function accessKeyIdV1(request: WireRequest): string | undefined {
  return AUTHORIZATION.exec(request.headers.authorization ?? '')?.[1]
}

/** True when the request is signed with this secret: method, digest, type, date, all x-oss- headers, and the resource. */
export function verifyV1(request: WireRequest, secret: string): boolean {
  const { method, headers } = request
  const signed = Object.keys(headers)
    .filter((name) => name.startsWith('x-oss-'))
    .sort()
    .map((name) => `${name}:${(headers[name] ?? '').trim()}\n`)
    .join('')
  const date = headers['x-oss-date'] ?? headers.date ?? ''
  const fields = [method, headers['content-md5'] ?? '', headers['content-type'] ?? '', date]
  const text = `${fields.join('\n')}\n${signed}${resourceOf(request)}`
  const [, , given] = AUTHORIZATION.exec(headers.authorization ?? '') ?? []
  return given === createHmac('sha1', secret).update(text).digest('base64')
}

function resourceOf(request: WireRequest): string {
  const { bucket, key } = describe(request)
  const parameters = [...request.query]
    .filter(([name]) => SIGNED.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&')
  return `/${bucket}/${key}${parameters === '' ? '' : `?${parameters}`}`
}
