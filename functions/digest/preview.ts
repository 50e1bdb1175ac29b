import type { ChannelConfig } from '../../shared/channels/channel-definition.ts'
import { openChannel } from '../../shared/channels/open-channel.ts'
import { calendarDay } from '../../shared/domain/calendar.ts'
import type { Day } from '../../shared/domain/time.ts'
import { channelMessage } from './channel-message.ts'
import { type ChannelStatus, channelStatus } from './channel-status.ts'
import { DailyDigest } from './daily-digest.ts'
import { readContent } from './read-content.ts'
import { reasonOf } from './reason.ts'
import type { DigestServices } from './stage.ts'

/** What a channel would be sent now. */
export interface Preview {
  readonly channel: string
  readonly day: Day
  /** Exactly what would be posted. */
  readonly body: string
  readonly status: ChannelStatus['status']
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
  services: Pick<DigestServices, 'store' | 'clock'>,
): Promise<Pick<Preview, 'body' | 'status'>> {
  const channel = await openChannel(config, services)
  const { status, content, id, mayRepeat } = await channelStatus(config, dailyDigest, services)
  return { status, body: await channel.body(channelMessage(content, { id, mayRepeat })) }
}
