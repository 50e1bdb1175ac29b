import { DAY, type Day, dayOf, type Instant, MINUTE, startOfDay } from './time.ts'
import type { DayOfChange } from './trend.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Formats are costly to make and a report needs thousands of dates. */
function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(timezone, made)
  return made
}

/** `YYYY-MM-DD HH:MM` on the clocks of an IANA zone. */
export function wallClock(at: Instant, timezone: string): string {
  // `DD/MM/YYYY, HH:MM`: parts by their names would take four times as long.
  const [day, month, year = '', hour, minute] = formatOf(timezone).format(at).match(/\d+/g) ?? []
  return `${year.padStart(4, '0')}-${month}-${day} ${hour}:${minute}`
}

/** The calendar day that a moment falls on in a zone. */
export function calendarDay(at: Instant, timezone: string): Day {
  return wallClock(at, timezone).slice(0, 10)
}

/** A day of the calendar, `YYYY-MM-DD`; undefined for a text that names none. */
export function parseDay(text: string): Day | undefined {
  const day = text.trim()
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined
  const at = Date.parse(`${day}T00:00:00Z`)
  // Date takes the 30th of February for the 2nd of March.
  return Number.isNaN(at) || dayOf(at) !== day ? undefined : day
}

/** The first moment after a day on the clocks of a zone. */
export function endOfDay(day: Day, timezone: string): Instant {
  const end = Date.parse(`${day}T00:00:00Z`) + DAY
  // Clocks may be changed that night: the day ends by those of before or of after.
  const ends = [end - DAY, end + DAY].map((at) => end - offsetAt(at, timezone)).sort((a, b) => a - b)
  return ends.find((at) => calendarDay(at, timezone) > day) ?? end
}

/** The first moment of a day on the clocks of a zone. */
export function startOfCalendarDay(day: Day, timezone: string): Instant {
  return endOfDay(dayOf(Date.parse(`${day}T00:00:00Z`) - DAY), timezone)
}

/** The moment at which the clocks of a zone show `YYYY-MM-DDTHH:MM`, the first where there are two; undefined where they never do. */
export function momentAt(local: string, timezone: string): Instant | undefined {
  const shown = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})$/.exec(local)
  const at = shown ? Date.parse(`${local}Z`) : Number.NaN
  if (!shown || Number.isNaN(at)) return undefined
  // What clocks show twice, they show first by those of before.
  const candidates = [at - DAY, at + DAY].map((near) => at - offsetAt(near, timezone))
  return candidates.find((each) => wallClock(each, timezone) === `${shown[1]} ${shown[2]}`)
}

/** How far the clocks of a zone are ahead of UTC, in milliseconds. */
export function offsetAt(at: Instant, timezone: string): number {
  return Date.parse(`${wallClock(at, timezone).replace(' ', 'T')}Z`) - Math.floor(at / MINUTE) * MINUTE
}

/** The same for many moments of few days: most days have one offset. */
export function offsetReader(timezone: string): (at: Instant) => number {
  const midnights = new Map<Instant, number>()
  const offsetOf = (midnight: Instant) => {
    const offset = midnights.get(midnight) ?? offsetAt(midnight, timezone)
    midnights.set(midnight, offset)
    return offset
  }
  return (at) => {
    const midnight = startOfDay(at)
    const offset = offsetOf(midnight)
    return offset === offsetOf(midnight + DAY) ? offset : offsetAt(at, timezone)
  }
}

/** The days in a zone that changes fall on. All changes of a run have its moment, and a history has many thousands. */
export function changeDays(timezone: string): DayOfChange {
  const known = new Map<string, Day>()
  return ({ changedAt }) => {
    const day = known.get(changedAt) ?? calendarDay(Date.parse(changedAt), timezone)
    known.set(changedAt, day)
    return day
  }
}
