import type { Instant } from '../domain/time.ts'
import { sleep as waitByTimer } from '../net/sleep.ts'
import type { ChannelServices, SendOptions } from './channel.ts'
import type { ChannelProblem } from './channel-error.ts'

/** What a receiver takes: so many messages within so many milliseconds. */
export interface RateLimit {
  readonly max: number
  readonly within: number
}

/** When this process sent to each address lately. Channels in two languages may share one robot. */
const sent = new Map<string, Instant[]>()

/**
 * Waits until an address takes one more message, and counts it; or tells why that is too late. Robots punish who sends too much with
 * minutes of silence, so that it is better never to be refused.
 */
export async function acquireSendSlot(
  address: string,
  rates: readonly RateLimit[],
  { signal, deadline }: SendOptions,
  { clock, sleep = waitByTimer }: ChannelServices,
): Promise<ChannelProblem | undefined> {
  for (;;) {
    const now = clock()
    const full = fullRate(sent.get(address) ?? [], rates, now)
    if (full === undefined) {
      count(address, rates, now)
      return undefined
    }
    if (now + full.pause >= deadline || !(await sleep(full.pause, [signal])))
      return {
        kind: 'throttled',
        code: `${full.max} in ${full.within / 1_000} s`,
        advice: LESS,
        retryDelay: full.pause,
      }
  }
}

const LESS = 'Not sent: rate limit reached. Give fewer channels this address, or send later.'

/** The first rate that is used up, and how long until it is not. */
function fullRate(times: readonly Instant[], rates: readonly RateLimit[], now: Instant) {
  for (const { max, within } of rates) {
    const oldest = times.filter((at) => now - at < within).at(-max)
    if (oldest !== undefined) return { max, within, pause: oldest + within - now }
  }
  return undefined
}

function count(address: string, rates: readonly RateLimit[], now: Instant): void {
  const longest = Math.max(0, ...rates.map(({ within }) => within))
  sent.set(address, [...(sent.get(address) ?? []).filter((at) => now - at < longest), now])
}
