import { type Context, Hono } from 'hono'
import { instanceRows } from '../../shared/domain/instances/instance-row.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { comparisonAsJson } from '../../shared/rows/comparison-formats.ts'
import { planAsJson } from '../../shared/rows/plan-as-json.ts'
import { jsonText } from '../../shared/text/escape.ts'
import { requestAsJson } from '../../shared/views/request-json.ts'
import { readPlan } from '../plan/read-plan.ts'
import { NoSuchBatch, readRequest } from '../plan/read-request.ts'
import { readScopeInstances } from '../plan/read-scope-instances.ts'
import { errorAnswer, jsonAnswer, secured, toApiError } from './api/answer.ts'
import { ApiError } from './api/api-error.ts'
import { authorizerFor } from './api/authorize.ts'
import { historyPart } from './api/history.ts'
import { keyAnswer } from './api/key-answer.ts'
import { METRICS_TYPE, metrics } from './api/metrics.ts'
import { batchesRequest, pageRequest, refuseLong, refuseOthers, rowsRequest, scopesRequest } from './api/parameters.ts'
import { readinessPage } from './api/readiness-page.ts'
import { rowStream, STREAMS } from './api/row-stream.ts'
import { addDeciding, STATE_PATH, stateAnswer } from './api/state.ts'
import { summary } from './api/summary.ts'
import type { AppParts } from './app-parts.ts'
import { apiDescription } from './openapi/document.ts'
import { mountPages, type Pages } from './pages/mount.ts'
import { readEvidence } from './read-evidence.ts'

/** Answers requests. It reads nothing of them but method, path, query and headers; of a decision its body too. */
export interface App {
  fetch(request: Request): Promise<Response>
}

/**
 * The HTTP API (docs/dashboard-and-api.md), for Function Compute's trigger and for any server that speaks `fetch`. Who may ask is settled before
 * anything of the request is read. Throws a `ConfigError` where CMK_API_TOKEN does not fit the place.
 */
export function makeApp(parts: AppParts): App & Pages {
  const { store, config, clock, log, behindTrigger } = parts
  const authorize = authorizerFor(config.apiToken, behindTrigger)
  const app = new Hono()
  app.onError((error) => errorAnswer(toApiError(error, log)))
  app.notFound((c) => errorAnswer(unknownPath(c.req.path)))
  const { warm } = mountPages(app, parts)
  addDeciding(app, parts)
  // For whoever watches the process: it says nothing of the tables.
  get(app, '/healthz', async (c) => {
    refuseOthers(queryOf(c), [])
    return jsonAnswer(jsonText({ status: 'ok' }))
  })
  app.use(async (c, next) => {
    authorize(c.req.raw.headers)
    refuseLong(c.req.url)
    await next()
  })
  get(app, '/api/readiness', async (c) => {
    const request = pageRequest(queryOf(c))
    return jsonAnswer(await readinessPage(await store(), request, clock()))
  })
  for (const format of STREAMS)
    get(app, `/api/readiness.${format}`, async (c) => {
      const selection = rowsRequest(queryOf(c))
      const answer = await rowStream(await store(), selection, format, { now: clock(), log })
      // Of an answer to HEAD nobody reads the rows.
      if (c.req.method === 'HEAD') await answer.body?.cancel()
      return answer
    })
  get(app, '/api/readiness/:account/:region/:key{.+}', async (c) => {
    refuseOthers(queryOf(c), [])
    return jsonAnswer(jsonText(await keyAnswer(await store(), c.req.param(), clock())))
  })
  get(app, '/api/summary', async (c) => {
    refuseOthers(queryOf(c), [])
    return jsonAnswer(jsonText(inEnglish(await summary(await store(), config.rules, clock()))))
  })
  get(app, '/metrics', async (c) => {
    refuseOthers(queryOf(c), [])
    const text = await metrics(await store(), config.rules, clock())
    return new Response(text, { headers: { 'Content-Type': METRICS_TYPE } })
  })
  get(app, '/api/evidence', async (c) => {
    const filter = scopesRequest(queryOf(c))
    return jsonAnswer(jsonText(inEnglish(await readEvidence(await store(), filter))))
  })
  get(app, '/api/plan', async (c) => {
    const filter = scopesRequest(queryOf(c))
    return jsonAnswer(jsonText(planAsJson(await readPlan(await store(), config, clock(), filter))))
  })
  get(app, '/api/compare', async (c) => {
    const filter = scopesRequest(queryOf(c))
    // Loaded here: it judges, which nothing else of the API does.
    const { readComparison } = await import('../compare/read-comparison.ts')
    return jsonAnswer(jsonText(comparisonAsJson(await readComparison(await store(), config, filter, { now: clock() }))))
  })
  get(app, '/api/history', async (c) => {
    const reader = { timezone: config.timezone, now: clock() }
    return jsonAnswer(await historyPart(await store(), queryOf(c), reader))
  })
  get(app, STATE_PATH, async (c) => stateAnswer(parts, queryOf(c)), 'GET, HEAD, POST')
  get(app, '/api/request', async (c) => {
    const filter = batchesRequest(queryOf(c))
    const { request } = await readRequest(await store(), config, filter, { now: clock() }).catch(toNotFound)
    return jsonAnswer(jsonText(requestAsJson(request)))
  })
  get(app, '/api/instances', async (c) => {
    const filter = scopesRequest(queryOf(c))
    const scopes = await readScopeInstances(await store())
    return jsonAnswer(jsonText(inEnglish(instanceRows(scopes, config.planning, filter))))
  })
  get(app, '/api/openapi.json', async (c) => {
    refuseOthers(queryOf(c), [])
    return jsonAnswer(jsonText(apiDescription()))
  })
  return { fetch: async (request) => secured(await app.fetch(request)), warm }
}

/** A path that is read with GET, and with HEAD, for which Hono drops the body. `allowed`: what else it takes. */
function get(app: Hono, path: string, answer: (c: Context) => Promise<Response>, allowed = 'GET, HEAD'): void {
  app.get(path, answer)
  app.all(path, () => {
    throw new ApiError('method-not-allowed', `This path takes ${allowed}, and no other method.`, { Allow: allowed })
  })
}

function toNotFound(error: unknown): never {
  throw error instanceof NoSuchBatch ? new ApiError('not-found', error.message) : error
}

function queryOf(c: Context): URLSearchParams {
  return new URL(c.req.url).searchParams
}

function unknownPath(path: string): ApiError {
  return new ApiError(
    'not-found',
    `There is nothing at ${path.slice(0, 80)}; this API has /api/readiness, /api/readiness.csv, /api/readiness.jsonl, /api/readiness/<account>/<region>/<key>, /api/summary, /api/evidence, /api/plan, /api/request, /api/instances, /api/compare, /api/history and /api/state, and describes itself at /api/openapi.json.`,
  )
}
