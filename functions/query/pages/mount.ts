import { type Context, Hono } from 'hono'
import type { Language } from '../../../shared/domain/language.ts'
import { toApiError } from '../api/answer.ts'
import { ApiError } from '../api/api-error.ts'
import { pageAuthorizerFor } from '../api/authorize.ts'
import { askedHistory } from '../api/history.ts'
import { noSuchKey } from '../api/one-row.ts'
import { refuseLong } from '../api/parameters.ts'
import { refuseLargeBody } from '../api/request-body.ts'
import type { AppParts } from '../app-parts.ts'
import { readEvidence } from '../read-evidence.ts'
import { keyHandlers } from './key-handlers.ts'
import { languageNamed, preferredLanguage } from './language.ts'
import { OverviewCache } from './overview.ts'
import { planHandlers } from './plan-handlers.ts'
import { type PageReader, type View, viewOf } from './view.ts'

type Handler = (c: Context) => Promise<Response>

/** What was mounted. */
export interface Pages {
  /** Makes ready what a reader of the dashboard would have to wait for: the tables, and what draws them. */
  warm(): Promise<void>
}

/**
 * Adds the pages for people: the dashboard at `/` and a page for each key. Who may see them is settled as for the API, but a browser may
 * send the token as a password. What draws them is loaded when the first is asked for: the API does not need it.
 */
export function mountPages(app: Hono, parts: AppParts): Pages {
  const { store, config, clock, log, behindTrigger, overviews } = parts
  const authorize = pageAuthorizerFor(config.apiToken, behindTrigger)
  const cache = overviews ?? new OverviewCache()
  const pages = new Hono()
  pages.onError(async (error, c) => {
    const { problemPage } = await import('./problem.ts')
    return problemPage(toApiError(error, log), languageOf(c), homeOf(c))
  })
  const page = (path: string, answer: Handler, onPost?: Handler) => {
    pages.use(path, async (c, next) => {
      authorize(c.req.raw.headers)
      refuseLong(c.req.url)
      await next()
    })
    pages.get(path, answer)
    if (onPost) pages.post(path, refuseLargeBody, onPost)
    const allowed = onPost ? 'GET, HEAD, POST' : 'GET, HEAD'
    pages.all(path, () => {
      throw new ApiError('method-not-allowed', `This page takes ${allowed}, and no other method.`, { Allow: allowed })
    })
  }
  const ready = async () => {
    const drawing = import('./dashboard.ts')
    const tables = await store()
    const overview = await cache.get(tables, config, clock())
    return { tables, overview, ...(await drawing) }
  }
  page('/', async (c) => {
    const view = viewOf(queryOf(c))
    const { tables, overview, dashboard } = await ready()
    return dashboard(tables, overview, view, contextOf(c, view), config.timezone)
  })
  page('/evidence', async (c) => {
    const reader = readerOf(c)
    const scopes = await readEvidence(await store())
    const { evidencePage } = await import('./evidence-page.ts')
    return evidencePage(scopes, reader)
  })
  const ofPlan = planHandlers(parts, readerOf)
  page('/plan', ofPlan.show, ofPlan.decide)
  page('/compare', async (c) => {
    const reader = readerOf(c)
    // Loaded here: it judges, which no other page does.
    const [{ readComparison }, { comparePage }] = await Promise.all([
      import('../../compare/read-comparison.ts'),
      import('./compare-page.ts'),
    ])
    const { account, region } = reader.view
    const filter = { ...(account && { account: [account] }), ...(region && { region: [region] }) }
    return comparePage(await readComparison(await store(), config, filter, { now: clock() }), reader)
  })
  page('/history', async (c) => {
    const [{ historyPage, historyQuery }, reader] = [await import('./history-page.ts'), readerOf(c)]
    const asked = historyQuery(queryOf(c))
    const now = clock()
    return historyPage(await askedHistory(await store(), asked, { timezone: config.timezone, now }), asked, reader)
  })
  const { show, decide } = keyHandlers(parts, readerOf)
  page('/keys/:account/:region/:key{.+}', show, decide)
  page('/keys/*', async () => {
    throw noSuchKey()
  })
  app.route('/', pages)
  return {
    async warm() {
      const { overview } = await ready()
      await overview.keys.index()
    },
  }

  function readerOf(c: Context): PageReader {
    const view = viewOf(queryOf(c))
    return { context: contextOf(c, view), home: homeOf(c), view, ownZone: config.timezone }
  }

  function contextOf(c: Context, { tz }: View) {
    return { language: languageOf(c), timezone: tz === undefined ? config.timezone : 'UTC' }
  }
}

/** What the address names, or else what the browser would rather have. */
function languageOf(c: Context): Language {
  return languageNamed(queryOf(c).get('lang')) ?? preferredLanguage(c.req.header('Accept-Language'))
}

/** The dashboard as a relative address: the function may stand below a path that it does not know of. */
function homeOf(c: Context): string {
  const depth = new URL(c.req.url).pathname.split('/').length - 2
  return depth > 0 ? '../'.repeat(depth) : './'
}

function queryOf(c: Context): URLSearchParams {
  return new URL(c.req.url).searchParams
}
