import { type Instant, iso, parseInstant } from '../time.ts'

/**
 * When a key moved into a KMS instance. No event and no fact tells the moment, only between which runs it lies: after `after`, the last run
 * that saw the key in the default KMS instance (null: not known), and by `by`, the first that saw it in the instance. ISO 8601 UTC.
 */
export interface Moved {
  readonly after: string | null
  readonly by: string
}

/**
 * When the month ends that the page gives for modifying applications ("within one month after you migrate the CMK", 2023-09 page, scenario
 * 2, step 5), at the earliest: counted from the begin of the time in which the key may have moved.
 */
export function monthEndsAt({ after, by }: Moved): string {
  return iso(aMonthAfter(parseInstant(after ?? by) ?? 0))
}

/** The same moment of the next month, or of that month's last day. */
function aMonthAfter(at: Instant): Instant {
  const next = new Date(at)
  const month = next.getUTCMonth() + 1
  next.setUTCMonth(month)
  // The 31st of a month of 30 days is the 1st of the one after.
  if (next.getUTCMonth() !== month % 12) next.setUTCDate(0)
  return next.getTime()
}
