import type { Change, ChangeCount } from './readiness.ts'
import { scopeId } from './scope.ts'
import { DAY, type Day, dayOf } from './time.ts'
import { VERDICTS, type Verdict } from './verdict.ts'

/** How many keys had each verdict at the end of a day; verdicts that no key had are left out. */
export interface TrendPoint {
  readonly day: Day
  readonly counts: Readonly<Partial<Record<Verdict, number>>>
}

/** The day that a change counts to. UTC days unless the reader's are asked for. */
export type DayOfChange = (change: Pick<Change, 'changedAt'>) => Day

const utcDay: DayOfChange = ({ changedAt }) => changedAt.slice(0, 10)

/**
 * How the verdicts stood on every day from the first change up to `until`, that day included; none where nothing had changed by then.
 * Changes come in any order. A key whose older changes are not kept any more counts from the first day on with what it was.
 */
export function trendOf(changes: Iterable<Change>, until: Day, dayOfChange = utcDay): readonly TrendPoint[] {
  const sum = new TrendSum(until, dayOfChange)
  for (const change of [...changes].sort(inHistoryOrder)) sum.add(change)
  return sum.points()
}

/** The same of changes that stream. Holds numbers a day and no key but the last. */
export class TrendSum {
  readonly #until: Day
  readonly #dayOfChange: DayOfChange
  /** By day, what it added to and took from each verdict. */
  readonly #steps = new Map<Day, Map<Verdict, number>>()
  /** Keys by their verdict before the first change that is kept of them. */
  readonly #before = new Map<Verdict, number>()
  #key = ''
  #verdict: Verdict | null = null

  constructor(until: Day, dayOfChange = utcDay) {
    this.#until = until
    this.#dayOfChange = dayOfChange
  }

  /** Takes changes one key after the other, oldest first within a key, as the history lists them. */
  add(change: Change): void {
    const day = this.#dayOfChange(change)
    if (day > this.#until) return
    const key = `${scopeId(change)}:${change.keyId}`
    if (key !== this.#key) {
      this.#key = key
      this.#verdict = change.before
      if (change.before !== null) addTo(this.#before, change.before, 1)
    }
    const steps = this.#steps.get(day) ?? new Map<Verdict, number>()
    this.#steps.set(day, steps)
    // From what the key was last known as: a chain with a link missing must not count a key twice.
    if (this.#verdict !== null) addTo(steps, this.#verdict, -1)
    if (change.after !== null) addTo(steps, change.after, 1)
    this.#verdict = change.after
  }

  points(): readonly TrendPoint[] {
    const first = [...this.#steps.keys()].reduce<Day | undefined>(
      (a, b) => (a === undefined || b < a ? b : a),
      undefined,
    )
    if (first === undefined) return []
    const counts = new Map(this.#before)
    const points: TrendPoint[] = []
    for (let day = first; day <= this.#until; day = dayOf(Date.parse(day) + DAY)) {
      for (const [verdict, step] of this.#steps.get(day) ?? []) addTo(counts, verdict, step)
      points.push({ day, counts: Object.fromEntries([...counts].filter(([, count]) => count !== 0)) })
    }
    return points
  }
}

/**
 * The trend counted back from how it ends, for changes that were counted, or are known from some day on only. Changes after the end do not
 * count; without any other there is the last day alone.
 */
export function trendBackFrom(end: TrendPoint, changes: Iterable<ChangeCount>): readonly TrendPoint[] {
  const counted = [...changes].filter(({ day }) => day <= end.day)
  const first = counted.reduce((least, { day }) => (day < least ? day : least), end.day)
  const counts = new Map<Verdict, number>()
  for (const verdict of VERDICTS) counts.set(verdict, end.counts[verdict] ?? 0)
  const points: TrendPoint[] = []
  for (let day = end.day; day >= first; day = dayOf(Date.parse(day) - DAY)) {
    // A row that something else took out of the table would make a count fall below nothing.
    points.push({ day, counts: Object.fromEntries([...counts].filter(([, count]) => count > 0)) })
    for (const { before, after, keys } of counted.filter((each) => each.day === day)) {
      if (after !== null) addTo(counts, after, -keys)
      if (before !== null) addTo(counts, before, keys)
    }
  }
  return points.reverse()
}

function addTo(counts: Map<Verdict, number>, verdict: Verdict, step: number): void {
  counts.set(verdict, (counts.get(verdict) ?? 0) + step)
}

function inHistoryOrder(a: Change, b: Change): number {
  return compare(scopeId(a), scopeId(b)) || compare(a.keyId, b.keyId) || compare(a.changedAt, b.changedAt)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
