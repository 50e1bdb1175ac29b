import { CloudError } from '../../shared/cloud/errors.ts'
import { kmsSecretValues, type SecretValues } from '../../shared/cloud/kms-secret-values.ts'
import { loadConfig } from '../../shared/config/config.ts'
import { ConfigError } from '../../shared/config/config-error.ts'
import type { Environment } from '../../shared/config/read-settings.ts'
import type { Log } from '../../shared/log/log.ts'
import { shownAsDecided } from '../../shared/store/as-decided.ts'
import { StoreBusyError, StoreError } from '../../shared/store/errors.ts'
import { invocationConfig, invocationEnvironment } from '../entry/handler.ts'
import { contextOf, momentsOf } from '../entry/invocation.ts'
import { openTables } from '../entry/open-tables.ts'
import { errorAnswer, secured, toApiError } from './api/answer.ts'
import { type App, makeApp } from './app.ts'
import { KeptSecrets } from './kept-secrets.ts'
import { OverviewCache } from './pages/overview.ts'
import { answerEvent, type HttpAnswer } from './trigger/http-event.ts'
import { answerRequest, type TriggerRequest, type TriggerResponse } from './trigger/http-request.ts'
import { withRotation } from './with-rotation.ts'

/** An instance of the function answers many requests. */
const overviews = new OverviewCache()
const secrets = new KeptSecrets()

/**
 * Answers the HTTP trigger: called with an event and the context on Function Compute 3.0, with a request, a response and the context on
 * 2.0, where the answer goes into the response.
 */
export async function handler(first: unknown, second: unknown, third?: unknown): Promise<HttpAnswer | undefined> {
  if (isTriggerResponse(second)) {
    await answerRequest(await appFor(third), (first ?? {}) as TriggerRequest, second)
    return undefined
  }
  return answerEvent(await appFor(second), first instanceof Uint8Array ? first : String(first))
}

/** The app with the credentials of this invocation. A function that is set up wrongly says so in its log, and 500 to whoever asks. */
async function appFor(given: unknown): Promise<App> {
  const context = contextOf(given)
  const environment = invocationEnvironment(context)
  const { cwd, log } = environment
  const { endAt } = momentsOf(Date.now(), context)
  const end = new AbortController()
  // What is thrown when the time is up is what the store throws: whoever asks is told to ask again, rather than nothing at all.
  const late = new StoreBusyError('The tables did not answer within the time of this function.', 'Tablestore')
  setTimeout(() => end.abort(late), endAt - Date.now()).unref()
  try {
    const texts = await invocationConfig(environment, context, end.signal)
    const options = { cwd, log, region: context.region, signal: end.signal }
    const read = () => kmsSecretValues(environment.with(texts), options)
    const open = (values: SecretValues) => openApp(environment.with({ ...texts, ...values }), cwd, log, end.signal)
    const app = open(await secrets.values(read, Date.now(), Object.values(texts).join()))
    return withRotation(app, async () => {
      const values = await secrets.rotated(read, Date.now())
      return values && open(values)
    })
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof CloudError || error instanceof StoreError)) throw error
    return { fetch: async () => secured(errorAnswer(toApiError(error, log))) }
  }
}

function openApp(env: Environment, cwd: string, log: Log, end: AbortSignal): App {
  const config = loadConfig(env, { cwd })
  const open = (mode: 'read' | 'decide') => async () =>
    shownAsDecided(await openTables({ config, env, end }, mode), Date.now)
  const [store, decidingStore] = [open('read'), open('decide')]
  return makeApp({ store, decidingStore, config, clock: Date.now, log, behindTrigger: true, overviews })
}

function isTriggerResponse(given: unknown): given is TriggerResponse {
  return typeof given === 'object' && given !== null && 'setStatusCode' in given && 'send' in given
}
