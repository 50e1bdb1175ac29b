import { offsetReader } from '../calendar.ts'
import type { Interval } from '../coverage.ts'
import { DAY, type Day, dayOf, HOUR, type Instant, MINUTE } from '../time.ts'
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
  const start = Date.parse(`${from}T00:00:00Z`) - FURTHEST_AHEAD
  const end = start + FURTHEST_AHEAD + days * DAY
  const isFrozen = (first: Day, last: Day) => freezes.some((each) => each.from <= last && first <= each.to)
  for (let at = start; at < end; ) {
    if ((at + offsetOf(at)) % HOUR !== 0) {
      at += STEP
      continue
    }
    const slot = { from: at, to: at + hours * HOUR }
    const day = dayOf(at + offsetOf(at))
    const last = slot.to - 1
    if (day >= from && at > after && !isFrozen(day, dayOf(last + offsetOf(last)))) slots.push(slot)
    at += HOUR
  }
  return slots
}

/** The weekday of a day of the calendar. */
export function weekdayOf(day: Day): Weekday {
  return WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'Monday'
}

/** The day after a day of the calendar. */
export function nextDay(day: Day): Day {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + DAY)
}
