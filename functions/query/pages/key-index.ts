import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import { asShown } from '../../../shared/domain/stale.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { VERDICTS, type Verdict } from '../../../shared/domain/verdict.ts'
import type { RowKey } from '../../../shared/store/store.ts'
import type { Direction, SortName, View } from './view.ts'

/** What of a key is filtered, searched and sorted by. */
interface IndexedKey extends RowKey {
  readonly region: string
  readonly account: string
  readonly verdict: Verdict
  readonly calls: number
  readonly last: string
  readonly changed: string
  /** In lower case: id, aliases, tags. */
  readonly text: string
}

/** One page of the keys that a view asks for. */
export interface KeyPage {
  readonly keys: readonly RowKey[]
  readonly matching: number
  /** From 1; the last one where the view asks for more. */
  readonly page: number
  readonly pages: number
}

export const PAGE_SIZE = 50

/** The keys of the table in memory, a few hundred bytes each: what a view needs to find fifty among 100,000. */
export class KeyIndex {
  readonly #now: Instant
  readonly #keys: IndexedKey[] = []
  readonly #scopes = new Map<string, Pick<IndexedKey, 'scope' | 'region' | 'account'>>()
  readonly #sorted = new Map<string, readonly IndexedKey[]>()

  /** `now`: the moment at which rows are judged to be stale. */
  constructor(now: Instant) {
    this.#now = now
  }

  add(row: ReadinessRow): void {
    const { keyId, aliases, tags, usage } = row
    const id = scopeId(row)
    // One text for the keys of a scope, not a copy for each.
    const scope = this.#scopes.get(id) ?? { scope: id, region: row.region, account: row.accountId }
    this.#scopes.set(id, scope)
    this.#keys.push({
      ...scope,
      keyId,
      verdict: asShown(row, this.#now).verdict,
      calls: usage.calls,
      last: usage.lastUsedAt ?? '',
      changed: row.changedAt,
      text: [keyId, ...aliases, ...tags.map(({ key, value }) => `${key}=${value}`)].join(' ').toLowerCase(),
    })
  }

  get regions(): readonly string[] {
    return [...new Set([...this.#scopes.values()].map(({ region }) => region))].sort()
  }

  get accounts(): readonly string[] {
    return [...new Set([...this.#scopes.values()].map(({ account }) => account))].sort()
  }

  page({ verdict, region, account, q, sort, dir, page }: View): KeyPage {
    const words = q.toLowerCase().split(/\s+/).map(withoutArn).filter(Boolean)
    const found = this.#sortedBy(sort, dir).filter(
      (key) =>
        (verdict.length === 0 || verdict.includes(key.verdict)) &&
        (region === '' || key.region === region) &&
        (account === '' || key.account === account) &&
        words.every((word) => key.text.includes(word)),
    )
    const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE))
    const shown = Math.min(page, pages)
    const keys = found.slice((shown - 1) * PAGE_SIZE, shown * PAGE_SIZE)
    return { keys, matching: found.length, page: shown, pages }
  }

  /** Kept: a reader goes from page to page of one order. */
  #sortedBy(sort: SortName, dir: Direction): readonly IndexedKey[] {
    const name = `${sort} ${dir}`
    const known = this.#sorted.get(name)
    if (known) return known
    const sign = dir === 'asc' ? 1 : -1
    const sorted = [...this.#keys].sort((a, b) => sign * COMPARE[sort](a, b))
    this.#sorted.set(name, sorted)
    return sorted
  }
}

const COMPARE: Readonly<Record<SortName, (a: IndexedKey, b: IndexedKey) => number>> = {
  verdict: (a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict),
  calls: (a, b) => a.calls - b.calls,
  last: (a, b) => compare(a.last, b.last),
  changed: (a, b) => compare(a.changed, b.changed),
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** People paste ARNs; the index knows what stands behind region and account. */
function withoutArn(word: string): string {
  return word.replace(/^acs:kms:[^:]*:[^:]*:(?:key\/)?/, '')
}
