import { type Coverage, coverageOf } from '../domain/coverage.ts'
import type { CallerSummary, Change, Diagnostic, Finding, ReadinessRow } from '../domain/readiness.ts'
import { type Scope, scopeId } from '../domain/scope.ts'
import { asShown } from '../domain/stale.ts'
import { type Day, type Instant, iso } from '../domain/time.ts'
import type { RulePack, Verdict } from '../domain/verdict.ts'
import { calendarDay } from './calendar.ts'
import { type DigestChange, sortChanges } from './digest-changes.ts'
import { type DigestNight, type LastRun, nightOf } from './digest-night.ts'
import { decidingCallers, decidingFindings } from './finding-text.ts'

/** A key as a digest names it, with what decided. */
export interface DigestKey extends Scope {
  readonly keyId: string
  readonly aliases: readonly string[]
  readonly verdict: Verdict
  /** What the verdict was when the key was last checked, more than 48 hours ago. */
  readonly staleVerdict?: Verdict
  /** The findings that made the verdict. */
  readonly deciding: readonly Finding[]
  /** Who made the calls that those findings speak of. */
  readonly callers: readonly CallerSummary[]
}

export interface DigestChanges {
  /** Ready today and not before, keys seen for the first time among them. */
  readonly newlyReady: readonly DigestChange[]
  /** Were ready, at whatever hour of the day, and are not any more. */
  readonly noLongerReady: readonly DigestChange[]
  readonly migrated: readonly DigestChange[]
  /** No longer exist. */
  readonly gone: readonly DigestChange[]
  readonly firstSeen: readonly DigestChange[]
  readonly other: readonly DigestChange[]
}

export type VerdictCounts = Readonly<Partial<Record<Verdict, number>>>

export interface ScopeTotals extends Scope {
  readonly keys: number
  readonly byVerdict: VerdictCounts
}

/** How old what is known of a scope is; ISO 8601 UTC. */
export interface ScopeFreshness extends Scope {
  readonly oldestCheckedAt: string
  readonly newestCheckedAt: string
  /** Keys that were not checked for 48 hours. */
  readonly stale: number
}

/** Where the trail of a scope was not read completely for keys that had to be judged by it; ISO 8601 UTC. */
export interface ScopeGaps extends Scope {
  /** Keys whose window has a gap. */
  readonly keys: number
  readonly gaps: readonly { readonly from: string; readonly to: string }[]
}

/** What people are told of one day, as data: every rendering and channel shows this and nothing else. */
export interface Digest {
  /** ISO 8601 UTC. */
  readonly madeAt: string
  /** The calendar day of the newest check, in `timezone`: the day whose changes are told. */
  readonly day: Day
  readonly timezone: string
  readonly rules: RulePack
  readonly night: DigestNight
  readonly changes: DigestChanges
  readonly ready: readonly DigestKey[]
  readonly blocked: readonly DigestKey[]
  readonly supportRequired: readonly DigestKey[]
  readonly actionRequired: readonly DigestKey[]
  readonly unknown: readonly DigestKey[]
  readonly totals: {
    readonly keys: number
    readonly byVerdict: VerdictCounts
    readonly byScope: readonly ScopeTotals[]
  }
  readonly freshness: readonly ScopeFreshness[]
  readonly gaps: readonly ScopeGaps[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface DigestInput {
  readonly rows: Iterable<ReadinessRow> | AsyncIterable<ReadinessRow>
  /** Any changes; those of other days are left out. */
  readonly changes: Iterable<Change> | AsyncIterable<Change>
  readonly diagnostics: readonly Diagnostic[]
  readonly lastRun: LastRun
  readonly now: Instant
  /** IANA zone. */
  readonly timezone: string
  readonly rules: RulePack
}

/** Makes the digest. Rows are read once, as they come, and only what a digest names is kept. */
export async function makeDigest(input: DigestInput): Promise<Digest> {
  const { rows, changes, diagnostics, lastRun, now, timezone, rules } = input
  const keys: DigestKey[] = []
  const scopes = new Map<string, ScopeSum>()
  let newest = ''
  for await (const row of rows) {
    const shown = asShown(row, now)
    keys.push(keyOf(shown))
    if (row.checkedAt > newest) newest = row.checkedAt
    addTo(scopes, shown)
  }
  const day = calendarDay(newest === '' ? now : Date.parse(newest), timezone)
  const today: Change[] = []
  for await (const change of changes)
    if (calendarDay(Date.parse(change.changedAt), timezone) === day) today.push(change)
  keys.sort(byId)
  const sums = [...scopes.values()].sort(byScope)
  const of = (verdict: Verdict) => keys.filter((key) => key.verdict === verdict)
  return {
    madeAt: iso(now),
    day,
    timezone,
    rules,
    night: nightOf(lastRun, newest, now),
    changes: sortChanges(today, keys),
    ready: of('ready'),
    blocked: of('blocked'),
    supportRequired: of('support-required'),
    actionRequired: of('action-required'),
    unknown: of('unknown'),
    totals: {
      keys: keys.length,
      byVerdict: countVerdicts(keys.map((key) => key.verdict)),
      byScope: sums.map(({ accountId, region, verdicts }) => {
        return { accountId, region, keys: verdicts.length, byVerdict: countVerdicts(verdicts) }
      }),
    },
    freshness: sums.map(({ accountId, region, oldest, newest, stale }) => {
      return { accountId, region, oldestCheckedAt: oldest, newestCheckedAt: newest, stale }
    }),
    gaps: sums.flatMap(({ accountId, region, keysWithGaps, gaps }) => {
      return keysWithGaps === 0
        ? []
        : [
            {
              accountId,
              region,
              keys: keysWithGaps,
              gaps: gaps.map(({ from, to }) => ({ from: iso(from), to: iso(to) })),
            },
          ]
    }),
    diagnostics: [...diagnostics].sort((a, b) => Number(b.fatal) - Number(a.fatal) || byScope(a, b)),
  }
}

interface ScopeSum extends Scope {
  readonly verdicts: Verdict[]
  oldest: string
  newest: string
  stale: number
  keysWithGaps: number
  gaps: Coverage
}

function addTo(scopes: Map<string, ScopeSum>, row: ReadinessRow): void {
  const { accountId, region, checkedAt } = row
  const id = scopeId(row)
  const sum = scopes.get(id) ?? {
    accountId,
    region,
    verdicts: [],
    oldest: checkedAt,
    newest: checkedAt,
    stale: 0,
    keysWithGaps: 0,
    gaps: [],
  }
  scopes.set(id, sum)
  sum.verdicts.push(row.verdict)
  if (checkedAt < sum.oldest) sum.oldest = checkedAt
  if (checkedAt > sum.newest) sum.newest = checkedAt
  if (row.staleVerdict !== undefined) sum.stale += 1
  // The trail of a region without a candidate is not read, and need not be.
  if (row.verdict === 'not-required' || row.verdict === 'migrated' || row.observed.complete) return
  sum.keysWithGaps += 1
  const gaps = row.observed.gaps.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }))
  sum.gaps = coverageOf([...sum.gaps, ...gaps])
}

function keyOf(row: ReadinessRow): DigestKey {
  const { accountId, region, keyId, aliases, verdict, staleVerdict } = row
  const deciding = decidingFindings(row)
  const callers = decidingCallers(row, deciding)
  const key = { accountId, region, keyId, aliases, verdict, deciding, callers }
  return staleVerdict === undefined ? key : { ...key, staleVerdict }
}

function countVerdicts(verdicts: readonly Verdict[]): VerdictCounts {
  const counts: Partial<Record<Verdict, number>> = {}
  for (const verdict of verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1
  return counts
}

function byId(a: DigestKey, b: DigestKey): number {
  return byScope(a, b) || compare(a.keyId, b.keyId)
}

function byScope(a: { readonly accountId: string; readonly region?: string }, b: typeof a): number {
  return compare(a.accountId, b.accountId) || compare(a.region ?? '', b.region ?? '')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
