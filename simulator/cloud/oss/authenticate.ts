import type { WireRequest } from '../http/wire-request.ts'
import type { Caller } from '../service.ts'
import { findKey, type Gate } from '../signature/authenticate.ts'
import type { Session } from '../signature/sessions.ts'
import * as refuse from './refusals.ts'
import { accessKeyIdV1, verifyV1 } from './signature/v1.ts'
import { accessKeyIdV4, isV4, regionV4, verifyV4 } from './signature/v4.ts'

/** Vendor's page "HTTP 403 errors", RequestTimeTooSkewed. */
const MAX_SKEW_MS = 15 * 60_000
const RFC_1123 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
const BASIC_ISO = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/

export function accessKeyIdOf(request: WireRequest): string {
  return (isV4(request) ? accessKeyIdV4(request) : accessKeyIdV1(request)) ?? ''
}

/** Who signed the request, for this region where it names one. Throws the `Refusal` of one that is not formed, dated or signed as it must be. */
export function authenticate(request: WireRequest, region: string, gate: Gate): Caller {
  const { authorization } = request.headers
  if (authorization === undefined) throw refuse.anonymous()
  const id = accessKeyIdOf(request)
  if (id === '') {
    throw refuse.invalidArgument('The authorization header that you provided is not valid.', 'Authorization', '')
  }
  const now = gate.wallClock()
  checkDate(request, now)
  const known = findKey(id, gate)
  if (!known) throw refuse.unknownKey(id)
  checkToken(request.headers['x-oss-security-token'] ?? '', known.session, now)
  if (isV4(request) && regionV4(request) !== region) {
    const message = `Invalid signing region in Authorization header. Expect '${region}'.`
    throw refuse.invalidArgument(message, 'Authorization', regionV4(request) ?? '')
  }
  const signed = isV4(request) ? verifyV4(request, known.secret) : verifyV1(request, known.secret)
  if (!signed) throw refuse.wrongSignature(id)
  return known.caller
}

function checkDate(request: WireRequest, now: number): void {
  const { headers } = request
  const text = headers['x-oss-date'] ?? (isV4(request) ? '' : (headers.date ?? ''))
  const at = isV4(request) ? Date.parse(text.replace(BASIC_ISO, '$1-$2-$3T$4:$5:$6Z')) : Date.parse(text)
  if (Number.isNaN(at) || !(isV4(request) ? BASIC_ISO : RFC_1123).test(text)) {
    throw new refuse.OssRefusal(403, 'AccessDenied', 'OSS authentication requires a valid Date.')
  }
  if (Math.abs(at - now) > MAX_SKEW_MS) throw refuse.tooSkewed(now)
}

function checkToken(token: string, session: Session | undefined, now: number): void {
  if (token === '' && !session) return
  if (session?.token !== token)
    throw session && token === '' ? refuse.unknownKey(session.accessKeyId) : refuse.invalidToken()
  if (now >= session.expiresAt) throw refuse.expiredToken()
}
