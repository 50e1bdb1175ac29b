import { Refusal } from '../http/refusal.ts'
import type { WireRequest } from '../http/wire-request.ts'
import type { Caller } from '../service.ts'
import { findKey, type Gate } from '../signature/authenticate.ts'
import type { Session } from '../signature/sessions.ts'
import { expiredToken, requestTimeExpired, signatureNotMatch, unauthorized } from './refusals.ts'
import { accessKeyIdV1, knowsMethod, signatureV1, verifyV1 } from './signature/v1.ts'
import { accessKeyIdV4, isV4, signatureV4, verifyV4 } from './signature/v4.ts'

/** Vendor's page "Error codes", RequestTimeExpired. */
const MAX_SKEW_MS = 15 * 60_000
const RFC_1123 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
const BASIC_ISO = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/

export function accessKeyIdOf(request: WireRequest): string {
  return (isV4(request) ? accessKeyIdV4(request) : accessKeyIdV1(request)) ?? ''
}

/** Who signed the request. Throws the `Refusal` of one that is not formed, dated or signed as it must be. */
export function authenticate(request: WireRequest, region: string, gate: Gate): Caller {
  const { headers } = request
  if (headers['x-log-apiversion'] === undefined) {
    throw new Refusal(400, 'MissingAPIVersion', 'x-log-apiversion is missing')
  }
  if (headers['x-log-apiversion'] !== '0.6.0') throw new Refusal(400, 'InvalidAPIVersion', 'Invalid x-log-apiversion')
  if (headers['x-log-bodyrawsize'] === undefined) {
    throw new Refusal(400, 'MissingBodyRawSize', 'x-log-bodyrawsize is missing')
  }
  if (!isV4(request) && !knowsMethod(request)) {
    throw new Refusal(400, 'InvalidSignatureMethod', 'signature method is invalid')
  }
  const id = accessKeyIdOf(request)
  if (id === '') throw new Refusal(400, 'MissAccessKeyId', 'x-log-accesskeyid is missing')
  const now = gate.wallClock()
  checkDate(request, now)
  const known = findKey(id, gate)
  if (!known) throw unauthorized(`AccessKeyId not found: ${id}`)
  checkToken(headers['x-acs-security-token'] ?? '', known.session, now)
  const signed = isV4(request) ? verifyV4(request, known.secret, region) : verifyV1(request, known.secret)
  if (!signed) throw signatureNotMatch(isV4(request) ? signatureV4(request) : signatureV1(request))
  return known.caller
}

function checkDate(request: WireRequest, now: number): void {
  const text = (isV4(request) ? request.headers['x-log-date'] : request.headers.date) ?? ''
  if (text === '') throw new Refusal(400, 'MissingDate', 'date is missing')
  const at = isV4(request) ? Date.parse(text.replace(BASIC_ISO, '$1-$2-$3T$4:$5:$6Z')) : Date.parse(text)
  if (Number.isNaN(at) || !(isV4(request) ? BASIC_ISO : RFC_1123).test(text)) {
    throw new Refusal(400, 'InvalidDateFormat', `date ${text} must follow RFC822`)
  }
  if (Math.abs(at - now) > MAX_SKEW_MS) throw requestTimeExpired(text, now)
}

function checkToken(token: string, session: Session | undefined, now: number): void {
  if (token === '' && !session) return
  if (session?.token !== token) throw unauthorized('The security token you provided is invalid.')
  if (now >= session.expiresAt) throw expiredToken()
}
