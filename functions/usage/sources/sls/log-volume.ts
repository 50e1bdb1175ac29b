import type { Interval } from '../../../../shared/domain/coverage.ts'
import { HOUR, type Instant } from '../../../../shared/domain/time.ts'
import { daysOf } from '../../../../shared/domain/window.ts'

/** Groups that an answer should come to, so that no answer is cut and few of them fill no memory; and logs that one statement looks at. */
const GROUPS = 3_000
const LOGS = 400_000
/** How far the next slices may be better than what was seen: later ones are not always like earlier ones. */
const MAX_STEP = 4

/** How many logs there are in each hour, and how many groups those of the slices that were read came to: by that the next slices are chosen. */
export class LogVolume {
  readonly #byHour: ReadonlyMap<Instant, number> | undefined
  /** Groups a log. */
  #share = 1

  /** `byHour`: undefined where nobody knows. */
  constructor(byHour: ReadonlyMap<Instant, number> | undefined) {
    this.#byHour = byHour
  }

  /** A slice was read. */
  learn(slice: Interval, groups: number): void {
    const logs = this.#logsIn(slice)
    if (logs > 0) this.#share = Math.min(1, Math.max(groups / logs, this.#share / MAX_STEP))
  }

  /** False where there are none, or nobody knows. */
  knowsLogsIn(interval: Interval): boolean {
    return this.#logsIn(interval) > 0
  }

  /** True for days that one statement should be able to count. Nobody knows: only a single day. */
  fits(days: Interval): boolean {
    return this.#byHour ? this.#isFew(this.#logsIn(days)) : daysOf(days).length === 1
  }

  /** The interval in slices, each for one statement. */
  slicesOf(whole: Interval): readonly Interval[] {
    if (this.fits(whole)) return [whole]
    const slices: Interval[] = []
    let { from } = whole
    let logs = 0
    for (let hour = startOfHour(from); hour < whole.to; hour += HOUR) {
      const more = this.#byHour?.get(hour) ?? 0
      if (hour > from && !this.#isFew(logs + more)) {
        slices.push({ from, to: hour })
        from = hour
        logs = 0
      }
      logs += more
    }
    return [...slices, { from, to: whole.to }]
  }

  #isFew(logs: number): boolean {
    return logs <= LOGS && logs * this.#share <= GROUPS
  }

  #logsIn({ from, to }: Interval): number {
    let logs = 0
    for (let hour = startOfHour(from); hour < to; hour += HOUR) logs += this.#byHour?.get(hour) ?? 0
    return logs
  }
}

function startOfHour(at: Instant): Instant {
  return Math.floor(at / HOUR) * HOUR
}
