import type { Instant } from '../../domain/time.ts'
import type { ChannelProblem } from './channel-error.ts'

/** What a receiver takes: so many messages within so many milliseconds. */
export interface Rate {
  readonly most: number
  readonly within: number
}

/** When this process sent to each address lately. Channels in two languages may share one robot. */
const sent = new Map<string, Instant[]>()

/**
 * Counts a sending that is about to begin, or tells how long to wait for it. Robots punish who sends too much with minutes of silence, so
 * that it is better never to be refused.
 */
export function countSending(address: string, rates: readonly Rate[], now: Instant): ChannelProblem | undefined {
  const longest = Math.max(0, ...rates.map(({ within }) => within))
  const lately = (sent.get(address) ?? []).filter((at) => now - at < longest)
  for (const { most, within } of rates) {
    const oldest = lately.filter((at) => now - at < within).at(-most)
    if (oldest === undefined) continue
    const advice = 'It was not asked: it takes no more messages now. Give fewer channels this address, or send later.'
    return { kind: 'throttled', code: `${most} in ${within / 1_000} s`, advice, wait: oldest + within - now }
  }
  sent.set(address, [...lately, now])
  return undefined
}
