import { calendarDay } from '../calendar.ts'
import type { Interval } from '../coverage.ts'
import { DAY, HOUR, type Instant, iso, WEEK_HOURS } from '../time.ts'
import type { PlannedWindow, PlanOptions } from './plan.ts'
import { expectedIn, type QuietProfile } from './quiet-profile.ts'
import { nextDay, openSlots, weekdayOf } from './slots.ts'

/** A window is looked for in the first weeks, and further on only where those have none. */
const SEARCHED = [28 * DAY, 56 * DAY]
export const SEARCHED_WEEKS = 8
/** One environment is moved after the other, each with weeks of its own. */
const STAGES = 3

/** Gives quiet windows away: those of one destination never overlap, because its management operations stand still during each. */
export class Windows {
  readonly #slots: readonly Interval[]
  readonly #timezone: string
  /** Slots that are taken, by destination. */
  readonly #taken = new Map<string, Uint8Array>()

  constructor(options: PlanOptions) {
    const { now, timezone, windowHours: hours, freezes } = options
    this.#timezone = timezone
    const days = STAGES * SEARCHED_WEEKS * 7
    this.#slots = openSlots({ from: earliestDay(options), after: now, days, hours, freezes, timezone })
  }

  /** The free window with the fewest expected calls, and of several the earliest; undefined where none is free. */
  take(
    destination: string,
    profile: QuietProfile,
    notBefore: Instant,
  ): { readonly slot: Interval; readonly window: PlannedWindow } | undefined {
    const taken = this.#takenAt(destination)
    const first = this.#slots.findIndex(({ from }) => from >= notBefore)
    const start = Math.max(notBefore, this.#slots[0]?.from ?? 0)
    for (const span of first < 0 ? [] : SEARCHED) {
      const best = this.#quietest(profile, taken, first, start + span)
      if (!best) continue
      this.#close(taken, best)
      return { slot: best.slot, window: this.#windowOf(best) }
    }
    return undefined
  }

  /** A window on which people agreed, as the plan has it: no other of its destination overlaps it. */
  agreed(
    destination: string,
    { from, to }: { readonly from: string; readonly to: string },
    profile?: QuietProfile,
  ): PlannedWindow {
    const slot = { from: Date.parse(from), to: Date.parse(to) }
    const taken = this.#takenAt(destination)
    for (const [at, each] of this.#slots.entries()) if (each.from < slot.to && each.to > slot.from) taken[at] = 1
    return this.#windowOf({ slot, ...(profile ? expectedIn(profile, slot) : { calls: 0, weeks: 0 }) })
  }

  #takenAt(destination: string): Uint8Array {
    const taken = this.#taken.get(destination) ?? new Uint8Array(this.#slots.length)
    this.#taken.set(destination, taken)
    return taken
  }

  /** Slots begin one after the other, and each is as long as the next. */
  #close(taken: Uint8Array, { at, slot }: Found): void {
    for (let before = at; (this.#slots[before]?.to ?? 0) > slot.from; before--) taken[before] = 1
    for (let after = at; (this.#slots[after]?.from ?? Number.POSITIVE_INFINITY) < slot.to; after++) taken[after] = 1
  }

  #quietest(profile: QuietProfile, taken: Uint8Array, first: number, end: Instant): Found | undefined {
    let best: Found | undefined
    // Weeks repeat: one answer serves the same hours of each.
    const known = new Map<number, ReturnType<typeof expectedIn>>()
    for (let at = first; at < this.#slots.length; at++) {
      const slot = this.#slots[at]
      if (!slot || slot.from >= end) break
      if (taken[at] === 1) continue
      const place = slot.from % (WEEK_HOURS * HOUR)
      const expected = known.get(place) ?? expectedIn(profile, slot)
      known.set(place, expected)
      if (expected.weeks > 0 && (best === undefined || expected.calls < best.calls)) best = { at, slot, ...expected }
    }
    return best
  }

  #windowOf({ slot, calls, weeks }: Omit<Found, 'at'>): PlannedWindow {
    const weekday = weekdayOf(calendarDay(slot.from, this.#timezone))
    return { from: iso(slot.from), to: iso(slot.to), weekday, expectedCalls: rounded(calls), weeksOfEvidence: weeks }
  }
}

interface Found {
  /** The index of the slot. */
  readonly at: number
  readonly slot: Interval
  readonly calls: number
  readonly weeks: number
}

/** The first local day on which a window may begin. */
export function earliestDay({ from, now, timezone }: PlanOptions): string {
  return from ?? nextDay(calendarDay(now, timezone))
}

/** Few calls are not none. */
function rounded(calls: number): number {
  if (calls >= 10) return Math.round(calls)
  return Math.ceil(calls * 10) / 10
}
