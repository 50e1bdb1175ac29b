import { calendarDay, changeDays } from '../domain/calendar.ts'
import { decidingCallers, decidingFindings } from '../domain/deciding.ts'
import { isRotating } from '../domain/key.ts'
import { ownerOf } from '../domain/owner.ts'
import type { Change, Diagnostic, ReadinessRow } from '../domain/readiness.ts'
import { isQuietButNeeded, scenarioOf } from '../domain/resources/scenario.ts'
import type { RulePack } from '../domain/rules/rule-packs.ts'
import { byScope } from '../domain/scope.ts'
import { applyStaleness } from '../domain/stale.ts'
import { stepsOf } from '../domain/steps/steps-of.ts'
import { DAY, dayOf, type Instant, iso, parseInstant } from '../domain/time.ts'
import { ChangeCounter, trendOf } from '../domain/trend.ts'
import { decidesAlone, type Verdict } from '../domain/verdict.ts'
import { ChangeWatermark } from './change-watermark.ts'
import { sortChanges } from './changes.ts'
import { type LastRun, nightOf } from './last-night.ts'
import { progressOf } from './migration-progress.ts'
import type { Digest, DigestKey, RotatingKey } from './model.ts'
import { rulePacksOf } from './rule-packs.ts'
import { TotalsAggregator } from './totals.ts'

export interface DigestInput {
  readonly rows: Iterable<ReadinessRow> | AsyncIterable<ReadinessRow>
  /**
   * The whole history, in its order: one key after the other, oldest change first. All of it makes the trend; those of the period are
   * told.
   */
  readonly changes: Iterable<Change> | AsyncIterable<Change>
  /** In the order in which they are shown. */
  readonly diagnostics: readonly Diagnostic[]
  readonly lastRun: LastRun
  readonly now: Instant
  /** IANA zone. */
  readonly timezone: string
  /** CMK_RULES. */
  readonly rules: RulePack
  /** A day unless given. */
  readonly period?: 'day' | 'week'
  /** Changes from this moment on (ISO 8601 UTC; empty for all) are reported too, however long ago. */
  readonly missedSince?: string
}

/** Makes the digest. Rows and changes are read once, as they come, and only what a digest names is kept. */
export async function makeDigest(input: DigestInput): Promise<Digest> {
  const { rows, changes, diagnostics, lastRun, now, timezone, rules, period = 'day', missedSince } = input
  const keys: DigestKey[] = []
  const rotating: RotatingKey[] = []
  const aggregator = new TotalsAggregator()
  for await (const row of rows) {
    const shown = applyStaleness(row, now)
    const key = keyOf(shown, now)
    keys.push(key)
    if (isRotatedInto(shown)) rotating.push(rotatingKeyOf(key, shown))
    aggregator.add(row, shown.verdict, shown.staleVerdict !== undefined)
  }
  const { newest } = aggregator
  const day = calendarDay(newest === '' ? now : Date.parse(newest), timezone)
  const begin = period === 'day' ? day : dayOf(Date.parse(day) - 6 * DAY)
  let since = begin
  const dayOfChange = changeDays(timezone)
  const tally = new ChangeCounter()
  const inPeriod: Change[] = []
  const marks = new ChangeWatermark()
  for await (const change of changes) {
    tally.add(change)
    marks.add(change)
    const changed = dayOfChange(change)
    const isMissed = missedSince !== undefined && change.changedAt >= missedSince
    if (changed <= day && (begin <= changed || isMissed)) {
      inPeriod.push(change)
      if (changed < since) since = changed
    }
  }
  const newestInPeriod = marks.newest((change) => dayOfChange(change) <= day)
  const newestBefore = marks.newest((change) => dayOfChange(change) < begin)
  keys.sort(byId)
  rotating.sort((a, b) => byDate(a, b) || byId(a, b))
  const numbers = aggregator.numbers()
  const end = aggregator.trendEnd(now, timezone)
  const trend = trendOf(end, tally.counts, dayOfChange)
  const of = (verdict: Verdict) => keys.filter((key) => key.verdict === verdict)
  return {
    madeAt: iso(now),
    day,
    period: since < begin ? 'longer' : period,
    since,
    timezone,
    ...rulePacksOf(aggregator.packs, rules),
    night: nightOf(lastRun, newest, now),
    changes: sortChanges(inPeriod, keys),
    newestChange: {
      told: newestInPeriod.at,
      before: newestBefore.at,
      toldMark: newestInPeriod.mark,
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

function keyOf(row: ReadinessRow, now: Instant): DigestKey {
  const { accountId, region, keyId, aliases, verdict, staleVerdict } = row
  const deciding = decidingFindings(row)
  const callers = decidingCallers(row, deciding)
  const owner = ownerOf(row)
  const scenario = scenarioOf(row)
  const steps = [...new Set(stepsOf(row, now).map(({ id }) => id))]
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
    ...(scenario === null ? {} : { scenario }),
    ...(isQuietButNeeded(row) ? { quietButNeeded: true } : {}),
    ...(steps.length === 0 ? {} : { steps }),
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
