import { calendarDay, changeDays } from '../domain/calendar.ts'
import type { Decision } from '../domain/decisions/decision.ts'
import { forecastOf } from '../domain/forecast/forecast.ts'
import { byKeyName, keyName } from '../domain/key-name.ts'
import type { Change, Diagnostic, ReadinessRow } from '../domain/readiness.ts'
import type { RulePack } from '../domain/rules/rule-packs.ts'
import { applyStaleness } from '../domain/stale.ts'
import { DAY, type Day, dayOf, type Instant, iso } from '../domain/time.ts'
import { ChangeCounter, type DayOfChange, trendOf } from '../domain/trend.ts'
import type { Verdict } from '../domain/verdict.ts'
import { type Audience, audienceOf, diagnosticsFor, lastRunFor, tellsOf } from './audience.ts'
import { ChangeWatermark } from './change-watermark.ts'
import { sortChanges } from './changes.ts'
import { decidedOf } from './decided.ts'
import { byRotation, digestKeyOf, rotatingKeyOf } from './digest-key.ts'
import { type LastRun, nightOf } from './last-night.ts'
import { progressOf } from './migration-progress.ts'
import type { Digest, DigestKey, RotatingKey } from './model.ts'
import { rulePacksOf } from './rule-packs.ts'
import { TotalsAggregator } from './totals.ts'

/** What a digest is made of beside rows and changes. */
export interface DigestSettings extends Audience {
  /** In the order in which they are shown. */
  readonly diagnostics: readonly Diagnostic[]
  readonly lastRun: LastRun
  readonly now: Instant
  /** IANA zone. */
  readonly timezone: string
  /** CMK_RULES. */
  readonly rules: RulePack
  /** All that people decided, in any order. */
  readonly decisions?: readonly Decision[]
  /** A day unless given. */
  readonly period?: 'day' | 'week'
  /** Changes from this moment on (ISO 8601 UTC; empty for all) are reported too, however long ago. */
  readonly missedSince?: string
}

export interface DigestInput extends DigestSettings {
  readonly rows: Iterable<ReadinessRow> | AsyncIterable<ReadinessRow>
  /**
   * The whole history, in its order: one key after the other, oldest change first. All of it makes the trend; those of the period are
   * told.
   */
  readonly changes: Iterable<Change> | AsyncIterable<Change>
}

/** Makes the digest. Rows and changes are read once, as they come, and only what a digest names is kept. */
export async function makeDigest({ rows, changes, ...settings }: DigestInput): Promise<Digest> {
  const maker = new DigestMaker(settings)
  for await (const row of rows) maker.addRow(row)
  for await (const change of changes) maker.addChange(change)
  return maker.make()
}

/** The days of a digest, once its rows are known. */
interface Period {
  readonly day: Day
  readonly begin: Day
}

/** Makes a digest of rows and then changes as they stream by: several may be made of one reading. */
export class DigestMaker {
  readonly #settings: DigestSettings
  readonly #keys: DigestKey[] = []
  readonly #names = new Set<string>()
  readonly #rotating: RotatingKey[] = []
  readonly #aggregator = new TotalsAggregator()
  readonly #dayOfChange: DayOfChange
  readonly #tally = new ChangeCounter()
  readonly #marks = new ChangeWatermark()
  readonly #inPeriod: Change[] = []
  #period: Period | undefined

  constructor(settings: DigestSettings) {
    this.#settings = settings
    this.#dayOfChange = changeDays(settings.timezone)
  }

  /** Whose keys it is of. */
  get audience(): Audience {
    return audienceOf(this.#settings)
  }

  /** False: the row is of no key that the digest tells of. */
  addRow(row: ReadinessRow): boolean {
    const { now } = this.#settings
    if (!tellsOf(this.#settings, row)) return false
    const shown = applyStaleness(row, now)
    const key = digestKeyOf(shown, now)
    this.#keys.push(key)
    this.#names.add(keyName(key))
    const rotating = rotatingKeyOf(key, shown)
    if (rotating !== undefined) this.#rotating.push(rotating)
    this.#aggregator.add(row, shown.verdict, shown.staleVerdict !== undefined)
    return true
  }

  /** After the last row. */
  addChange(change: Change): void {
    const { owner, account, missedSince } = this.#settings
    if (account !== undefined && change.accountId !== account) return
    // Whose a key was that is gone nobody knows: the digest of all keys tells it.
    if (owner !== undefined && !this.#names.has(keyName(change))) return
    this.#tally.add(change)
    this.#marks.add(change)
    const { day, begin } = this.#days()
    const changed = this.#dayOfChange(change)
    const isMissed = missedSince !== undefined && change.changedAt >= missedSince
    if (changed <= day && (begin <= changed || isMissed)) this.#inPeriod.push(change)
  }

  make(): Digest {
    const { now, timezone, rules, period = 'day' } = this.#settings
    const { day, begin } = this.#days()
    const since = this.#inPeriod.map(this.#dayOfChange).reduce((first, each) => (each < first ? each : first), begin)
    const newestInPeriod = this.#marks.newest((change) => this.#dayOfChange(change) <= day)
    const newestBefore = this.#marks.newest((change) => this.#dayOfChange(change) < begin)
    const keys = this.#keys.sort(byKeyName)
    const end = this.#aggregator.trendEnd(now, timezone)
    const trend = trendOf(end, this.#tally.counts, this.#dayOfChange)
    const of = (verdict: Verdict) => keys.filter((key) => key.verdict === verdict)
    const lists = {
      rotating: this.#rotating.sort((a, b) => byRotation(a, b) || byKeyName(a, b)),
      ready: of('ready'),
      blocked: of('blocked'),
      supportRequired: of('support-required'),
      actionRequired: of('action-required'),
      unknown: of('unknown'),
    }
    const progress = progressOf(end, trend)
    const numbers = this.#aggregator.numbers()
    return {
      madeAt: iso(now),
      day,
      period: since < begin ? 'longer' : period,
      since,
      timezone,
      ...this.audience,
      ...rulePacksOf(this.#aggregator.packs, rules),
      night: nightOf(lastRunFor(this.#settings, this.#settings.lastRun, this.#names), this.#aggregator.newest, now),
      changes: sortChanges(this.#inPeriod, keys),
      newestChange: {
        told: newestInPeriod.at,
        before: newestBefore.at,
        toldMark: newestInPeriod.mark,
        beforeMark: newestBefore.mark,
      },
      ...lists,
      ...decidedOf({ ...this.#settings, ...lists, keys, since, moves: numbers.moves }),
      progress,
      forecast: forecastOf(progress.trend),
      trend,
      ...numbers,
      diagnostics: diagnosticsFor(this.#settings, this.#settings.diagnostics, this.#names),
    }
  }

  #days(): Period {
    if (this.#period) return this.#period
    const { now, timezone, period = 'day' } = this.#settings
    const { newest } = this.#aggregator
    const day = calendarDay(newest === '' ? now : Date.parse(newest), timezone)
    this.#period = { day, begin: period === 'day' ? day : dayOf(Date.parse(day) - 6 * DAY) }
    return this.#period
  }
}
