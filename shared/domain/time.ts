/** A moment in milliseconds since the epoch, UTC. The domain never reads the clock: moments come in as values. */
export type Instant = number

/** A UTC day as `YYYY-MM-DD`. */
export type Day = string

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The first moment of a year that ISO 8601 writes with more than four digits. */
const YEAR_10000 = Date.UTC(10_000)
const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'))

/** ISO 8601 in UTC to the second, as every vendor API and every stored row writes it. */
export function iso(at: Instant): string {
  if (!isUsual(at)) return `${new Date(at).toISOString().slice(0, 19)}Z`
  const second = Math.floor((at % DAY) / SECOND)
  const minute = Math.floor(second / 60)
  return `${dayOf(at)}T${TWO_DIGITS[Math.floor(minute / 60)]}:${TWO_DIGITS[minute % 60]}:${TWO_DIGITS[second % 60]}Z`
}

function isUsual(at: Instant): boolean {
  return at >= 0 && at < YEAR_10000
}

const ISO_8601 =
  /^(\d{4})-(\d{2})-(\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,]\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)?$/i

/** The moment that an ISO 8601 text names, `T` or a space between its parts, or undefined when it names none. Without a zone it is UTC, wherever this runs. */
export function parseInstant(text: unknown): Instant | undefined {
  const parts = typeof text === 'string' ? ISO_8601.exec(text.trim()) : null
  if (!parts) return undefined
  const [whole, , month, , , , , zone] = parts
  const local = zone === undefined ? whole : whole.slice(0, -zone.length)
  // Date takes the 30th of February for the 2nd of March.
  if (new Date(`${whole.slice(0, 10)}T00:00:00Z`).getUTCMonth() + 1 !== Number(month)) return undefined
  const at = Date.parse(`${local.replace(',', '.').replace(' ', 'T')}${zone ?? 'Z'}`.toUpperCase())
  return Number.isNaN(at) ? undefined : at
}

/** Hours of a week: what a profile by hour of the week has. */
export const WEEK_HOURS = 7 * 24

/** Which hour of the UTC week holds the moment: weekday * 24 + hour, Monday = 0. */
export function hourOfWeek(at: Instant): number {
  // The epoch was a Thursday.
  return (Math.floor(at / HOUR) + 3 * 24) % WEEK_HOURS
}

/** Midnight UTC of the day that holds the moment. */
export function startOfDay(at: Instant): Instant {
  return Math.floor(at / DAY) * DAY
}

/** The day that was written last: moments that are written one after the other mostly are of one day. */
let written = { midnight: 0, day: '1970-01-01' }

/** The UTC day that holds the moment. */
export function dayOf(at: Instant): Day {
  if (!isUsual(at)) return new Date(at).toISOString().slice(0, 10)
  const midnight = startOfDay(at)
  if (midnight !== written.midnight) written = { midnight, day: new Date(midnight).toISOString().slice(0, 10) }
  return written.day
}
