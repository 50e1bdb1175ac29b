import { createHash, createHmac } from 'node:crypto'
import { Refusal } from '../http/refusal.ts'
import type { WireRequest } from '../http/wire-request.ts'
import type { Caller } from '../service.ts'
import { findKey, type Gate } from '../signature/authenticate.ts'
import type { Session } from '../signature/sessions.ts'
import { MAX_BODY_BYTES } from './limits.ts'
import { authFailed, expiredToken, invalid } from './refusals.ts'

const API_VERSION = '2015-12-31'
/** As for the other services; how far a date may be off is not said. */
const MAX_SKEW_MS = 15 * 60_000
const DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
const REQUIRED = [
  'x-ots-apiversion',
  'x-ots-date',
  'x-ots-accesskeyid',
  'x-ots-contentmd5',
  'x-ots-instancename',
  'x-ots-signature',
]

/** Who signed the request. Throws the `Refusal` of one that is not formed, dated or signed as it must be. */
export function authenticate(request: WireRequest, gate: Gate): Caller {
  const { headers, body } = request
  if (request.method !== 'POST') {
    throw new Refusal(405, 'OTSMethodNotAllowed', 'Only POST method for requests is supported.')
  }
  if (body.length > MAX_BODY_BYTES) {
    throw new Refusal(413, 'OTSRequestBodyTooLarge', 'The size of POST data is too large.')
  }
  const missing = REQUIRED.find((name) => !headers[name])
  if (missing) throw invalid(`Missing header: '${missing}'.`)
  if (headers['x-ots-apiversion'] !== API_VERSION) throw invalid(`Invalid API version: ${headers['x-ots-apiversion']}.`)
  const now = gate.wallClock()
  checkDate(headers['x-ots-date'] ?? '', now)
  if (headers['x-ots-contentmd5'] !== createHash('md5').update(body).digest('base64')) {
    throw authFailed('Mismatch between MD5 value of request body and x-ots-contentmd5 in header.')
  }
  const known = findKey(headers['x-ots-accesskeyid'] ?? '', gate)
  if (!known) throw authFailed('The AccessKeyID does not exist.')
  checkToken(headers['x-ots-ststoken'] ?? '', known.session, now)
  if (headers['x-ots-signature'] !== signature(request, known.secret)) throw authFailed('Signature mismatch.')
  return known.caller
}

/** HMAC-SHA1 over path, method and all x-ots- headers but itself, as the SDK's signer makes it. */
export function signature({ path, method, headers }: WireRequest, secret: string): string {
  const signed = Object.keys(headers)
    .filter((name) => name.startsWith('x-ots-') && name !== 'x-ots-signature')
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
  return createHmac('sha1', secret)
    .update(`${path}\n${method}\n\n${signed.join('')}`)
    .digest('base64')
}

function checkDate(date: string, now: number): void {
  if (!DATE.test(date)) throw invalid(`Invalid date format: ${date}.`)
  if (Math.abs(Date.parse(date) - now) > MAX_SKEW_MS) {
    throw authFailed(`Mismatch between system time and x-ots-date: ${date}.`)
  }
}

function checkToken(token: string, session: Session | undefined, now: number): void {
  if (token === '' && !session) return
  if (session?.token !== token) throw authFailed('The STS token does not belong to the AccessKeyID.')
  if (now >= session.expiresAt) throw expiredToken()
}
