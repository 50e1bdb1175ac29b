import { DAY, type Day, dayOf } from '../../shared/domain/time.ts'
import type { ChannelConfig } from '../../shared/notify/channels/channel.ts'
import type { Digest } from '../../shared/notify/digest.ts'
import { hasNewProblem, type Told, toldBy } from './told.ts'

/** Why a channel gets a digest: the day has news; a week is to be summed up; or it gets none. */
export type Occasion = 'news' | 'weekly' | 'quiet'

/** `Date.getUTCDay` of the day that gets a summary of the week where nothing else is to be told. */
const MONDAY = 1

/**
 * Whether the digest is worth anybody's time on `today`, the calendar day of CMK_TIMEZONE. Never quiet: the first digest of a channel, a
 * change, a night that did not happen or not finish, a problem or a gap that was not there before. Mondays get the week's summary, and so
 * does the first day after days of which the channel knows nothing, because a sending failed or the digest did not run.
 */
export function occasionOf(
  digest: Digest,
  { when }: Pick<ChannelConfig, 'when'>,
  told: Told | undefined,
  today: Day,
): Occasion {
  const isNews =
    told === undefined ||
    digest.night.state !== 'done' ||
    Object.values(digest.changes).some((list) => list.length > 0) ||
    hasNewProblem(toldBy(digest, today), told)
  if (isNews) return 'news'
  const at = Date.parse(today)
  if (new Date(at).getUTCDay() === MONDAY || told.day < dayOf(at - DAY)) return 'weekly'
  return when === 'always' ? 'news' : 'quiet'
}
