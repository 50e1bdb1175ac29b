import { setMaxListeners } from 'node:events'
import { kmsSecretValues, type SecretValues } from '../../shared/cloud/kms-secret-values.ts'
import { loadConfig } from '../../shared/config/config.ts'
import type { Environment } from '../../shared/config/read-settings.ts'
import { redactor } from '../../shared/config/redact.ts'
import type { Config } from '../../shared/config/settings.ts'
import { jsonLog, type Log, withFields } from '../../shared/log/log.ts'
import { type ConfigTexts, readConfigText } from './config-text.ts'
import {
  type Asked,
  askedOf,
  codeFolder,
  contextOf,
  environmentOf,
  type InvocationContext,
  type Moments,
  momentsOf,
} from './invocation.ts'
import { openTables } from './open-tables.ts'
import { isWorthRetrying } from './retryable.ts'

/** As Function Compute calls it: `event` is a Buffer of what the trigger or the caller sent. */
export type Handler = (event: unknown, context: unknown) => Promise<unknown>

/** What a function's work is given. */
export interface Invocation extends Moments, Asked {
  readonly context: InvocationContext
  readonly env: Environment
  readonly config: Config
  readonly log: Log
  /** Aborts at `stopAt`. */
  readonly signal: AbortSignal
  /** Aborts at `endAt`. */
  readonly end: AbortSignal
}

/** What an invocation answers. Small and without secrets: whoever invokes the function sees it, and so does its log. */
export interface Result {
  /** `stopped`: its time was up, and what is left waits for the next timer. `failed`: and asking again does not help. */
  readonly status: 'done' | 'stopped' | 'failed'
  readonly [fact: string]: unknown
}

/** What every entry begins with: the variables with the invocation's credentials, and a log that lets none of them through. */
export interface InvocationEnvironment {
  readonly env: Environment
  /** Where relative paths start. */
  readonly cwd: string
  readonly log: Log
  readonly redact: (text: string) => string
  /** The variables with what was read since: from now on the log lets no secret of it through. */
  readonly with: (read: ConfigTexts & SecretValues) => Environment
}

export function invocationEnvironment(context: InvocationContext): InvocationEnvironment {
  const env = environmentOf(context, process.env)
  const cwd = codeFolder(env)
  let hidden = redactor(env, cwd)
  const redact = (text: string) => hidden.messages(text)
  const { name } = context.function
  const log = jsonLog((line) => process.stdout.write(redact(line)))
  return {
    env,
    cwd,
    redact,
    log: withFields(log, { function: name, requestId: context.requestId }),
    with: (read) => {
      const known = { ...env, ...read }
      hidden = redactor(known, cwd)
      return known
    },
  }
}

/** What CMK_CONFIG names, read anew in every invocation: what was changed is in force with the next one. */
export function invocationConfig(
  { env, cwd, log }: InvocationEnvironment,
  { region }: InvocationContext,
  signal: AbortSignal,
): Promise<ConfigTexts> {
  const openStore = (config: Config) => openTables({ config, env, end: signal }, 'read')
  return readConfigText(env, { cwd, log, region, signal, openStore })
}

export interface HandlerOptions {
  readonly withSecrets?: boolean
  readonly isAlarm?: (payload: unknown) => boolean
}

/**
 * The handler of an asynchronous function. Throws only what the platform's retry can help; every other failure is an answer, and a line
 * in the log. Only a function that needs tokens or channels is given them (`withSecrets`), and reads those that are in KMS. Of an
 * invocation that `isAlarm`, by its payload, every failure is thrown: that somebody is called does not depend on whether trying again helps.
 */
export function handlerOf(
  work: (invocation: Invocation) => Promise<Result>,
  { withSecrets = false, isAlarm = () => false }: HandlerOptions = {},
): Handler {
  return async (event, given): Promise<Result> => {
    const context = contextOf(given)
    const environment = invocationEnvironment(context)
    const { cwd, log, redact } = environment
    const moments = momentsOf(Date.now(), context)
    const stop = abortAt(moments.stopAt, 'the time of this invocation is up')
    const end = abortAt(moments.endAt, 'the time of this invocation is up')
    let mustThrow = false
    try {
      const asked = askedOf(event)
      mustThrow = isAlarm(asked.payload)
      const texts = await invocationConfig(environment, context, stop.signal)
      const options = { cwd, log, region: context.region, signal: stop.signal }
      const secrets = withSecrets ? await kmsSecretValues(environment.with(texts), options) : {}
      const env = environment.with({ ...texts, ...secrets })
      const config = loadConfig(env, withSecrets ? { cwd } : { cwd, without: 'secrets' })
      const result = await work({
        ...moments,
        ...asked,
        context,
        env,
        config,
        log,
        signal: stop.signal,
        end: end.signal,
      })
      log.info('the invocation is done', loggable(result))
      return result
    } catch (error) {
      const message = redact(error instanceof Error ? error.message : String(error)).replaceAll('\n', '; ')
      if (stop.signal.aborted && !mustThrow) {
        log.warn('stopped before the deadline; what is left waits for the next timer', { during: message })
        return { status: 'stopped' }
      }
      const retried = mustThrow || isWorthRetrying(error)
      log.error(message, { error: error instanceof Error ? error.name : typeof error, retried })
      if (retried) throw new Error(message)
      return { status: 'failed', error: message }
    } finally {
      stop.clear()
      end.clear()
    }
  }
}

function loggable(result: Result): Record<string, string> {
  return Object.fromEntries(
    Object.entries(result).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}

function abortAt(moment: number, reason: string): { readonly signal: AbortSignal; clear(): void } {
  const controller = new AbortController()
  // Everything that is done in the invocation listens.
  setMaxListeners(0, controller.signal)
  const timer = setTimeout(() => controller.abort(new Error(reason)), Math.max(0, moment - Date.now()))
  return { signal: controller.signal, clear: () => clearTimeout(timer) }
}
