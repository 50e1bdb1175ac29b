import { createHash, timingSafeEqual } from 'node:crypto'
import type { ApiToken } from '../../../shared/config/api-token.ts'
import { ConfigError } from '../../../shared/config/config-error.ts'
import { ApiError } from './api-error.ts'

/** What makes a browser ask its user for name and password. Some show the realm. */
const BASIC = 'Basic realm="cmk-readiness", charset="UTF-8"'

/** Throws an `ApiError` unless whoever sent these headers may ask. */
export type Authorizer = (headers: Headers) => void

/**
 * Who is let in. `behindTrigger` is true only where Function Compute's trigger has authenticated callers before they get here: anywhere
 * else the value `trigger` would let in everybody, so it throws a `ConfigError`.
 */
export function authorizerFor(token: ApiToken, behindTrigger: boolean): Authorizer {
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
      return requireToken(token.value, challengeFor)
  }
}

/** The same for pages, which only browsers open: whoever has no token is always asked for it. */
export function pageAuthorizerFor(token: ApiToken, behindTrigger: boolean): Authorizer {
  return token.kind === 'token' ? requireToken(token.value, () => BASIC) : authorizerFor(token, behindTrigger)
}

/** Whether somebody who gives this token may write people's decisions; null: nobody may. Throws an `ApiError` unless he may. */
export type StateAuthorizer = (given: string) => void

/** Who may write: whoever has CMK_STATE_TOKEN. The token of CMK_API_TOKEN reads, and is none of it. */
export function stateAuthorizerFor(token: string | null): StateAuthorizer {
  if (token === null)
    return () => {
      throw new ApiError(
        'state-token-not-set',
        'Nobody may decide here: CMK_STATE_TOKEN is not set. Set it to a token of at least 16 characters, or use the command state.',
      )
    }
  const expected = digest(token)
  return (given) => {
    if (timingSafeEqual(digest(given), expected)) return
    throw new ApiError(
      'unauthorized',
      'Deciding takes the token of CMK_STATE_TOKEN, as "X-State-Token: <token>" or "Authorization: Bearer <token>". The one that reads may not write.',
      { 'WWW-Authenticate': 'Bearer' },
    )
  }
}

/**
 * The token that a program sends to write with. `X-State-Token` is for places where `Authorization` is Function Compute's own signature. A
 * browser's password is none: it goes along with requests that other sites make.
 */
export function stateTokenIn(headers: Headers): string {
  return headers.get('X-State-Token') ?? bearerOf(headers.get('Authorization') ?? '') ?? ''
}

/** Digests have one length, so that comparing them takes the same time however much of a token is right. */
function requireToken(token: string, challenge: (headers: Headers) => string): Authorizer {
  const expected = digest(token)
  return (headers) => {
    if (timingSafeEqual(digest(givenIn(headers.get('Authorization') ?? '')), expected)) return
    throw new ApiError(
      'unauthorized',
      'Send the token of this API: "Authorization: Bearer <CMK_API_TOKEN>", or in a browser as the password, with any user name.',
      { 'WWW-Authenticate': challenge(headers) },
    )
  }
}

/** The token of `Bearer <token>`, or the password of `Basic <user:password>`, which is what a browser's own prompt sends. */
function givenIn(authorization: string): string {
  const bearer = bearerOf(authorization)
  if (bearer !== undefined) return bearer
  const basic = /^Basic +([\w+/-]+={0,2})$/i.exec(authorization)?.[1] ?? ''
  return /^[^:]*:([\x21-\x7e]+)$/.exec(Buffer.from(basic, 'base64').toString())?.[1] ?? ''
}

function bearerOf(authorization: string): string | undefined {
  return /^Bearer +([\x21-\x7e]+)$/i.exec(authorization)?.[1]
}

/**
 * A browser that opens an address of the API shall ask for the token. Programs shall not: the scripts of a page would make a prompt pop up
 * with each request. One challenge only, because not every browser finds Basic among several. https://www.rfc-editor.org/rfc/rfc7617
 */
function challengeFor(headers: Headers): string {
  return headers.get('Accept')?.includes('text/html') ? BASIC : 'Bearer'
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
