import type { ChannelConfig } from '../../shared/channels/channel-definition.ts'
import { type DeliveryStatus, deliveryStatusOf } from './claim.ts'
import type { DailyDigest, DigestForChannel } from './daily-digest.ts'
import { markName, readMark } from './mark.ts'
import type { DigestServices } from './stage.ts'

/** What a channel would be sent now, and whether. */
export interface ChannelStatus extends Pick<DigestForChannel, 'content'> {
  /** It would be sent only when `free`. `quiet`: there is nothing to tell; `no-keys`: no key is of the channel's owner or account. */
  readonly status: DeliveryStatus['state'] | 'quiet' | 'no-keys'
  /** The id of the message. */
  readonly id: string
  /** It may have arrived before. */
  readonly mayRepeat: boolean
}

export async function channelStatus(
  channel: ChannelConfig,
  dailyDigest: DailyDigest,
  { store, clock }: Pick<DigestServices, 'store' | 'clock'>,
): Promise<ChannelStatus> {
  const { sendReason, content } = await dailyDigest.digestFor(channel)
  const id = markName(channel.name, dailyDigest.day)
  const delivery = deliveryStatusOf((await readMark(store.marks, id)).mark, clock())
  const isNotDue = sendReason === 'quiet' || sendReason === 'no-keys'
  return {
    ...{ content, id },
    status: isNotDue && delivery.state === 'free' ? sendReason : delivery.state,
    mayRepeat: delivery.state === 'free' && delivery.unconfirmed > 0,
  }
}
