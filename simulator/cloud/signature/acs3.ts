import { createHash, createHmac } from 'node:crypto'
import type { WireRequest } from '../http/wire-request.ts'
import { canonicalQuery } from './encode.ts'

const ALGORITHM = 'ACS3-HMAC-SHA256'
const AUTHORIZATION = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/

export function isAcs3(request: WireRequest): boolean {
  return (request.headers.authorization ?? '').startsWith(ALGORITHM)
}

/**
 * True when the request is signed with this secret (vendor's page "Request syntax and signature method V3"): the body's hash is what the
 * header says, and every header that must be signed is.
 */
export function verifyAcs3(request: WireRequest, secret: string): boolean {
  const parsed = AUTHORIZATION.exec(request.headers.authorization ?? '')
  const names = parsed?.[2]?.split(';') ?? []
  const hash = createHash('sha256').update(request.body).digest('hex')
  if (!parsed || request.headers['x-acs-content-sha256'] !== hash || !signsEnough(request, names)) return false
  const headers = names.map((name) => `${name}:${(request.headers[name] ?? '').trim()}\n`).join('')
  const canonical = [request.method, request.path, canonicalQuery(request.query), headers, names.join(';'), hash].join(
    '\n',
  )
  const text = `${ALGORITHM}\n${createHash('sha256').update(canonical).digest('hex')}`
  return parsed[3] === createHmac('sha256', secret).update(text).digest('hex')
}

function signsEnough(request: WireRequest, names: readonly string[]): boolean {
  const must = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-acs-'))
  const sorted = [...names].sort().join(';') === names.join(';')
  return sorted && must.every((name) => names.includes(name))
}
