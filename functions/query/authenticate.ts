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
      return bearer(token.value)
  }
}

/** Digests have one length, so that comparing them takes the same time however much of a token is right. */
function bearer(token: string): Admit {
  const expected = digest(token)
  return (authorization = '') => {
    const given = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization)?.[1] ?? ''
    if (timingSafeEqual(digest(given), expected)) return
    throw new ApiError('unauthorized', 'Send the token of this API: "Authorization: Bearer <CMK_API_TOKEN>".', {
      'WWW-Authenticate': 'Bearer',
    })
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
