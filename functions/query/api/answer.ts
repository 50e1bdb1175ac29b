import type { Log } from '../../../shared/log/log.ts'
import { StoreBusyError, StoreMissingError } from '../../../shared/store/errors.ts'
import { jsonText } from '../../../shared/text/escape.ts'
import { ApiError } from './api-error.ts'

/** On every answer. It holds what an attacker would like to know: nobody keeps it, frames it, or takes it for anything else. */
const SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  // A browser that knows the token sends it along for other sites' pages too; they shall not load what is answered.
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  // Browsers honor it over https only, so it does no harm to a server on a laptop.
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const

/** The answer with the security headers that it does not set for itself. */
export function secured(response: Response): Response {
  const { headers } = response
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) if (!headers.has(name)) headers.set(name, value)
  return response
}

/** An answer of finished JSON. */
export function jsonAnswer(json: string, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(json, { status, headers: { ...headers, 'Content-Type': 'application/json; charset=utf-8' } })
}

/** `{ "error": { "code", "message" } }` */
export function errorAnswer({ code, message, status, headers }: ApiError): Response {
  return jsonAnswer(jsonText({ error: { code, message } }), status, headers)
}

/** What the client is told of a failure. What it is not to know goes to the log. */
export function toApiError(error: unknown, log: Log): ApiError {
  if (error instanceof ApiError) return error
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  if (error instanceof StoreMissingError) {
    log.warn('a request found no store', { reason })
    return new ApiError(
      'no-audit-yet',
      'There is no readiness table yet: no audit has run. Run the audit, then try again.',
    )
  }
  if (error instanceof StoreBusyError) {
    log.warn('a request found the store busy', { reason })
    return new ApiError('store-busy', 'The readiness table is busy. Try again in a few seconds.', {
      'Retry-After': '10',
    })
  }
  log.error('a request failed', { reason })
  return new ApiError('internal', 'The request could not be answered. The log of this service says why.')
}
