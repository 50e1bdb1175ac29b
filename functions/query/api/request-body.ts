import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { MAX_BODY } from '../trigger/request.ts'
import { ApiError } from './api-error.ts'

/** Throws an `ApiError` for a body of more than `MAX_BODY` bytes. */
export const refuseLargeBody: MiddlewareHandler = bodyLimit({
  maxSize: MAX_BODY,
  onError: () => {
    throw new ApiError('body-too-large', `The body is too large; it takes up to ${MAX_BODY} bytes.`)
  },
})

/** What a form of another site can send is neither of these, or comes with the name of its site. Throws an `ApiError` for another type. */
export function requireType(c: Context, type: 'application/json' | 'application/x-www-form-urlencoded'): void {
  const given = (c.req.header('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (given !== type)
    throw new ApiError('unsupported-media-type', `This path takes a body of the type ${type}; set Content-Type.`)
}

/**
 * Throws an `ApiError` where a browser says that the page of another site sent it (https://www.w3.org/TR/fetch-metadata/). `Origin` is of no
 * use: pages that send no referrer send `null`.
 */
export function refuseOtherSites(c: Context): void {
  const site = c.req.header('Sec-Fetch-Site')
  if (site === undefined || site === 'same-origin' || site === 'none') return
  throw new ApiError(
    'cross-site',
    'The page of another site sent this. Open the page of the key here, and decide there.',
  )
}
