import type { Change, ChangeCount } from './readiness.ts'
import { DAY, type Day, dayOf } from './time.ts'
import { VERDICTS, type Verdict, type VerdictCounts } from './verdict.ts'

/** How many keys had each verdict at the end of a day; verdicts that no key had are left out. */
export interface TrendPoint {
  readonly day: Day
  readonly counts: VerdictCounts
}

/** The day that a change counts to, on the reader's calendar. */
export type DayOfChange = (change: Pick<Change, 'changedAt'>) => Day

/** How a trend ends. */
export interface TrendEnd {
  readonly day: Day
  /** The verdicts as the last change left them. */
  readonly stored: VerdictCounts
  /** The same as they are shown: a key that was not checked lately is unknown today, and was what it was. */
  readonly shown: VerdictCounts
}

/**
 * How the verdicts stood on every day from the first change up to the end, counted back from there, so that keys without a change count
 * too. Changes after the end do not count; without any other there is the last day alone.
 */
export function trendOf(end: TrendEnd, changes: Iterable<ChangeCount>, dayOfChange: DayOfChange): TrendPoint[] {
  const days = new Map<Day, ChangeCount[]>()
  let first = end.day
  for (const change of changes) {
    const day = dayOfChange(change)
    if (day > end.day) continue
    if (day < first) first = day
    days.set(day, [...(days.get(day) ?? []), change])
  }
  const counts = new Map(VERDICTS.map((verdict) => [verdict, end.stored[verdict] ?? 0]))
  const add = (verdict: Verdict | null, keys: number) => {
    if (verdict !== null) counts.set(verdict, (counts.get(verdict) ?? 0) + keys)
  }
  const points: TrendPoint[] = []
  for (let day = end.day; day >= first; day = dayOf(Date.parse(day) - DAY)) {
    // A row that something else took out of the table would make a count fall below nothing.
    const known = day === end.day ? end.shown : Object.fromEntries([...counts].filter(([, count]) => count > 0))
    points.push({ day, counts: known })
    for (const { before, after, keys } of days.get(day) ?? []) {
      add(after, -keys)
      add(before, keys)
    }
  }
  return points.reverse()
}

/** Counts changes as they stream: numbers a run and kind, and no key. */
export class ChangeCounter {
  readonly #counts = new Map<string, ChangeCount>()

  /** `keys`: how many keys changed so. */
  add({ changedAt, before, after }: Pick<Change, 'changedAt' | 'before' | 'after'>, keys = 1): void {
    const name = `${changedAt} ${before} ${after}`
    this.#counts.set(name, { changedAt, before, after, keys: (this.#counts.get(name)?.keys ?? 0) + keys })
  }

  get counts(): readonly ChangeCount[] {
    return [...this.#counts.values()]
  }
}

/** How far the chart looks back. */
export const TREND_DAYS = 90
