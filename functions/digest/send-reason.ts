import type { ChannelConfig } from '../../shared/channels/channel-definition.ts'
import type { Digest } from '../../shared/digest/model.ts'
import { DAY, type Day, dayOf } from '../../shared/domain/time.ts'
import { type ChannelCursor, cursorAfter, hasMissedChange, hasNewProblem } from './channel-cursor.ts'

/** Why a channel gets a digest: the day has news; a week is to be summed up; or it gets none. */
export type SendReason = 'news' | 'weekly' | 'quiet'

/**
 * Whether the digest is worth anybody's time on `today`, the calendar day of CMK_TIMEZONE. Never quiet: the first digest of a channel, a
 * change, a night that did not happen or not finish, a problem or a gap that was not there before. The first digest of a week sums up the
 * last one, news among it, and so does one that has to make up for a change: a sending failed, or an audit ran after the digest.
 */
export function sendReasonOf(
  digest: Digest,
  { when }: Pick<ChannelConfig, 'when'>,
  cursor: ChannelCursor | undefined,
  today: Day,
): SendReason {
  if (cursor === undefined) return 'news'
  if (hasMissedChange(digest, cursor)) return 'weekly'
  if (cursor.day === null) return 'news'
  if (cursor.day < mondayOf(today)) return 'weekly'
  const isNews =
    digest.night.state !== 'done' ||
    Object.values(digest.changes).some((list) => list.length > 0) ||
    hasNewProblem(cursorAfter(digest, today), cursor)
  return isNews || when === 'always' ? 'news' : 'quiet'
}

/** The Monday that the week of a day began with. */
function mondayOf(day: Day): Day {
  const at = Date.parse(day)
  return dayOf(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY)
}
