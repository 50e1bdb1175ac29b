import type { Change, ChangeCount } from './readiness.ts'
import { scopeId } from './scope.ts'
import { DAY, type Day, dayOf, parseInstant, startOfDay } from './time.ts'
import { VERDICTS, type Verdict } from './verdict.ts'

type Counts = Readonly<Partial<Record<Verdict, number>>>

/** How many keys had each verdict when a UTC day ended. Verdicts that no key had are left out. */
export interface TrendDay {
  readonly day: Day
  readonly counts: Partial<Record<Verdict, number>>
}

/**
 * The counts of every UTC day from the first change up to `until`, reconstructed from the changes, in whatever order they come. Keys
 * without a change are unknown to them, and changes after `until` do not count.
 */
export function trendOf(changes: Iterable<Change>, until: Day): readonly TrendDay[] {
  const trend = new Trend(until)
  const latest = new Map<string, Change>()
  for (const change of changes) {
    const at = parseInstant(change.changedAt)
    if (at === undefined || dayOf(at) > until) continue
    trend.add({ ...change, day: dayOf(at), keys: 1 })
    const key = `${scopeId(change)}:${change.keyId}`
    const known = latest.get(key)
    if (!known || known.changedAt < change.changedAt) latest.set(key, change)
  }
  const end: Partial<Record<Verdict, number>> = {}
  for (const { after } of latest.values()) if (after !== null) end[after] = (end[after] ?? 0) + 1
  return trend.days(end)
}

/** The same for changes that were counted, or from some day on only: it is told how it ends. */
export class Trend {
  readonly #until: Day
  readonly #days = new Map<Day, Map<Verdict, number>>()

  constructor(until: Day) {
    this.#until = until
  }

  /** Days after the end do not count. */
  add({ day, before, after, keys }: ChangeCount): void {
    if (day > this.#until) return
    const sums = this.#days.get(day) ?? new Map<Verdict, number>()
    this.#days.set(day, sums)
    if (before !== null) sums.set(before, (sums.get(before) ?? 0) - keys)
    if (after !== null) sums.set(after, (sums.get(after) ?? 0) + keys)
  }

  /** Counted back from `end`, the counts when the last day ends. Without a change there is that day alone. */
  days(end: Counts): readonly TrendDay[] {
    const begun = [...this.#days.keys()].sort()[0] ?? this.#until
    const counts = new Map(VERDICTS.map((verdict) => [verdict, end[verdict] ?? 0]))
    const days: TrendDay[] = []
    for (let at = startOfDay(Date.parse(this.#until)); dayOf(at) >= begun; at -= DAY) {
      const day = dayOf(at)
      // A row that something else took out of the table would make a count fall below nothing.
      days.push({ day, counts: Object.fromEntries([...counts].filter(([, keys]) => keys > 0)) })
      for (const [verdict, sum] of this.#days.get(day) ?? []) counts.set(verdict, (counts.get(verdict) ?? 0) - sum)
    }
    return days.reverse()
  }
}
