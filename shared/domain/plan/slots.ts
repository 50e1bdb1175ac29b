import { offsetReader } from '../calendar.ts'
import type { Interval } from '../coverage.ts'
import { DAY, type Day, dayOf, HOUR, type Instant, MINUTE, startOfDay } from '../time.ts'
import { type DayRange, WEEKDAYS, type Weekday } from './plan.ts'

/** Zones differ from UTC by quarters of an hour. */
const STEP = 15 * MINUTE
/** The zone that is furthest ahead: its day begins so long before that of UTC. */
const FURTHEST_AHEAD = 14 * HOUR

/** Where windows may lie: each begins at a full hour of the zone's clocks, on or after a day and after a moment, and touches no frozen day. */
export function openSlots({
  from,
  after,
  days,
  hours,
  freezes,
  timezone,
}: {
  readonly from: Day
  readonly after: Instant
  /** How many days are looked at. */
  readonly days: number
  readonly hours: number
  readonly freezes: readonly DayRange[]
  readonly timezone: string
}): readonly Interval[] {
  const slots: Interval[] = []
  const offsetOf = offsetReader(timezone)
  const firstDay = midnight(from)
  const frozen = freezes.map((each) => ({ from: midnight(each.from), to: midnight(each.to) }))
  const isFrozen = (first: Instant, last: Instant) => frozen.some((each) => each.from <= last && first <= each.to)
  for (let at = firstDay - FURTHEST_AHEAD; at < firstDay + days * DAY; ) {
    const local = at + offsetOf(at)
    if (local % HOUR !== 0) {
      at += STEP
      continue
    }
    const slot = { from: at, to: at + hours * HOUR }
    const day = startOfDay(local)
    const last = slot.to - 1
    if (day >= firstDay && at > after && !isFrozen(day, startOfDay(last + offsetOf(last)))) slots.push(slot)
    at += HOUR
  }
  return slots
}

/** Where a day of the calendar begins in UTC. Of thousands of slots numbers are compared, not texts. */
function midnight(day: Day): Instant {
  return Date.parse(`${day}T00:00:00Z`)
}

/** The weekday of a day of the calendar. */
export function weekdayOf(day: Day): Weekday {
  return WEEKDAYS[(new Date(midnight(day)).getUTCDay() + 6) % 7] ?? 'Monday'
}

/** The day after a day of the calendar. */
export function nextDay(day: Day): Day {
  return dayOf(midnight(day) + DAY)
}
