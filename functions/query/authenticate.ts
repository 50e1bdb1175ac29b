import { createHash, timingSafeEqual } from 'node:crypto'
import { type ApiToken, ConfigError } from '../../shared/config.ts'
import { ApiError } from './api-error.ts'

/** Throws an `ApiError` unless whoever sent this Authorization header may ask. */
export type Admit = (authorization: string | undefined) => void

/**
 * Who is let in. `behindTrigger` is true only where Function Compute's trigger has authenticated callers before they get here: anywhere
 * else the value `trigger` would let in everybody, so it throws a `ConfigError`.
 */
export function admission(token: ApiToken, behindTrigger: boolean): Admit {
  switch (token.kind) {
    case 'none':
      return () => {
        throw new ApiError(
          'api-token-not-set',
          'Nothing is served: CMK_API_TOKEN is not set. Set it to a token of at least 16 characters.',
        )
      }
    case 'trigger':
      if (behindTrigger) return () => undefined
      throw new ConfigError([
        'CMK_API_TOKEN is "trigger", and no trigger of Function Compute authenticates callers here; it takes a token of at least 16 characters',
      ])
    case 'token':
      return presented(token.value, bearerToken, 'Bearer')
  }
}

/**
 * The same for pages: a browser asks its user for name and password, and the token is the password. A program may send it as it does to
 * the API.
 */
export function pageAdmission(token: ApiToken, behindTrigger: boolean): Admit {
  if (token.kind !== 'token') return admission(token, behindTrigger)
  return presented(
    token.value,
    (authorization) => bearerToken(authorization) || basicPassword(authorization),
    'Basic realm="CMK readiness: any name, the token as password", charset="UTF-8"',
  )
}

/** Digests have one length, so that comparing them takes the same time however much of a token is right. */
function presented(token: string, read: (authorization: string) => string, challenge: string): Admit {
  const expected = digest(token)
  return (authorization = '') => {
    if (timingSafeEqual(digest(read(authorization)), expected)) return
    throw new ApiError('unauthorized', 'Send the token of this API: "Authorization: Bearer <CMK_API_TOKEN>".', {
      'WWW-Authenticate': challenge,
    })
  }
}

function bearerToken(authorization: string): string {
  return /^Bearer +([\x21-\x7e]+)$/i.exec(authorization)?.[1] ?? ''
}

/** RFC 7617: everything behind the first colon. */
function basicPassword(authorization: string): string {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization)?.[1] ?? ''
  const text = Buffer.from(encoded, 'base64').toString()
  return text.slice(text.indexOf(':') + 1)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
