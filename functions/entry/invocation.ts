import * as z from 'zod'
import type { Environment } from '../../shared/config/read-settings.ts'
import { type Instant, MINUTE, SECOND } from '../../shared/domain/time.ts'

/** An invocation that cannot be served as it is: asking again with the same event does not help. The message says what it takes. */
export class InvocationError extends Error {
  override readonly name = 'InvocationError'
}

/** What Function Compute tells of an invocation, as far as it is used (Node.js runtime, "context"). */
const contextSchema = z.object({
  requestId: z.string().catch(''),
  /** Of the account that the function is in. */
  accountId: z.string().catch(''),
  /** Where the function is. */
  region: z.string().min(1).optional().catch(undefined),
  credentials: z
    .object({
      accessKeyId: z.string().min(1),
      accessKeySecret: z.string().min(1),
      securityToken: z.string().optional(),
    })
    .optional()
    .catch(undefined),
  // Without a word on its end an invocation is taken for a short one, which it is by default.
  function: z
    .object({ name: z.string().catch(''), timeout: z.coerce.number().positive().catch(60) })
    .catch({ name: '', timeout: 60 }),
})

export type InvocationContext = z.infer<typeof contextSchema>

export function contextOf(context: unknown): InvocationContext {
  return contextSchema.parse(typeof context === 'object' && context !== null ? context : {})
}

/** The variables of the function with the credentials of the invocation: those of the process are as old as its instance. */
export function environmentOf({ credentials }: InvocationContext, env: Environment): Environment {
  if (!credentials) return env
  return {
    ...env,
    ALIBABA_CLOUD_ACCESS_KEY_ID: credentials.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: credentials.accessKeySecret,
    ALIBABA_CLOUD_SECURITY_TOKEN: credentials.securityToken ?? '',
  }
}

/** Where the files of the function lie, and where relative paths start (vendor's page "Configure environment variables"). */
export function codeFolder({ FC_FUNC_CODE_PATH }: Environment): string {
  return FC_FUNC_CODE_PATH || process.cwd()
}

/** A timer's event: what it was configured to say is a text in it. */
const timerSchema = z.object({ triggerName: z.string(), triggerTime: z.string(), payload: z.string().optional() })

/** What a function is told of an invocation that has failed for good, where it is its destination (vendor's page "Result callback", "Event payload"). */
const failedSchema = z.object({ requestContext: z.object({ condition: z.string() }), requestPayload: z.unknown() })

/** What an event asks for. */
export interface Asked {
  /** JSON. */
  readonly payload: unknown
  /** It was asked of another invocation, which has failed for good. */
  readonly hasFailed: boolean
}

/** The JSON of an event, that of a timer's payload where it is one; `{}` for an empty one. Throws an `InvocationError`. */
export function askedOf(event: unknown): Asked {
  const outer = parsed(event)
  const failed = failedSchema.safeParse(outer).data
  return failed
    ? { payload: unwrapped(failed.requestPayload), hasFailed: true }
    : { payload: unwrapped(outer), hasFailed: false }
}

function unwrapped(event: unknown): unknown {
  const outer = parsed(event)
  const timer = timerSchema.safeParse(outer)
  return timer.success ? parsed(timer.data.payload ?? '') : outer
}

function parsed(event: unknown): unknown {
  if (event === undefined || event === null) return {}
  const text = event instanceof Uint8Array ? Buffer.from(event).toString('utf8') : event
  if (typeof text !== 'string') return text
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new InvocationError(
      'The event is not JSON: it must be {}, a job, or a timer event whose payload is one of them.',
    )
  }
}

/** Moments of an invocation that has an end. The shares are for short ones, the times for long ones. */
export interface Moments {
  /** No event is read any more: what was read must be judged. */
  readonly readUntil: Instant
  /** The work is stopped, and lets go of what it holds. */
  readonly stopAt: Instant
  /** Nothing is waited for any more. */
  readonly endAt: Instant
}

export function momentsOf(start: Instant, { function: { timeout } }: InvocationContext): Moments {
  const length = timeout * SECOND
  const before = (most: number, share: number) => start + length - Math.min(most, share * length)
  return { readUntil: before(10 * MINUTE, 0.35), stopAt: before(30 * SECOND, 0.2), endAt: before(5 * SECOND, 0.1) }
}
