import { type Instant, iso, MINUTE, SECOND } from '../../shared/domain/time.ts'
import { sleep } from '../../shared/net/sleep.ts'
import type { MarkTable } from '../../shared/store/store.ts'
import { type Mark, readMark, writeMark } from './mark.ts'

/** A claim that is older belongs to nobody any more: whoever made it has stopped sending, or is gone. */
export const CLAIM_TIME = MINUTE
/** How long the holder of a claim may send; shorter, so that no two send at once even where clocks differ a little. */
export const SENDING_TIME = 45 * SECOND
/** How often who waits for another's claim looks again. */
const POLL = SECOND
/** Sendings that may have arrived and that nobody confirmed, after which a day is left alone. */
const MAX_UNCONFIRMED = 2

/** What stands in the way of a sending, or how it has to be done. */
export type DeliveryStatus =
  | { readonly state: 'free'; readonly unconfirmed: number }
  | { readonly state: 'sent' }
  /** Sent twice, and neither was confirmed. */
  | { readonly state: 'given-up' }
  | { readonly state: 'claimed' }

/** What a mark means at `now`. */
export function deliveryStatusOf(mark: Mark | undefined, now: Instant): DeliveryStatus {
  if (mark === undefined) return { state: 'free', unconfirmed: 0 }
  if (mark.state === 'sent') return { state: 'sent' }
  const isClaimed = mark.state === 'claimed'
  if (isClaimed && now - Date.parse(mark.at) < CLAIM_TIME) return { state: 'claimed' }
  const unconfirmed = mark.unconfirmed + (isClaimed ? 1 : 0)
  return unconfirmed < MAX_UNCONFIRMED ? { state: 'free', unconfirmed } : { state: 'given-up' }
}

/** The right to send one channel's digest of one day. */
export interface Claim {
  readonly name: string
  readonly by: string
  readonly version: number
  /** Sendings before this one that may have arrived: the message says so when there are any. */
  readonly unconfirmed: number
  /** The sending has to be over by then. */
  readonly deadline: Instant
}

export interface ClaimOptions {
  readonly marks: MarkTable
  readonly name: string
  readonly by: string
  readonly clock: () => Instant
  readonly signal: AbortSignal
}

/** Claims the day, waiting while it is somebody else's. Without a claim: why there is none; `claimed` when the signal ended the wait. */
export async function claim(options: ClaimOptions): Promise<Claim | Exclude<DeliveryStatus, { state: 'free' }>> {
  const { marks, name, by, clock, signal } = options
  for (;;) {
    const { mark, version } = await readMark(marks, name)
    const now = clock()
    const status = deliveryStatusOf(mark, now)
    if (status.state === 'claimed') {
      if (!(await sleep(POLL * (0.5 + Math.random()), [signal]))) return status
    } else if (status.state !== 'free') {
      return status
    } else {
      const { unconfirmed } = status
      if (await writeMark(marks, name, { state: 'claimed', by, at: iso(now), unconfirmed }, version))
        return { name, by, version: version + 1, unconfirmed, deadline: now + SENDING_TIME }
    }
  }
}

/** Ends a claim. False: it ran out before, and another has the day now. `unconfirmed`: this sending may have arrived. */
export function settle(
  { marks, clock }: Pick<ClaimOptions, 'marks' | 'clock'>,
  { name, by, version, unconfirmed }: Claim,
  end: Exclude<Mark['state'], 'claimed'> | 'unconfirmed',
): Promise<boolean> {
  const isUnclear = end === 'unconfirmed'
  const mark: Mark = {
    state: isUnclear ? 'released' : end,
    by,
    at: iso(clock()),
    unconfirmed: unconfirmed + (isUnclear ? 1 : 0),
  }
  return writeMark(marks, name, mark, version)
}
