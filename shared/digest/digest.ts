import { isRotating } from '../domain/key.ts'
import { ownerOf } from '../domain/owner.ts'
import type { CallerSummary, Change, Diagnostic, Finding, ReadinessRow } from '../domain/readiness.ts'
import { byScope, type Scope } from '../domain/scope.ts'
import { asShown } from '../domain/stale.ts'
import { DAY, type Day, dayOf, type Instant, iso, parseInstant } from '../domain/time.ts'
import { ChangeTally, type TrendPoint, trendOf } from '../domain/trend.ts'
import { decidesAlone, type RulePack, type Verdict, type VerdictCounts } from '../domain/verdict.ts'
import { calendarDay, changeDays } from '../text/dates.ts'
import { decidingCallers, decidingFindings } from '../text/finding-text.ts'
import { ChangeMarks } from './change-watermark.ts'
import { type DigestChange, sortChanges } from './changes.ts'
import { type DigestNight, type LastRun, nightOf } from './last-night.ts'
import { type DigestProgress, progressOf } from './migration-progress.ts'
import { type RulePacks, rulePacksOf } from './rule-packs.ts'
import { ScopeSums } from './totals.ts'

/** A key as a digest names it, with what decided. */
export interface DigestKey extends Scope {
  readonly keyId: string
  readonly aliases: readonly string[]
  /** Whom its tags name as its owner. */
  readonly owner?: string
  readonly verdict: Verdict
  /** What the verdict was when the key was last checked, more than 48 hours ago. */
  readonly staleVerdict?: Verdict
  /** The findings that made the verdict. */
  readonly deciding: readonly Finding[]
  /** Who made the calls that those findings speak of. */
  readonly callers: readonly CallerSummary[]
  /** Whether its window was read completely, and every fact of it. */
  readonly complete: boolean
}

/** A key that its next rotation will block for good, unless somebody switches it off before. */
export interface RotatingKey extends DigestKey {
  /** ISO 8601 UTC; null where KMS tells none. */
  readonly nextRotationAt: string | null
  /** The key is not enabled; its rotation goes on as soon as it is. */
  readonly suspended: boolean
}

export interface DigestChanges {
  /** Ready now and not before the period, keys seen for the first time among them. */
  readonly newlyReady: readonly DigestChange[]
  /** Were ready, at whatever hour of the period, and are not any more. */
  readonly noLongerReady: readonly DigestChange[]
  readonly migrated: readonly DigestChange[]
  /** No longer exist. */
  readonly gone: readonly DigestChange[]
  readonly firstSeen: readonly DigestChange[]
  readonly other: readonly DigestChange[]
}

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
export interface Digest extends RulePacks {
  /** ISO 8601 UTC. */
  readonly madeAt: string
  /** The calendar day of the newest check, in `timezone`. */
  readonly day: Day
  /** What changes are told of: that day, the seven days that end with it, or more days, to make up for digests that did not arrive. */
  readonly period: 'day' | 'week' | 'longer'
  /** The first of those days. */
  readonly since: Day
  readonly timezone: string
  readonly night: DigestNight
  readonly changes: DigestChanges
  /** The newest change up to the end of the period, and the newest before it began; ISO 8601 UTC, null where there is none. */
  readonly newestChange: {
    readonly told: string | null
    readonly before: string | null
    /** Marks of the changes that there were up to those moments. */
    readonly toldMark: string
    readonly beforeMark: string
  }
  /** The soonest first, and last those of which no date is known. Each stands in the list of its verdict too. */
  readonly rotating: readonly RotatingKey[]
  readonly ready: readonly DigestKey[]
  readonly blocked: readonly DigestKey[]
  readonly supportRequired: readonly DigestKey[]
  readonly actionRequired: readonly DigestKey[]
  readonly unknown: readonly DigestKey[]
  readonly progress: DigestProgress
  /** The verdicts of every day in `timezone` from the first night on; today last, as they are shown. */
  readonly trend: readonly TrendPoint[]
  readonly totals: {
    readonly keys: number
    readonly byVerdict: VerdictCounts
    readonly byScope: readonly ScopeTotals[]
  }
  readonly freshness: readonly ScopeFreshness[]
  readonly gaps: readonly ScopeGaps[]
  /** The gravest first. */
  readonly diagnostics: readonly Diagnostic[]
}

export interface DigestInput {
  readonly rows: Iterable<ReadinessRow> | AsyncIterable<ReadinessRow>
  /**
   * The whole history, in its order: one key after the other, oldest change first. All of it makes the trend; those of the period are
   * told.
   */
  readonly changes: Iterable<Change> | AsyncIterable<Change>
  /** In the order in which they are told. */
  readonly diagnostics: readonly Diagnostic[]
  readonly lastRun: LastRun
  readonly now: Instant
  /** IANA zone. */
  readonly timezone: string
  /** CMK_RULES. */
  readonly rules: RulePack
  /** A day unless given. */
  readonly period?: 'day' | 'week'
  /** Changes from this moment on (ISO 8601 UTC; empty for all) are told too, however long ago. */
  readonly missedSince?: string
}

/** Makes the digest. Rows and changes are read once, as they come, and only what a digest names is kept. */
export async function makeDigest(input: DigestInput): Promise<Digest> {
  const { rows, changes, diagnostics, lastRun, now, timezone, rules, period = 'day', missedSince } = input
  const keys: DigestKey[] = []
  const rotating: RotatingKey[] = []
  const sums = new ScopeSums()
  for await (const row of rows) {
    const shown = asShown(row, now)
    const key = keyOf(shown)
    keys.push(key)
    if (isRotatedInto(shown)) rotating.push(rotatingKeyOf(key, shown))
    sums.add(row, shown.verdict, shown.staleVerdict !== undefined)
  }
  const { newest } = sums
  const day = calendarDay(newest === '' ? now : Date.parse(newest), timezone)
  const begin = period === 'day' ? day : dayOf(Date.parse(day) - 6 * DAY)
  let since = begin
  const dayOfChange = changeDays(timezone)
  const tally = new ChangeTally()
  const told: Change[] = []
  const marks = new ChangeMarks()
  for await (const change of changes) {
    tally.add(change)
    marks.add(change)
    const changed = dayOfChange(change)
    const isMissed = missedSince !== undefined && change.changedAt >= missedSince
    if (changed <= day && (begin <= changed || isMissed)) {
      told.push(change)
      if (changed < since) since = changed
    }
  }
  const newestTold = marks.newest((change) => dayOfChange(change) <= day)
  const newestBefore = marks.newest((change) => dayOfChange(change) < begin)
  keys.sort(byId)
  rotating.sort((a, b) => byDate(a, b) || byId(a, b))
  const numbers = sums.numbers()
  const end = sums.trendEnd(now, timezone)
  const trend = trendOf(end, tally.counts, dayOfChange)
  const of = (verdict: Verdict) => keys.filter((key) => key.verdict === verdict)
  return {
    madeAt: iso(now),
    day,
    period: since < begin ? 'longer' : period,
    since,
    timezone,
    ...rulePacksOf(sums.packs, rules),
    night: nightOf(lastRun, newest, now),
    changes: sortChanges(told, keys),
    newestChange: {
      told: newestTold.at,
      before: newestBefore.at,
      toldMark: newestTold.mark,
      beforeMark: newestBefore.mark,
    },
    rotating,
    ready: of('ready'),
    blocked: of('blocked'),
    supportRequired: of('support-required'),
    actionRequired: of('action-required'),
    unknown: of('unknown'),
    progress: progressOf(end, trend),
    trend,
    ...numbers,
    diagnostics,
  }
}

function keyOf(row: ReadinessRow): DigestKey {
  const { accountId, region, keyId, aliases, verdict, staleVerdict } = row
  const deciding = decidingFindings(row)
  const callers = decidingCallers(row, deciding)
  const owner = ownerOf(row)
  return {
    accountId,
    region,
    keyId,
    aliases,
    ...(owner === undefined ? {} : { owner }),
    verdict,
    ...(staleVerdict === undefined ? {} : { staleVerdict }),
    deciding,
    callers,
    complete: row.observed.complete && row.unread.length === 0,
  }
}

/** True of a key that has to move and that a second key version would block: not one that has several, or is blocked for good already. */
function isRotatedInto({ facts, verdict, staleVerdict = verdict }: ReadinessRow): boolean {
  const { versions, origin } = facts
  return isRotating(facts) && !decidesAlone(staleVerdict) && (versions ?? 1) <= 1 && origin !== 'EXTERNAL'
}

function rotatingKeyOf(key: DigestKey, { facts }: ReadinessRow): RotatingKey {
  const next = parseInstant(facts.nextRotationAt)
  return {
    ...key,
    nextRotationAt: next === undefined ? null : iso(next),
    suspended: facts.automaticRotation === 'Suspended',
  }
}

/** What has no date comes last. */
function byDate({ nextRotationAt: a }: RotatingKey, { nextRotationAt: b }: RotatingKey): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a < b ? -1 : 1
}

function byId(a: DigestKey, b: DigestKey): number {
  return byScope(a, b) || (a.keyId < b.keyId ? -1 : Number(a.keyId > b.keyId))
}
