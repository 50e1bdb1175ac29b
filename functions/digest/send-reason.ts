import type { ChannelConfig } from '../../shared/channels/channel-definition.ts'
import type { Digest } from '../../shared/digest/model.ts'
import { DAY, type Day, dayOf } from '../../shared/domain/time.ts'
import { type ChannelCursor, cursorAfter, hasMissedChange, hasNewProblem } from './channel-cursor.ts'

/** Why a channel gets a digest: the day has news; a week is to be summed up; or it gets none, because nothing changed, or because no key is its owner's or its account's. */
export type SendReason = 'news' | 'weekly' | 'quiet' | 'no-keys'

/**
 * Whether the digest is worth anybody's time on `today`, the calendar day of CMK_TIMEZONE. Never quiet: the first digest of a channel, a
 * change, a night that did not happen or not finish, a problem or a gap that was not there before. The first digest of a week sums up the
 * last one, news among it, and so does one that has to make up for a change: a sending failed, or an audit ran after the digest. A channel
 * of an owner or an account is left alone while that has no key (and of an account nothing is wrong), and on Mondays once all its keys have moved.
 */
export function sendReasonOf(
  digest: Digest,
  { when }: Pick<ChannelConfig, 'when'>,
  cursor: ChannelCursor | undefined,
  today: Day,
): SendReason {
  if (isForNobody(digest)) return 'no-keys'
  if (cursor === undefined) return 'news'
  if (hasMissedChange(digest, cursor)) return 'weekly'
  if (cursor.day === null) return 'news'
  const isNews =
    digest.night.state !== 'done' ||
    Object.values(digest.changes).some((list) => list.length > 0) ||
    hasNewProblem(cursorAfter(digest, today), cursor)
  if (cursor.day < mondayOf(today) && (isNews || !hasDone(digest))) return 'weekly'
  return isNews || when === 'always' ? 'news' : 'quiet'
}

/** Of an account that could not be entered it is told, whether or not a key of it is known. */
function isForNobody({ owner, account, totals, diagnostics }: Digest): boolean {
  if (owner === undefined && account === undefined) return false
  return totals.keys === 0 && diagnostics.length === 0
}

/** An owner or an account with nothing left to do. */
function hasDone({ owner, account, progress, tasks }: Digest): boolean {
  return (owner !== undefined || account !== undefined) && progress.left === 0 && tasks.length === 0
}

/** The Monday that the week of a day began with. */
function mondayOf(day: Day): Day {
  const at = Date.parse(day)
  return dayOf(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY)
}
