import type { Context } from 'hono'
import { ApiError } from '../api/api-error.ts'
import { stateAuthorizerFor } from '../api/authorize.ts'
import { decideOverHttp } from '../api/decide-over-http.ts'
import { refuseOtherSites, requireType } from '../api/request-body.ts'
import type { AppParts } from '../app-parts.ts'
import type { SentForm, Typed } from './read-form.ts'

/** Why a form that was sent was refused, and what stood in it. */
export interface Refused {
  /** In English. */
  readonly message: string
  readonly typed: Typed
  /** That the page is answered with. */
  readonly status: number
}

/** What somebody sent from a page of this site. Throws an `ApiError` for what no form of it sends. */
export async function sentBody(c: Context): Promise<string> {
  refuseOtherSites(c)
  requireType(c, 'application/x-www-form-urlencoded')
  return c.req.text()
}

/** Decides what a form says, by its token; undefined once it is written. */
export async function decideByForm(
  { token, typed, request }: SentForm,
  parts: Pick<AppParts, 'decidingStore' | 'config' | 'clock'>,
): Promise<Refused | undefined> {
  try {
    stateAuthorizerFor(parts.config.stateToken)(token)
    await decideOverHttp(request, parts)
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    // A browser that is told 401 would ask for the other token again.
    return { message: error.message, typed, status: error.code === 'unauthorized' ? 403 : error.status }
  }
}

/** Leads back to the page that a form stands on. `query`: of its address. */
export function backTo(query: string, fragment: string): Response {
  return new Response(null, { status: 303, headers: { Location: `${query === '' ? '?' : query}#${fragment}` } })
}
