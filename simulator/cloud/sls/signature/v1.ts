import { createHash, createHmac } from 'node:crypto'
import type { WireRequest } from '../../http/wire-request.ts'

const AUTHORIZATION = /^LOG ([^:\s]+):([A-Za-z0-9+/=]+)$/

/** Digests by the value of x-log-signaturemethod: the first is documented, the second is what the vendor's client for JavaScript sends. */
const DIGESTS: Readonly<Record<string, string>> = { 'hmac-sha1': 'sha1', 'hmac-sha256': 'sha256' }

export function accessKeyIdV1(request: WireRequest): string | undefined {
  return AUTHORIZATION.exec(request.headers.authorization ?? '')?.[1]
}

export function signatureV1(request: WireRequest): string {
  return AUTHORIZATION.exec(request.headers.authorization ?? '')?.[2] ?? ''
}

export function knowsMethod(request: WireRequest): boolean {
  return Object.hasOwn(DIGESTS, request.headers['x-log-signaturemethod'] ?? '')
}

/** True when the request is signed with this secret (vendor's page "Request signatures"): body, date, resource and all x-log- and x-acs- headers. */
export function verifyV1(request: WireRequest, secret: string): boolean {
  const { method, path, query, headers, body } = request
  const md5 = headers['content-md5'] ?? ''
  if (body.length > 0 && md5 !== createHash('md5').update(body).digest('hex').toUpperCase()) return false
  const signed = Object.keys(headers)
    .filter((name) => name.startsWith('x-log-') || name.startsWith('x-acs-'))
    .sort()
    .map((name) => `${name}:${(headers[name] ?? '').trim()}`)
  const parameters = [...query]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const resource = parameters === '' ? path : `${path}?${parameters}`
  const text = [method, md5, headers['content-type'] ?? '', headers.date ?? '', ...signed, resource].join('\n')
  const digest = DIGESTS[headers['x-log-signaturemethod'] ?? ''] ?? 'sha1'
  return signatureV1(request) === createHmac(digest, secret).update(text).digest('base64')
}
