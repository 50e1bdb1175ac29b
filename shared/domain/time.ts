/** A moment in milliseconds since the epoch, UTC. The domain never reads the clock: moments come in as values. */
export type Instant = number

/** A UTC day as `YYYY-MM-DD`. */
export type Day = string

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** ISO 8601 in UTC to the second, as every vendor API and every stored row writes it. */
export function iso(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

/** The moment that an ISO 8601 text names, or undefined when it names none. */
export function parseInstant(text: unknown): Instant | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}

/** Midnight UTC of the day that holds the moment. */
export function startOfDay(at: Instant): Instant {
  return Math.floor(at / DAY) * DAY
}

/** The UTC day that holds the moment. */
export function dayOf(at: Instant): Day {
  return iso(at).slice(0, 10)
}
