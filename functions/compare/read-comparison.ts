import type { Config } from '../../shared/config/settings.ts'
import { ChangedSettings, type JudgedBy } from '../../shared/domain/compare/changed-settings.ts'
import { type Comparison, ComparisonMaker } from '../../shared/domain/compare/compare-packs.ts'
import { AsDecided } from '../../shared/domain/decisions/as-decided.ts'
import { RULE_PACKS, type RulePack } from '../../shared/domain/rules/rule-packs.ts'
import { parseScopeId, scopeId } from '../../shared/domain/scope.ts'
import { applyStaleness } from '../../shared/domain/stale.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import type { AssessMark } from '../../shared/store/run-marks.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Store } from '../../shared/store/store.ts'
import { gatherEvidence } from '../assess/gather-evidence.ts'
import { judgeKey } from '../assess/judge-key.ts'
import { judgedBy } from '../assess/judged-by.ts'

export interface ComparisonRequest {
  readonly account?: readonly string[]
  readonly region?: readonly string[]
  /** All there are, unless given. */
  readonly packs?: readonly RulePack[]
  /** Keys on which the packs agree as well. */
  readonly all?: boolean
}

type Tables = Pick<Store, 'readiness' | 'progress' | 'usage' | 'decisions'>

/**
 * Judges what the last audit stored by several rule packs, as of that audit and by the settings of now. Calls nothing of the vendor's, and writes
 * nothing.
 */
export async function readComparison(
  store: Tables,
  config: Pick<Config, 'rules' | 'observationDays' | 'ownCidrs' | 'planning'>,
  { account, region, packs = RULE_PACKS, all = false }: ComparisonRequest,
  { now, signal }: { readonly now: Instant; readonly signal?: AbortSignal },
): Promise<Comparison> {
  const maker = new ComparisonMaker(packs, all)
  const settings = new ChangedSettings()
  const decided = new AsDecided(await decisionsOf(store), now)
  for (const [id, known] of await keysOf(store, signal)) {
    const scope = parseScopeId(id)
    if (account && !account.includes(scope.accountId)) continue
    if (region && !region.includes(scope.region)) continue
    const mark = await new ScopeProgress(store, id).latestAssessMark()
    if (mark === undefined) continue
    settings.add(scope, judgedIn(mark), judgedBy(scope.region, config))
    const evidence = await gatherEvidence({ ...scope, asOf: mark.asOf }, { config, store })
    for (const key of evidence.keys) {
      signal?.throwIfAborted()
      // What inventory has found since the last audit has no evidence yet.
      if (key.kind === 'gone' || !known.has(key.keyId)) continue
      const rows = packs.map((pack) => judgeKey(key, { ...evidence, pack }, NOTHING_BEFORE).row)
      maker.add(rows.map((row) => applyStaleness(decided.row(row), now)))
    }
  }
  return { ...maker.make(), settings: settings.list() }
}

/** What an audit judged a scope by, as far as it noted that. */
function judgedIn({ judgedBy: noted, ownRanges }: AssessMark): Partial<JudgedBy> {
  return noted ?? (ownRanges ? { CMK_OWN_CIDRS: [...ownRanges].sort().join(',') } : {})
}

/** What a verdict was before is no matter here. */
const NOTHING_BEFORE = { verdict: null, changedAt: undefined }

/** The keys that audits have judged, by the scope that they are of; scopes are sorted. */
async function keysOf(
  { readiness }: Tables,
  signal?: AbortSignal,
): Promise<readonly (readonly [string, ReadonlySet<string>])[]> {
  const scopes = new Map<string, Set<string>>()
  for await (const summaries of readiness.listSummaries()) {
    signal?.throwIfAborted()
    for (const summary of summaries) {
      const id = scopeId(summary)
      scopes.set(id, (scopes.get(id) ?? new Set()).add(summary.keyId))
    }
  }
  return [...scopes].sort(([a], [b]) => (a < b ? -1 : 1))
}
