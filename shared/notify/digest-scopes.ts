import { type Coverage, coverageOf } from '../domain/coverage.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { type Scope, scopeId } from '../domain/scope.ts'
import { iso } from '../domain/time.ts'
import type { Verdict } from '../domain/verdict.ts'
import type { ScopeFreshness, ScopeGaps, ScopeTotals, VerdictCounts } from './digest.ts'

/** What is summed up of a scope while its rows come. */
export interface ScopeSum extends Scope {
  readonly verdicts: Verdict[]
  oldest: string
  newest: string
  stale: number
  keysWithGaps: number
  gaps: Coverage
}

/** Adds a row as it is shown. */
export function addRow(scopes: Map<string, ScopeSum>, row: ReadinessRow): void {
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

/** How many keys of the scope have which verdict. */
export function totalsOf({ accountId, region, verdicts }: ScopeSum): ScopeTotals {
  return { accountId, region, keys: verdicts.length, byVerdict: countVerdicts(verdicts) }
}

/** How old what is known of the scope is. */
export function freshnessOf({ accountId, region, oldest, newest, stale }: ScopeSum): ScopeFreshness {
  return { accountId, region, oldestCheckedAt: oldest, newestCheckedAt: newest, stale }
}

/** Where its trail was not read; nothing where it was. */
export function gapsOf({ accountId, region, keysWithGaps, gaps }: ScopeSum): ScopeGaps[] {
  if (keysWithGaps === 0) return []
  return [
    { accountId, region, keys: keysWithGaps, gaps: gaps.map(({ from, to }) => ({ from: iso(from), to: iso(to) })) },
  ]
}

/** How many of each verdict there are. */
export function countVerdicts(verdicts: readonly Verdict[]): VerdictCounts {
  const counts: Partial<Record<Verdict, number>> = {}
  for (const verdict of verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1
  return counts
}
