import type { ChannelConfig } from '../../shared/channels/channel-definition.ts'
import { openChannel } from '../../shared/channels/open-channel.ts'
import { calendarDay } from '../../shared/domain/calendar.ts'
import type { Day } from '../../shared/domain/time.ts'
import { channelMessage } from './channel-message.ts'
import { type DeliveryStatus, deliveryStatusOf } from './claim.ts'
import { DailyDigest } from './daily-digest.ts'
import { markName, readMark } from './mark.ts'
import { readContent } from './read-content.ts'
import { reasonOf } from './reason.ts'
import type { DigestServices } from './stage.ts'

/** What a channel would be sent now. */
export interface Preview {
  readonly channel: string
  readonly day: Day
  /** Exactly what would be posted. */
  readonly body: string
  /** Whether it would be posted: only when `free`. `quiet`: there is nothing to tell; `no-keys`: no key has the channel's owner. */
  readonly status: DeliveryStatus['state'] | 'quiet' | 'no-keys'
}

/** Why it is unknown what a channel would be sent, in one line. */
export interface FailedPreview extends Pick<Preview, 'channel' | 'day'> {
  readonly problem: string
}

/** Shows what `digest` would send, and sends and marks nothing. One channel that fails stops no other. Throws where the tables cannot be read. */
export async function previewDigest(
  services: Omit<DigestServices, 'log'>,
  channels: readonly ChannelConfig[],
): Promise<readonly (Preview | FailedPreview)[]> {
  const { config, store, clock, signal } = services
  const day = calendarDay(clock(), config.timezone)
  const daily = await readContent(store, config, { clock, signal }, channels)
  const dailyDigest = new DailyDigest(day, daily, services)
  const previews: (Preview | FailedPreview)[] = []
  for (const channel of channels) {
    const about = { channel: channel.name, day }
    try {
      previews.push({ ...about, ...(await previewFor(channel, dailyDigest, services)) })
    } catch (error) {
      signal.throwIfAborted()
      previews.push({ ...about, problem: reasonOf(error) })
    }
  }
  return previews
}

async function previewFor(
  config: ChannelConfig,
  dailyDigest: DailyDigest,
  { store, clock }: Pick<DigestServices, 'store' | 'clock'>,
): Promise<Pick<Preview, 'body' | 'status'>> {
  const channel = await openChannel(config, { clock })
  const { sendReason, content } = await dailyDigest.digestFor(config)
  const id = markName(config.name, dailyDigest.day)
  const status = deliveryStatusOf((await readMark(store.marks, id)).mark, clock())
  const mayRepeat = status.state === 'free' && status.unconfirmed > 0
  return {
    body: await channel.body(channelMessage(content, { id, mayRepeat })),
    status: (sendReason === 'quiet' || sendReason === 'no-keys') && status.state === 'free' ? sendReason : status.state,
  }
}
