import type { Day, Instant } from '../domain/time.ts'

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
function wallClock(at: Instant, timezone: string): string {
  const parts = Object.fromEntries(
    formatOf(timezone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  return `${String(parts.year).padStart(4, '0')}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`
}

/** The calendar day that a moment falls on in a zone. */
export function calendarDay(at: Instant, timezone: string): Day {
  return wallClock(at, timezone).slice(0, 10)
}

/** `2026-11-21 08:15 UTC` of an ISO 8601 text; the text itself when it is none. */
export function utcTime(time: string): string {
  const at = Date.parse(time)
  return Number.isNaN(at) ? time : `${wallClock(at, 'UTC')} UTC`
}

/** `2026-11-21 16:15 Asia/Shanghai`. */
export function localTime(time: string, timezone: string): string {
  const at = Date.parse(time)
  return Number.isNaN(at) ? time : `${wallClock(at, timezone)} ${timezone}`
}

/** `2026-11-21 16:15 Asia/Shanghai (08:15 UTC)`, with the UTC day where it is another one. */
export function bothTimes(time: string, timezone: string): string {
  const at = Date.parse(time)
  if (Number.isNaN(at)) return time
  const local = wallClock(at, timezone)
  const utc = wallClock(at, 'UTC')
  if (local === utc) return `${utc} UTC`
  return `${local} ${timezone} (${local.slice(0, 10) === utc.slice(0, 10) ? utc.slice(11) : utc} UTC)`
}
