import { DAY, HOUR, type Instant, MINUTE, startOfDay } from '../../shared/domain/time.ts'
import { uuidOf } from '../cloud/world.ts'

/** When something happens, counted back from now. */
export type Moments =
  /** Each day (or each `everyDays` days) at these UTC hours, give or take an hour, from so many days ago up to so many days ago. */
  | { readonly hours: readonly number[]; readonly everyDays?: number; readonly from?: number; readonly to?: number }
  /** So many days ago, to the second; fractions of a day are fine. */
  | { readonly ago: readonly number[] }

/** Days further back than the window of any night, so that its oldest hours have events as well. */
const BEFORE_FIRST_NIGHT = 90

/** Working hours in China, as UTC hours. */
export const MORNING = 1
export const NOON = 4
export const EVENING = 10
/** Nightly batches in China. */
export const NIGHT = 18

/** When a story ends, and over how many nights it is followed. */
export interface Span {
  readonly now: Instant
  readonly nights: number
}

/** The moments up to `now`, oldest first: the same for the same span and seed, which only moves them within their hour. */
export function momentsOf(moments: Moments, { now, nights }: Span, seed: string): Instant[] {
  if ('ago' in moments) return moments.ago.map((days) => now - Math.round(days * DAY)).sort((a, b) => a - b)
  const { hours, everyDays = 1, from = BEFORE_FIRST_NIGHT + nights, to = 0 } = moments
  const found: Instant[] = []
  for (let days = from; days >= to; days -= everyDays) {
    const midnight = startOfDay(now - days * DAY)
    for (const hour of hours) found.push(midnight + hour * HOUR + spread(`${seed}/${days}/${hour}`, HOUR))
  }
  // The trail shows a call some minutes after it was made.
  return found.filter((at) => at <= now - 5 * MINUTE).sort((a, b) => a - b)
}

/** A number from 0 up to `below` that looks like chance and is always the same for the same seed. */
function spread(seed: string, below: number): number {
  return Math.floor((Number.parseInt(uuidOf(seed).slice(0, 8), 16) / 2 ** 32) * below)
}
