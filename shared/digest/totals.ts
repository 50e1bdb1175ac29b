import { calendarDay } from '../domain/calendar.ts'
import { type Coverage, parseCoverage, union } from '../domain/coverage.ts'
import type { KeySummary } from '../domain/readiness.ts'
import type { RulePack } from '../domain/rules/rule-packs.ts'
import { byScope, type Scope, scopeId } from '../domain/scope.ts'
import type { IncompleteKeys, ScopeSummary } from '../domain/scope-summary.ts'
import { isStale, shownVerdict } from '../domain/stale.ts'
import { type Instant, iso } from '../domain/time.ts'
import type { TrendEnd } from '../domain/trend.ts'
import { VERDICTS, type Verdict } from '../domain/verdict.ts'
import type { Digest } from './model.ts'
import { MovedKeysCollector } from './moved-keys.ts'

type Counts = Partial<Record<Verdict, number>>

interface ScopeAggregate extends Scope {
  readonly counts: Counts
  keys: number
  oldest: string
  newest: string
  stale: number
  keysWithGaps: number
  gaps: Coverage
}

/** The numbers of a digest. Keys come in any order, as rows or as summaries: 100,000 of them are added up and none is kept. */
export class TotalsAggregator {
  readonly #scopes = new Map<string, ScopeAggregate>()
  readonly #stored: Counts = {}
  readonly #moves = new MovedKeysCollector()
  readonly #packs: Partial<Record<RulePack, number>> = {}

  /** `shown`: the verdict as it is shown now, which for a stale key is another than the stored one. */
  add(key: KeySummary, shown: Verdict, stale: boolean): void {
    this.#moves.add(key)
    const sum = this.#count(key, key, { shown, stale, keys: 1 })
    if (key.observed.complete) return
    addGaps(sum, { shown, keys: 1, gaps: parseCoverage(key.observed.gaps) })
  }

  /** All keys of a scope, as they are shown at `now`. */
  addScope(scope: ScopeSummary, now: Instant): void {
    const { accountId, region } = scope
    for (const key of scope.moved) this.#moves.add({ ...key, accountId, region })
    for (const { checkedAt, rules, byVerdict, incomplete } of scope.checks) {
      const stale = isStale(checkedAt, now)
      const shownAs = (verdict: Verdict) => shownVerdict({ checkedAt, verdict }, now)
      for (const verdict of VERDICTS) {
        const keys = byVerdict[verdict] ?? 0
        if (keys > 0) this.#count(scope, { checkedAt, rules, verdict }, { shown: shownAs(verdict), stale, keys })
      }
      for (const { verdict, keys, gaps } of incomplete)
        addGaps(this.#scopeOf(scope, checkedAt), { shown: shownAs(verdict), keys, gaps })
    }
  }

  #count(
    scope: Scope,
    { checkedAt, rules, verdict }: Pick<KeySummary, 'checkedAt' | 'rules' | 'verdict'>,
    { shown, stale, keys }: { readonly shown: Verdict; readonly stale: boolean; readonly keys: number },
  ): ScopeAggregate {
    const sum = this.#scopeOf(scope, checkedAt)
    sum.keys += keys
    count(sum.counts, shown, keys)
    count(this.#stored, verdict, keys)
    this.#packs[rules] = (this.#packs[rules] ?? 0) + keys
    if (checkedAt < sum.oldest) sum.oldest = checkedAt
    if (checkedAt > sum.newest) sum.newest = checkedAt
    if (stale) sum.stale += keys
    return sum
  }

  #scopeOf({ accountId, region }: Scope, checkedAt: string): ScopeAggregate {
    const id = scopeId({ accountId, region })
    const known = this.#scopes.get(id)
    if (known) return known
    const none = { counts: {}, keys: 0, stale: 0, keysWithGaps: 0, gaps: [] }
    const sum = { accountId, region, oldest: checkedAt, newest: checkedAt, ...none }
    this.#scopes.set(id, sum)
    return sum
  }

  /** The newest check of any key; empty where there is none. */
  get newest(): string {
    return [...this.#scopes.values()].reduce((newest, sum) => (sum.newest > newest ? sum.newest : newest), '')
  }

  /** How many keys each rule pack judged. */
  get packs(): Readonly<Partial<Record<RulePack, number>>> {
    return this.#packs
  }

  /** How the trend ends: today in a zone, or the day of a check that is ahead of this clock. */
  trendEnd(now: Instant, timezone: string): TrendEnd {
    const latest = Math.max(now, ...(this.newest === '' ? [] : [Date.parse(this.newest)]))
    return { day: calendarDay(latest, timezone), stored: this.#stored, shown: this.#byVerdict() }
  }

  numbers(): Pick<Digest, 'totals' | 'freshness' | 'gaps' | 'moves'> {
    const sums = [...this.#scopes.values()].sort(byScope)
    return {
      moves: this.#moves.movedKeys(),
      totals: {
        keys: sums.reduce((keys, sum) => keys + sum.keys, 0),
        byVerdict: this.#byVerdict(),
        byScope: sums.map(({ accountId, region, keys, counts }) => ({ accountId, region, keys, byVerdict: counts })),
      },
      freshness: sums.map(({ accountId, region, oldest, newest, stale }) => {
        return { accountId, region, oldestCheckedAt: oldest, newestCheckedAt: newest, stale }
      }),
      gaps: sums
        .filter(({ keysWithGaps }) => keysWithGaps > 0)
        .map(({ accountId, region, keysWithGaps, gaps }) => {
          const periods = gaps.map(({ from, to }) => ({ from: iso(from), to: iso(to) }))
          return { accountId, region, keys: keysWithGaps, gaps: periods }
        }),
    }
  }

  #byVerdict(): Counts {
    const all: Counts = {}
    for (const { counts } of this.#scopes.values())
      for (const [verdict, number] of Object.entries(counts)) count(all, verdict as Verdict, number)
    return all
  }
}

/** The trail of a region without a candidate is not read, and need not be. */
function addGaps(
  sum: ScopeAggregate,
  { shown, keys, gaps }: Pick<IncompleteKeys, 'keys' | 'gaps'> & { shown: Verdict },
) {
  if (shown === 'not-required' || shown === 'migrated') return
  sum.keysWithGaps += keys
  sum.gaps = union(sum.gaps, gaps)
}

function count(counts: Counts, verdict: Verdict, by: number): void {
  counts[verdict] = (counts[verdict] ?? 0) + by
}
