import { setMaxListeners } from 'node:events'
import type { Channel } from '../../shared/channels/channel.ts'
import type { ChannelConfig } from '../../shared/channels/channel-definition.ts'
import { ChannelError } from '../../shared/channels/channel-error.ts'
import { openChannel } from '../../shared/channels/open-channel.ts'
import type { Day } from '../../shared/domain/time.ts'
import { StoreError } from '../../shared/store/errors.ts'
import type { Services } from '../run/services.ts'
import { channelMessage } from './channel-message.ts'
import { type Claim, claim, SENDING_TIME, settle } from './claim.ts'
import type { DailyDigest } from './daily-digest.ts'
import { markName, readMark } from './mark.ts'
import type { DigestContent } from './read-content.ts'
import { reasonOf } from './reason.ts'

/**
 * What became of one channel's digest. `sent-again`: with the line that it may have come before. `given-up`: sent twice today, neither
 * confirmed. `busy`: another invocation was at it for as long as this one could wait. `quiet`: there was nothing to tell.
 */
export interface Delivery {
  readonly channel: string
  readonly day: Day
  readonly outcome: 'sent' | 'sent-again' | 'already-sent' | 'given-up' | 'busy' | 'failed' | 'quiet'
  /** One line, without addresses and secrets: why it failed, or what is not as it should be. */
  readonly reason?: string
  /** Trying again later may help: the function should end with an error. */
  readonly retry: boolean
}

export interface DeliveryOptions {
  readonly channel: ChannelConfig
  readonly dailyDigest: DailyDigest
  /** The invocation, as marks name it. */
  readonly by: string
}

type DeliveryServices = Pick<Services, 'store' | 'clock' | 'signal'>

/** Sends one channel its digest of the day, unless it has it or needs none: claim, send, mark. Never rejects. */
export async function deliver(
  { channel, dailyDigest, by }: DeliveryOptions,
  services: DeliveryServices,
): Promise<Delivery> {
  const { day } = dailyDigest
  const about = { channel: channel.name, day }
  const name = markName(channel.name, day)
  try {
    const { clock, signal, store } = services
    const { sendReason, content, isNew } = await dailyDigest.digestFor(channel)
    if (sendReason === 'no-keys') return { ...about, outcome: 'quiet', reason: NO_KEYS, retry: false }
    if (sendReason === 'quiet') {
      if ((await readMark(store.marks, name)).mark?.state === 'sent')
        return { ...about, outcome: 'already-sent', retry: false }
      await dailyDigest.remember(channel)
      return { ...about, outcome: 'quiet', retry: false }
    }
    const claimed = await claim({ marks: store.marks, name, by, clock, signal })
    if (!('state' in claimed)) {
      if (isNew) await dailyDigest.introduce(channel)
      const sent = await sendClaimed(claimed, await openChannel(channel, { clock }), content, services)
      if (sent.outcome !== 'failed') await dailyDigest.remember(channel)
      return { ...about, ...sent }
    }
    if (claimed.state === 'sent') return { ...about, outcome: 'already-sent', retry: false }
    if (claimed.state === 'claimed') return { ...about, outcome: 'busy', reason: BUSY, retry: true }
    return { ...about, outcome: 'given-up', reason: GIVEN_UP, retry: false }
  } catch (error) {
    return { ...about, outcome: 'failed', reason: reasonOf(error), retry: error instanceof StoreError }
  }
}

async function sendClaimed(
  claimed: Claim,
  channel: Channel,
  content: DigestContent,
  { store, clock, signal }: DeliveryServices,
): Promise<Omit<Delivery, 'channel' | 'day'>> {
  const table = { marks: store.marks, clock }
  const mayRepeat = claimed.unconfirmed > 0
  const within = AbortSignal.any([signal, AbortSignal.timeout(SENDING_TIME)])
  setMaxListeners(0, within)
  let note: string | undefined
  try {
    const message = channelMessage(content, { id: claimed.name, mayRepeat })
    note = await channel.send(message, { signal: within, deadline: claimed.deadline })
  } catch (error) {
    // Anything else than a ChannelError is a defect, and nobody knows how far it came: the claim runs out as that of a crash.
    if (!(error instanceof ChannelError)) throw error
    // Where this cannot be written, the claim runs out, and the next sending says that it may have come before.
    await settle(table, claimed, END[error.kind]).catch(() => false)
    return { outcome: 'failed', reason: error.message, retry: error.kind !== 'permanent' }
  }
  // Delivered: that it could not be marked must not make anybody send it again at once.
  const reason = await settle(table, claimed, 'sent').then(
    (marked) => (marked ? note : UNMARKED),
    (error: unknown) => `${UNMARKED} ${reasonOf(error)}`,
  )
  return { outcome: mayRepeat ? 'sent-again' : 'sent', ...(reason === undefined ? {} : { reason }), retry: false }
}

const END = {
  permanent: 'refused',
  throttled: 'released',
  transient: 'released',
  uncertain: 'unconfirmed',
} as const satisfies Record<ChannelError['kind'], Parameters<typeof settle>[2]>

const NO_KEYS =
  'No key has the owner or the account that this channel is for: see its options owner and account in CMK_CHANNELS, and query --where owner=<name>.'
const BUSY = 'Another invocation is sending it. It is tried again when that one has ended.'
const GIVEN_UP =
  'It was sent twice today and neither sending was confirmed, so it is not sent again. See whether it arrived, and why the channel does not answer.'
const UNMARKED = 'It was sent, but that could not be marked: another digest of today would be sent once more.'
