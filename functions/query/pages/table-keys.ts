import pMap from 'p-map'
import { compareTexts } from '../../../shared/domain/compare-texts.ts'
import { type Scope, scopeId } from '../../../shared/domain/scope.ts'
import type { ScopeSummary } from '../../../shared/domain/scope-summary.ts'
import { freshUntil, shownVerdict } from '../../../shared/domain/stale.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { VERDICTS, type Verdict } from '../../../shared/domain/verdict.ts'
import { ownerChoice } from '../../../shared/report/owners.ts'
import type { RowKey, Store } from '../../../shared/store/store.ts'
import { KeyIndex, type KeyPage, pageAt } from './key-index.ts'
import type { View } from './view.ts'

/** Scopes whose keys are read side by side. */
const SIDE_BY_SIDE = 16

type Readiness = Pick<Store['readiness'], 'listSummaries' | 'summariesOf'>

interface CountedScope extends Scope {
  readonly id: string
  /** As they are shown. */
  readonly byVerdict: ReadonlyMap<Verdict, number>
}

/** Keys of a scope and verdict that stand on a page: from which on, and up to which. */
interface Slice {
  readonly scope: string
  readonly verdict: Verdict
  readonly from: number
  readonly to: number
}

/**
 * The keys of the table as they are shown at one moment. By what scopes are summed up in, a page by verdict, account and region reads the few scopes that its
 * keys are of; other orders, owners and words need an index of all keys, which is made once somebody asks for one.
 */
export class TableKeys {
  /** Until then they are shown so, if nobody writes. */
  readonly until: Instant
  readonly regions: readonly string[]
  readonly accounts: readonly string[]
  /** As the first of their keys writes them, by name. */
  readonly owners: readonly string[]
  readonly #readiness: Readiness
  readonly #now: Instant
  readonly #scopes: readonly CountedScope[]
  #index: Promise<KeyIndex> | undefined

  constructor(readiness: Readiness, scopes: readonly ScopeSummary[], now: Instant) {
    this.#readiness = readiness
    this.#now = now
    this.#scopes = scopes.map(({ accountId, region, checks }) => {
      return { id: scopeId({ accountId, region }), accountId, region, byVerdict: shownCounts(checks, now) }
    })
    this.regions = [...new Set(scopes.map(({ region }) => region))].sort()
    this.accounts = [...new Set(scopes.map(({ accountId }) => accountId))].sort()
    this.owners = distinctOwners(scopes.flatMap(({ owners }) => owners))
    const checks = new Set(scopes.flatMap((scope) => scope.checks.map(({ checkedAt }) => checkedAt)))
    this.until = [...checks].reduce((until, at) => Math.min(until, freshUntil(at, now)), Number.POSITIVE_INFINITY)
  }

  async page(view: View): Promise<KeyPage> {
    const { sort, owner, q } = view
    const isCounted = sort === 'verdict' && owner.trim() === '' && q.trim() === ''
    return isCounted && this.#index === undefined ? this.#countedPage(view) : (await this.index()).page(view)
  }

  /** Reads the summary of every key, the first time. */
  index(): Promise<KeyIndex> {
    this.#index ??= this.#read().catch((error) => {
      this.#index = undefined
      throw error
    })
    return this.#index
  }

  async #read(): Promise<KeyIndex> {
    const index = new KeyIndex(this.#now)
    for await (const summaries of this.#readiness.listSummaries()) for (const summary of summaries) index.add(summary)
    return index
  }

  async #countedPage(view: View): Promise<KeyPage> {
    const scopes = this.#scopes.filter(
      ({ region, accountId }) =>
        (view.region === '' || region === view.region) && (view.account === '' || accountId === view.account),
    )
    const verdicts = VERDICTS.filter((verdict) => view.verdict.length === 0 || view.verdict.includes(verdict))
    if (view.dir === 'desc') verdicts.reverse()
    const counts = verdicts.flatMap((verdict) =>
      scopes.map(({ id, byVerdict }) => ({ scope: id, verdict, keys: byVerdict.get(verdict) ?? 0 })),
    )
    const matching = counts.reduce((sum, { keys }) => sum + keys, 0)
    const { page, pages, from, to } = pageAt(view.page, matching)
    const slices: Slice[] = []
    let at = 0
    for (const { scope, verdict, keys } of counts) {
      if (keys > 0 && at + keys > from && at < to)
        slices.push({ scope, verdict, from: Math.max(from - at, 0), to: Math.min(to - at, keys) })
      at += keys
    }
    return { keys: await this.#keysOf(slices), matching, page, pages }
  }

  async #keysOf(slices: readonly Slice[]): Promise<readonly RowKey[]> {
    const read = async (scope: string) => [scope, await this.#keysByVerdict(scope)] as const
    const scopes = new Map(await pMap(new Set(slices.map(({ scope }) => scope)), read, { concurrency: SIDE_BY_SIDE }))
    return slices.flatMap(({ scope, verdict, from, to }) =>
      (scopes.get(scope)?.get(verdict) ?? []).slice(from, to).map((keyId) => ({ scope, keyId })),
    )
  }

  async #keysByVerdict(scope: string): Promise<ReadonlyMap<Verdict, readonly string[]>> {
    const keys = new Map<Verdict, string[]>(VERDICTS.map((verdict) => [verdict, []]))
    for (const summary of await this.#readiness.summariesOf(scope))
      keys.get(shownVerdict(summary, this.#now))?.push(summary.keyId)
    return keys
  }
}

/** As the first of them is written, by what chooses it. */
function distinctOwners(owners: readonly string[]): readonly string[] {
  const byChoice = new Map<string, string>()
  for (const owner of new Set(owners)) {
    const choice = ownerChoice({ owner })
    if (!byChoice.has(choice)) byChoice.set(choice, owner)
  }
  return [...byChoice].sort(([a], [b]) => compareTexts(a, b)).map(([, owner]) => owner)
}

function shownCounts(checks: ScopeSummary['checks'], now: Instant): ReadonlyMap<Verdict, number> {
  const counts = new Map<Verdict, number>()
  for (const { checkedAt, byVerdict } of checks)
    for (const verdict of VERDICTS) {
      const keys = byVerdict[verdict] ?? 0
      if (keys === 0) continue
      const shown = shownVerdict({ checkedAt, verdict }, now)
      counts.set(shown, (counts.get(shown) ?? 0) + keys)
    }
  return counts
}
