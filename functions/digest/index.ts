import * as z from 'zod'
import { shownAsDecided } from '../../shared/store/as-decided.ts'
import { handlerOf, type Invocation, type Result } from '../entry/handler.ts'
import { InvocationError } from '../entry/invocation.ts'
import { openTables } from '../entry/open-tables.ts'
import { checkNight } from './check-night.ts'
import { digest } from './stage.ts'

/** What the second timer asks: whether the night and the digest were as they should be. */
const CHECK = z.strictObject({ check: z.literal(true) })
const SEND = z.strictObject({})

/**
 * `{}` sends the day's digest to every channel that has not had it, and throws, so that the platform calls again, where that may help. `{"check":true}`
 * looks whether the last night is done and its digest was delivered, and throws where not: errors of functions are what CloudMonitor knows of them.
 */
export const handler = handlerOf(sendOrCheck, { withSecrets: true, isAlarm })

function isAlarm(payload: unknown): boolean {
  return CHECK.safeParse(payload).success
}

function sendOrCheck(invocation: Invocation): Promise<Result> {
  if (isAlarm(invocation.payload)) return check(invocation)
  if (SEND.safeParse(invocation.payload).success) return send(invocation)
  throw new InvocationError('The payload is neither {} nor {"check":true}: the digest takes no job.')
}

async function send(invocation: Invocation): Promise<Result> {
  const deliveries = await digest(await servicesOf(invocation))
  const failed = deliveries.filter(({ retry }) => retry)
  if (failed.length > 0) {
    throw new Error(
      `Not every channel has the digest: ${failed.map(({ channel, reason }) => `${channel}: ${reason}`).join('; ')}`,
    )
  }
  return { status: 'done', channels: Object.fromEntries(deliveries.map(({ channel, outcome }) => [channel, outcome])) }
}

async function check(invocation: Invocation): Promise<Result> {
  const { problems, ...rest } = await checkNight(await servicesOf(invocation))
  if (problems.length > 0) throw new Error(`The last night was not good: ${problems.join('; ')}`)
  return { status: 'done', ...rest }
}

async function servicesOf(invocation: Invocation) {
  const { config, log, signal } = invocation
  const store = shownAsDecided(await openTables(invocation, 'mark'), Date.now)
  return { config, store, log, signal, clock: Date.now }
}
