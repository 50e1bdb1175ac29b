import type { Day } from '../../shared/domain/time.ts'
import { calendarDay } from '../../shared/notify/calendar.ts'
import type { ChannelConfig } from '../../shared/notify/channels/channel.ts'
import { openChannel } from '../../shared/notify/channels/kinds.ts'
import { type Standing, standingOf } from './claim.ts'
import { Edition } from './edition.ts'
import { markName, readMark } from './mark.ts'
import { readContent } from './read-content.ts'
import type { DigestServices } from './stage.ts'

/** What a channel would be sent now. */
export interface Preview {
  readonly channel: string
  readonly day: Day
  /** Exactly what would be posted. */
  readonly body: string
  /** Whether it would be posted: only when `free`. `quiet`: there is nothing to tell. */
  readonly standing: Standing['state'] | 'quiet'
}

/** Shows what `digest` would send, and sends and marks nothing. */
export async function previewDigest(
  services: Omit<DigestServices, 'log'>,
  channels: readonly ChannelConfig[],
): Promise<readonly Preview[]> {
  const { config, store, clock, signal } = services
  const day = calendarDay(clock(), config.timezone)
  const daily = await readContent(store, config, { clock, signal }, channels)
  const edition = new Edition(day, daily, services)
  const previews: Preview[] = []
  for (const each of channels) {
    const channel = openChannel(each, { clock })
    const { occasion, content } = await edition.copyFor(each)
    const id = markName(channel.name, day)
    const standing = standingOf((await readMark(store.marks, id)).mark, clock())
    const mayRepeat = standing.state === 'free' && standing.unconfirmed > 0
    previews.push({
      channel: channel.name,
      day,
      body: await channel.body({ ...content, id, mayRepeat }),
      standing: occasion === 'quiet' && standing.state === 'free' ? 'quiet' : standing.state,
    })
  }
  return previews
}
