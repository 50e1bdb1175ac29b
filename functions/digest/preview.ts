import type { Day } from '../../shared/domain/time.ts'
import { calendarDay } from '../../shared/notify/calendar.ts'
import type { ChannelConfig } from '../../shared/notify/channels/channel.ts'
import { openChannel } from '../../shared/notify/channels/kinds.ts'
import { type Standing, standingOf } from './claim.ts'
import { markName, readMark } from './mark.ts'
import { readContent } from './read-content.ts'
import type { DigestServices } from './stage.ts'

/** What a channel would be sent now. */
export interface Preview {
  readonly channel: string
  readonly day: Day
  /** Exactly what would be posted. */
  readonly body: string
  /** Whether it would be posted: only when `free`. */
  readonly standing: Standing['state']
}

/** Shows what `digest` would send, and sends and marks nothing. */
export async function previewDigest(
  { config, store, clock, signal }: Omit<DigestServices, 'log'>,
  channels: readonly ChannelConfig[],
): Promise<readonly Preview[]> {
  const day = calendarDay(clock(), config.timezone)
  const content = await readContent(store, config, { clock, signal }, channels)
  const previews: Preview[] = []
  for (const each of channels) {
    const channel = openChannel(each, { clock })
    const id = markName(channel.name, day)
    const standing = standingOf((await readMark(store.marks, id)).mark, clock())
    const mayRepeat = standing.state === 'free' && standing.unconfirmed > 0
    previews.push({
      channel: channel.name,
      day,
      body: await channel.body({ ...content, id, mayRepeat }),
      standing: standing.state,
    })
  }
  return previews
}
