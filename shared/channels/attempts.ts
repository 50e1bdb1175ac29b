import { SECOND } from '../domain/time.ts'
import { ATTEMPTS, BACKOFF, type Backoff, backoffAfter } from '../net/backoff.ts'
import { sleep as waitByTimer } from '../net/sleep.ts'
import type { ChannelServices, SendOptions } from './channel.ts'
import { ChannelError, type ChannelProblem } from './channel-error.ts'

/** Limits of chats count a minute, so that who was refused comes back slowly. */
const THROTTLE_BACKOFF: Backoff = { first: 4 * SECOND, longest: 20 * SECOND }
const MIN_THROTTLE_BACKOFF = 2 * SECOND

/**
 * Tries until the channel has confirmed the message, which an attempt tells by returning nothing. Transient faults have a few attempts;
 * throttles are waited out for as long as the caller allows; what may have been delivered is never sent again from here. Throws the
 * last problem as a `ChannelError`.
 */
export async function withAttempts(
  channel: string,
  attempt: (signal: AbortSignal) => Promise<ChannelProblem | undefined>,
  { signal, deadline }: SendOptions,
  { clock, random = Math.random, sleep = waitByTimer }: ChannelServices,
): Promise<void> {
  for (let failures = 1, throttles = 1; ; ) {
    const problem = clock() < deadline ? await attempt(signal) : TOO_LATE
    if (problem === undefined) return
    const error = new ChannelError(channel, problem)
    const isThrottle = problem.kind === 'throttled'
    if (!isThrottle && (problem.kind !== 'transient' || failures >= ATTEMPTS)) throw error
    const pause = isThrottle
      ? (problem.retryDelay ?? MIN_THROTTLE_BACKOFF) + backoffAfter(throttles, THROTTLE_BACKOFF, random)
      : backoffAfter(failures, BACKOFF, random)
    if (clock() + pause >= deadline || !(await sleep(pause, [signal]))) throw error
    if (isThrottle) throttles += 1
    else failures += 1
  }
}

const TOO_LATE: ChannelProblem = {
  kind: 'transient',
  code: 'no time left',
  advice: 'Nothing was sent. Give the digest more time, or send it again.',
}
