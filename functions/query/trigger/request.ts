import * as z from 'zod'
import { ApiError } from '../api/api-error.ts'

/** No address is looked up: only what follows the host counts. */
const ORIGIN = 'https://function.invalid'
/** A path that no API has. */
const NOWHERE = '/%00'
/** What a header's value may hold. Another could not have come over HTTP, and a `Request` does not take it. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
/** Bytes that a body may have: no decision needs so many. */
export const MAX_BODY = 64 * 1024
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/

/** The parts of a request, as a trigger hands them over. The methods that are left out are those that a `Request` cannot have. */
export const requestParts = z.object({
  method: z.string().regex(/^(?!(?:CONNECT|TRACE|TRACK)$)[A-Z]+$/i),
  path: z.string().startsWith('/'),
  query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  headers: z.record(z.string(), z.string()),
  /** Empty where there is none. */
  body: z.string().default(''),
})

/** The request that a trigger handed over. Only POST has a body: no other route reads one. */
export function makeRequest({ method, path, query, headers, body }: z.infer<typeof requestParts>): Request {
  const search = new URLSearchParams()
  for (const [name, values] of Object.entries(query)) for (const value of [values].flat()) search.append(name, value)
  const carried = new Headers()
  for (const [name, value] of Object.entries(headers))
    if (HEADER_NAME.test(name) && HEADER_VALUE.test(value)) carried.append(name, value)
  const sent = method.toUpperCase() === 'POST' ? { body } : {}
  return new Request(`${ORIGIN}${literal(path)}?${search}`, { method, headers: carried, ...sent })
}

/** What is answered where not even the parts of a request can be parsed. */
export function malformed(): ApiError {
  return new ApiError(
    'bad-request',
    "This is not an HTTP request from Function Compute's trigger; the function takes no other.",
  )
}

/** The path, where a URL keeps it as it is. One with dot segments, backslashes, NUL or its own query would become another, so it leads nowhere. */
function literal(path: string): string {
  return new URL(`${ORIGIN}${path}`).pathname === path ? path : NOWHERE
}
