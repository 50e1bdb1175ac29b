import { type Coverage, coverageOf, covers, difference, type Interval, intersection } from './coverage.ts'
import { DAY, HOUR, type Instant, MINUTE, startOfDay } from './time.ts'

/** LookupEvents keeps events for 90 days (API reference, LookupEvents). */
export const TRAIL_RETENTION = 90 * DAY
/** LookupEvents takes at most 30 days between StartTime and EndTime. */
export const MAX_LOOKUP = 30 * DAY
/** A day that ended less than this before asOf may still get late events: the full reading reads it again. */
export const LATE_EVENT_WINDOW = 24 * HOUR
/** Lookups by name cost a call for a week: they read it again every night, and find what came days late. */
export const LATE_EVENT_WINDOW_BY_NAME = 7 * DAY
/** asOf lies this far before a run's start: events arrive late. */
export const EVENT_DELIVERY_LAG = 15 * MINUTE
/**
 * How much of the oldest edge of the trail may have dropped out before a run reached it: the 15 minutes between asOf and the run's start,
 * and the hours that a long night takes. Later nights have it covered.
 */
const RETENTION_EDGE_TOLERANCE = 6 * HOUR

/** What was read of a trail: `covered` completely, of which `final` was proven to be the trail's and will not be read again. */
export interface Reading {
  readonly covered: Coverage
  readonly final: Coverage
  /** Where the trail began when its oldest part day was last read: what lies before is no longer available. */
  readonly horizon?: Instant
  /** What the run of this asOf has read, days that only the next run reads again among it: a run that resumes does not start over. */
  readonly run?: { readonly asOf: Instant; readonly read: Coverage }
  /** By which source, and in which mode of it, days were read: `lookup`, `sls accurate`. Days of earlier versions are under none. */
  readonly by?: Readonly<Record<string, Coverage>>
}

export const UNREAD: Reading = { covered: [], final: [] }

/** The window that is asked for: from the later of `asOf` less the observation days and the key's creation, up to `asOf`. */
export function nominalWindow(asOf: Instant, days: number, createdAt: Instant | undefined): Interval {
  return { from: Math.min(asOf, Math.max(asOf - days * DAY, createdAt ?? 0)), to: asOf }
}

/**
 * The window of a key. Where it asks for all that ActionTrail keeps, the trail drops the oldest minutes of it before a run can read them:
 * it then looks back as far as the trail did. Only a window of at most the trail's own 90 days; a longer one has a gap.
 */
export function observationWindow(
  asOf: Instant,
  days: number,
  createdAt: Instant | undefined,
  { horizon }: Pick<Reading, 'horizon'>,
): Interval {
  const { from, to } = nominalWindow(asOf, days, createdAt)
  const dropped =
    horizon !== undefined &&
    days * DAY <= TRAIL_RETENTION &&
    horizon <= asOf - TRAIL_RETENTION + RETENTION_EDGE_TOLERANCE
  return { from: dropped ? Math.max(from, horizon) : from, to }
}

/**
 * What a run up to `asOf` has to read, from `since` on: everything that is not final, by whole UTC days, nothing older than the trail
 * keeps (`horizon`), and no day of which a longer reading is already there.
 */
export function unreadOf(reading: Reading, since: Instant, asOf: Instant, horizon: Instant): Coverage {
  const start = Math.max(startOfDay(since), horizon)
  const open = difference(coverageOf([{ from: start, to: asOf }]), reading.final)
  const days = open.flatMap(daysOf).map((day) => {
    // A day is read as a whole, or as far as there is any of it: part of one never takes the place of more.
    const midnight = startOfDay(day.from)
    return { from: Math.max(midnight, horizon), to: Math.min(midnight + DAY, asOf) }
  })
  return coverageOf(days.filter((day) => !isLonger(reading.covered, day)))
}

/** True when all that a reading of part of a day would give is covered, and more of that day besides. */
function isLonger(covered: Coverage, { from, to }: Interval): boolean {
  const midnight = startOfDay(from)
  return (
    (from > midnight && covers(covered, { from: from - 1, to })) ||
    (to < midnight + DAY && covers(covered, { from, to: to + 1 }))
  )
}

/** An interval cut at midnights, oldest first. */
export function daysOf({ from, to }: Interval): Interval[] {
  const days: Interval[] = []
  for (let at = from; at < to; at = startOfDay(at) + DAY)
    days.push({ from: at, to: Math.min(to, startOfDay(at) + DAY) })
  return days
}

/**
 * Lookups for what is unread, newest first: none longer than the API takes; a day in `alone` (its events came in no order) and a day
 * that starts past midnight (it is dropping out of the trail) by itself.
 */
export function lookupWindows(unread: Coverage, alone: ReadonlySet<Instant>): Interval[] {
  const windows: { from: Instant; to: Instant }[] = []
  const days = unread.flatMap(daysOf).reverse()
  for (const day of days) {
    const last = windows.at(-1)
    const midnight = startOfDay(day.from)
    const apart =
      alone.has(midnight) || day.from !== midnight || (last !== undefined && alone.has(startOfDay(last.from)))
    if (last && !apart && last.from === day.to && last.to - day.from <= MAX_LOOKUP) last.from = day.from
    else windows.push({ ...day })
  }
  return windows
}

/**
 * The reading once a day has been read completely, from `day.from` to `day.to`: its rows were replaced, so nothing else of that day is covered
 * any more. It is not final before the source is proven. `by`: the source, and its mode.
 */
export function withDay(reading: Reading, day: Interval, asOf: Instant, by?: string): Reading {
  const midnight = startOfDay(day.from)
  const gone = difference([{ from: midnight, to: midnight + DAY }], [day])
  const left = (coverage: Coverage) => difference(coverage, gone)
  return {
    ...reading,
    covered: coverageOf([...left(reading.covered), day]),
    final: left(reading.final),
    run: { asOf, read: coverageOf([...left(readBy(reading, asOf)), day]) },
    ...(by === undefined ? {} : { by: readNow(reading.by ?? {}, day, by) }),
  }
}

/** What is covered, by the sources that it was read from; what an earlier version read is under the empty name. */
export function coveredBy({ covered, by = {} }: Pick<Reading, 'covered' | 'by'>): Readonly<Record<string, Coverage>> {
  const known = Object.entries(by).map(([name, read]) => [name, intersection(read, covered)] as const)
  const rest = known.reduce((left, [, read]) => difference(left, read), covered)
  return Object.fromEntries([...known, ['', rest] as const].filter(([, read]) => read.length > 0))
}

function readNow(known: Readonly<Record<string, Coverage>>, day: Interval, by: string): Record<string, Coverage> {
  const midnight = startOfDay(day.from)
  const whole = [{ from: midnight, to: midnight + DAY }]
  const others = Object.entries(known).map(([name, read]) => [name, difference(read, whole)] as const)
  const left = Object.fromEntries(others.filter(([, read]) => read.length > 0))
  return { ...left, [by]: coverageOf([...(left[by] ?? []), day]) }
}

/** The reading once the source is proven: what its run has read is final where it ended longer ago than `settling`. */
export function withProof(reading: Reading, settling: number): Reading {
  const { run } = reading
  if (!run) return reading
  const settled = run.read.flatMap(daysOf).filter((day) => startOfDay(day.from) + DAY <= run.asOf - settling)
  return { ...reading, final: coverageOf([...reading.final, ...settled]) }
}

/** The reading without all that the run of an asOf, or a later one, has read of it. */
export function withoutRun({ run, ...reading }: Reading, asOf: Instant): Reading {
  if (!run) return reading
  if (run.asOf < asOf) return { ...reading, run }
  return { ...reading, covered: difference(reading.covered, run.read), final: difference(reading.final, run.read) }
}

/** The reading with nothing but what is final and lies before a moment: everything else is read again. */
export function onlyFinal({ run: _, ...reading }: Reading, before = Number.POSITIVE_INFINITY): Reading {
  const final = difference(reading.final, [{ from: before, to: Number.POSITIVE_INFINITY }])
  return { ...reading, covered: final, final }
}

/** What the run of an asOf has read before: in an invocation that was stopped, or that failed. */
export function readBy({ run }: Reading, asOf: Instant): Coverage {
  return run?.asOf === asOf ? run.read : []
}

/** The reading without a day that turned out not to be read completely. */
export function withoutDay(reading: Reading, midnight: Instant): Reading {
  const day = coverageOf([{ from: midnight, to: midnight + DAY }])
  const without = { ...reading, covered: difference(reading.covered, day), final: difference(reading.final, day) }
  return reading.run ? { ...without, run: { ...reading.run, read: difference(reading.run.read, day) } } : without
}
