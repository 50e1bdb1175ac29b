import { loadConfig } from '../../shared/config/config.ts'
import { ConfigError } from '../../shared/config/config-error.ts'
import type { Config } from '../../shared/config/settings.ts'
import { shownAsDecided } from '../../shared/store/as-decided.ts'
import { StoreBusyError } from '../../shared/store/errors.ts'
import { invocationEnvironment } from '../entry/handler.ts'
import { contextOf, momentsOf } from '../entry/invocation.ts'
import { openTables } from '../entry/open-tables.ts'
import { errorAnswer, secured, toApiError } from './api/answer.ts'
import { type App, makeApp } from './app.ts'
import { OverviewCache } from './pages/overview.ts'
import { answerEvent, type HttpAnswer } from './trigger/http-event.ts'
import { answerRequest, type TriggerRequest, type TriggerResponse } from './trigger/http-request.ts'

/** An instance of the function answers many requests. */
const overviews = new OverviewCache()

/**
 * Answers the HTTP trigger: called with an event and the context on Function Compute 3.0, with a request, a response and the context on
 * 2.0, where the answer goes into the response.
 */
export async function handler(first: unknown, second: unknown, third?: unknown): Promise<HttpAnswer | undefined> {
  if (isTriggerResponse(second)) {
    await answerRequest(appFor(third), (first ?? {}) as TriggerRequest, second)
    return undefined
  }
  return answerEvent(appFor(second), first instanceof Uint8Array ? first : String(first))
}

/** The app with the credentials of this invocation. A function that is set up wrongly says so in its log, and 500 to whoever asks. */
function appFor(given: unknown): App {
  const context = contextOf(given)
  const { env, log } = invocationEnvironment(context)
  try {
    const config: Config = loadConfig(env, { cwd: process.cwd() })
    const { endAt } = momentsOf(Date.now(), context)
    const end = new AbortController()
    // What is thrown when the time is up is what the store throws: whoever asks is told to ask again, rather than nothing at all.
    const late = new StoreBusyError('The tables did not answer within the time of this function.', 'Tablestore')
    setTimeout(() => end.abort(late), endAt - Date.now()).unref()
    const open = (mode: 'read' | 'decide') => async () =>
      shownAsDecided(await openTables({ config, env, end: end.signal }, mode), Date.now)
    return makeApp({
      store: open('read'),
      decidingStore: open('decide'),
      config,
      clock: Date.now,
      log,
      behindTrigger: true,
      overviews,
    })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { fetch: async () => secured(errorAnswer(toApiError(error, log))) }
  }
}

function isTriggerResponse(given: unknown): given is TriggerResponse {
  return typeof given === 'object' && given !== null && 'setStatusCode' in given && 'send' in given
}
