import type { Hono } from 'hono'
import { json } from '../../../shared/config/values.ts'
import { doubtText } from '../../../shared/text/decision-messages.ts'
import { jsonText } from '../../../shared/text/escape.ts'
import { readDecisions } from '../../state/read-decisions.ts'
import type { AppParts } from '../app-parts.ts'
import { jsonAnswer } from './answer.ts'
import { ApiError } from './api-error.ts'
import { stateAuthorizerFor, stateTokenIn } from './authorize.ts'
import { decideOverHttp } from './decide-over-http.ts'
import { refuseLong, refuseOthers, stateRequest } from './parameters.ts'
import { refuseLargeBody, refuseOtherSites, requireType } from './request-body.ts'

export const STATE_PATH = '/api/state'

/** `POST /api/state`: a decision is added. Who may is settled by a token of its own, before anything else of the request is read. */
export function addDeciding(app: Hono, parts: AppParts): void {
  const authorize = stateAuthorizerFor(parts.config.stateToken)
  app.post(
    STATE_PATH,
    async (c, next) => {
      authorize(stateTokenIn(c.req.raw.headers))
      refuseLong(c.req.url)
      refuseOthers(new URL(c.req.url).searchParams, [])
      refuseOtherSites(c)
      requireType(c, 'application/json')
      await next()
    },
    refuseLargeBody,
    async (c) => {
      const body = json.safeParse(await c.req.text())
      if (!body.success) throw new ApiError('bad-request', 'The body is not JSON; it takes one decision as an object.')
      const { decision, doubt } = await decideOverHttp(body.data, parts)
      const warning = doubt && { warning: doubtText(doubt, 'en') }
      return jsonAnswer(jsonText({ ...decision, ...warning }), 201)
    },
  )
}

/** What holds, or all that was ever decided, as JSON. */
export async function stateAnswer({ store, clock }: AppParts, query: URLSearchParams): Promise<Response> {
  const { all = false, ...filter } = stateRequest(query)
  return jsonAnswer(jsonText(await readDecisions(await store(), { ...filter, all }, clock())))
}
