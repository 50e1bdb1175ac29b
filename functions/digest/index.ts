import { shownAsDecided } from '../../shared/store/as-decided.ts'
import { handlerOf, type Invocation, type Result } from '../entry/handler.ts'
import { InvocationError } from '../entry/invocation.ts'
import { openTables } from '../entry/open-tables.ts'
import { digest } from './stage.ts'

/** `{}` sends the day's digest to every channel that has not had it. Throws, so that the platform calls again, where that may help. */
export const handler = handlerOf(sendDigest, { withSecrets: true })

async function sendDigest(invocation: Invocation): Promise<Result> {
  const { payload, config, log, signal } = invocation
  if (JSON.stringify(payload) !== '{}') throw new InvocationError('The payload is not {}: the digest takes no job.')
  const store = shownAsDecided(await openTables(invocation, 'mark'), Date.now)
  const deliveries = await digest({ config, store, log, signal, clock: Date.now })
  const failed = deliveries.filter(({ retry }) => retry)
  if (failed.length > 0) {
    throw new Error(
      `Not every channel has the digest: ${failed.map(({ channel, reason }) => `${channel}: ${reason}`).join('; ')}`,
    )
  }
  return { status: 'done', channels: Object.fromEntries(deliveries.map(({ channel, outcome }) => [channel, outcome])) }
}
