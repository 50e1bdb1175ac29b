import { DAY, type Day, dayOf } from '../time.ts'

/** How far a migration was at the end of a day, in keys. */
export interface PacePoint {
  readonly day: Day
  readonly migrated: number
  /** Of those that are left. */
  readonly ready: number
  /** What has not been migrated and has to be. */
  readonly left: number
}

/** Days that a forecast needs at least: the pace of a week is that of one window. */
export const MIN_FORECAST_DAYS = 14
/** Days that it looks back over at most: what was further back is not the present pace. */
export const MAX_FORECAST_DAYS = 90
/** Days on which keys must have moved: one batch is no pace. */
export const MIN_MOVING_DAYS = 2
/** A later end than this is no date. In days. */
const FARTHEST = 2 * 365

/** What a forecast stands on. */
export interface ForecastGrounds {
  /** How many days were looked back over. */
  readonly days: number
  /** Keys that were migrated in them. */
  readonly moved: number
  /** On how many of the days. */
  readonly movingDays: number
  /** Keys that are left and not ready: the forecast counts on their becoming so. */
  readonly notReady: number
}

/**
 * When the last key will have moved at the present pace. `done`: nothing is left. `no-pace`: too few days or moves, or nothing moved lately. `far`: not within two years. A
 * date is always a range.
 */
export type Forecast =
  | { readonly state: 'done' }
  | ({ readonly state: 'no-pace' | 'far' } & ForecastGrounds)
  | ({ readonly state: 'dated'; readonly from: Day; readonly to: Day } & ForecastGrounds)

/**
 * The end of a migration at its present pace. `trend`: every day, the last one last. Keys move in batches, so that the number of days on which
 * keys moved, and not that of the keys, says how sure a pace is: it may be off by one part in the square root of that number. The range holds the
 * pace of all the days and that of their later half.
 */
export function forecastOf(trend: readonly PacePoint[]): Forecast {
  const looked = trend.slice(-(MAX_FORECAST_DAYS + 1))
  const last = looked.at(-1)
  if (last === undefined || last.left === 0) return { state: 'done' }
  const moves = looked.slice(1).map(({ migrated }, index) => Math.max(0, migrated - (looked[index]?.migrated ?? 0)))
  const whole = paceOf(moves)
  const grounds = {
    days: moves.length,
    moved: whole.moved,
    movingDays: whole.movingDays,
    notReady: Math.max(0, last.left - last.ready),
  }
  const recent = paceOf(moves.slice(Math.floor(moves.length / 2)))
  if (moves.length < MIN_FORECAST_DAYS || whole.movingDays < MIN_MOVING_DAYS || recent.moved === 0)
    return { state: 'no-pace', ...grounds }
  const unsure = 1 / Math.sqrt(whole.movingDays)
  const fastest = Math.max(whole.pace, recent.pace) * (1 + unsure)
  const slowest = Math.min(whole.pace, recent.pace) * (1 - unsure)
  const latest = Math.ceil(last.left / slowest)
  if (latest > FARTHEST) return { state: 'far', ...grounds }
  const inDays = (days: number) => dayOf(Date.parse(last.day) + days * DAY)
  return { state: 'dated', from: inDays(Math.ceil(last.left / fastest)), to: inDays(latest), ...grounds }
}

/** Keys a day. */
function paceOf(moves: readonly number[]): {
  readonly pace: number
  readonly moved: number
  readonly movingDays: number
} {
  const moved = moves.reduce((sum, each) => sum + each, 0)
  return { pace: moved / Math.max(1, moves.length), moved, movingDays: moves.filter((each) => each > 0).length }
}
