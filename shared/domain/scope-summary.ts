import { isFollowed } from './after-move/after-move.ts'
import { type Coverage, parseCoverage, union } from './coverage.ts'
import { ownerOf } from './owner.ts'
import type { KeySummary } from './readiness.ts'
import type { RulePack } from './rules/rule-packs.ts'
import { byScope, parseScopeId, type Scope, scopeId } from './scope.ts'
import type { Verdict, VerdictCounts } from './verdict.ts'

/** A key that has moved and is still called the old way, or rotates no more. */
export type MovedSummary = Pick<KeySummary, 'keyId' | 'aliases' | 'tags' | 'owner'> &
  Required<Pick<KeySummary, 'afterMove'>>

/** Keys of one verdict whose windows were not read completely. */
export interface IncompleteKeys {
  readonly verdict: Verdict
  readonly keys: number
  /** Of any of them. */
  readonly gaps: Coverage
}

/** Keys that were checked at one moment and judged by one rule pack. */
export interface CheckedKeys extends Pick<KeySummary, 'checkedAt' | 'rules'> {
  /** As they were judged; how they are shown depends on when. */
  readonly byVerdict: VerdictCounts
  readonly incomplete: readonly IncompleteKeys[]
}

/** What totals need of the keys of a scope, however many they are. */
export interface ScopeSummary extends Scope {
  readonly checks: readonly CheckedKeys[]
  /** Cryptographic calls seen in the windows of all keys. */
  readonly calls: number
  /** Whom tags name, each once. Where it is shown, whom people named as well. Text from outside: hostile. */
  readonly owners: readonly string[]
  readonly moved: readonly MovedSummary[]
}

/** Sums up keys of any scopes, which come some at a time and in any order; by scope. A scope without keys has no summary. */
export async function summarizeScopes(
  pieces: AsyncIterable<readonly KeySummary[]> | Iterable<readonly KeySummary[]>,
): Promise<readonly ScopeSummary[]> {
  const collector = new ScopeCollector()
  for await (const keys of pieces) for (const key of keys) collector.add(key)
  return collector.summaries()
}

class ScopeCollector {
  readonly #scopes = new Map<string, ScopeAggregate>()

  add(key: KeySummary): void {
    const id = scopeId(key)
    const none: ScopeAggregate = { checks: new Map(), calls: 0, owners: new Set(), moved: [] }
    const scope = this.#scopes.get(id) ?? none
    this.#scopes.set(id, scope)
    const { verdict, checkedAt, rules, observed, usage } = key
    const name = `${checkedAt} ${rules}`
    const unseen: CheckAggregate = { checkedAt, rules, byVerdict: {}, incomplete: new Map() }
    const check = scope.checks.get(name) ?? unseen
    scope.checks.set(name, check)
    check.byVerdict[verdict] = (check.byVerdict[verdict] ?? 0) + 1
    if (!observed.complete) {
      const known = check.incomplete.get(verdict) ?? { verdict, keys: 0, gaps: [] }
      check.incomplete.set(verdict, {
        verdict,
        keys: known.keys + 1,
        gaps: union(known.gaps, parseCoverage(observed.gaps)),
      })
    }
    scope.calls += usage.calls
    const owner = ownerOf(key)
    if (owner !== undefined) scope.owners.add(owner)
    const { keyId, aliases, tags, afterMove } = key
    if (afterMove && isFollowed(afterMove)) scope.moved.push({ keyId, aliases, tags, afterMove })
  }

  summaries(): readonly ScopeSummary[] {
    const all = [...this.#scopes].map(([id, { checks, calls, owners, moved }]) => ({
      ...parseScopeId(id),
      checks: [...checks.values()].map((check) => ({ ...check, incomplete: [...check.incomplete.values()] })),
      ...{ calls, owners: [...owners], moved },
    }))
    return all.sort(byScope)
  }
}

interface ScopeAggregate {
  readonly checks: Map<string, CheckAggregate>
  calls: number
  readonly owners: Set<string>
  readonly moved: MovedSummary[]
}

interface CheckAggregate {
  readonly checkedAt: string
  readonly rules: RulePack
  readonly byVerdict: Partial<Record<Verdict, number>>
  readonly incomplete: Map<Verdict, IncompleteKeys>
}
