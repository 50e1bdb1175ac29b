import { createHash, createHmac } from 'node:crypto'
import type { WireRequest } from '../http/wire-request.ts'
import type { Caller } from '../service.ts'
import { isAcs3, verifyAcs3 } from '../signature/acs3.ts'
import { findKey, type Gate } from '../signature/authenticate.ts'
import { accessKeyIdOf, type FcVersion } from './describe-request.ts'
import * as refuse from './refusals.ts'

/** A request is good for 15 minutes around its time (vendor's page "Signature authentication"). */
const MAX_SKEW_MS = 15 * 60_000

/** Who signed the request, in the way of the version that it is for. Throws the `Refusal` that the service gives otherwise. */
export function authenticate(request: WireRequest, version: FcVersion, gate: Gate): Caller {
  const { headers } = request
  if (headers.authorization === undefined) throw refuse.missingHeader('Authorization')
  const dated = version === 'fc2' ? 'date' : 'x-acs-date'
  const at = Date.parse(headers[dated] ?? '')
  if (Number.isNaN(at)) throw refuse.missingHeader(dated)
  const now = gate.wallClock()
  if (Math.abs(at - now) > MAX_SKEW_MS) throw refuse.invalidArgument('the request has expired')
  const id = accessKeyIdOf(request)
  const known = findKey(id, gate)
  if (!known) throw refuse.unknownKey(id)
  const token = headers[version === 'fc2' ? 'x-fc-security-token' : 'x-acs-security-token']
  if (known.session?.token !== token) throw refuse.badToken()
  if (known.session && now >= known.session.expiresAt) throw refuse.expiredToken()
  const signed =
    version === 'fc2' ? verifyFc2(id, request, known.secret) : isNamed(request) && verifyAcs3(request, known.secret)
  if (!signed) throw refuse.wrongSignature()
  return known.caller
}

function isNamed(request: WireRequest): boolean {
  const { headers } = request
  return isAcs3(request) && headers['x-acs-version'] === '2023-03-30' && (headers['x-acs-action'] ?? '') !== ''
}

/** Signature of 2016-08-15: over method, MD5, type, date, all `x-fc-` headers and the path; the MD5 is of the body, if there is one. */
function verifyFc2(id: string, { method, path, headers, body }: WireRequest, secret: string): boolean {
  const md5 = headers['content-md5'] ?? ''
  if (body.length > 0 && md5 !== Buffer.from(createHash('md5').update(body).digest('hex')).toString('base64'))
    return false
  const own = Object.keys(headers)
    .filter((name) => name.startsWith('x-fc-'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
    .join('')
  const text = [method, md5, headers['content-type'] ?? '', headers.date ?? '', `${own}${path}`].join('\n')
  const signature = createHmac('sha256', secret).update(text).digest('base64')
  return headers.authorization === `FC ${id}:${signature}`
}
