import { compareTexts } from '../../../shared/domain/compare-texts.ts'
import { ownerOf } from '../../../shared/domain/owner.ts'
import type { KeySummary } from '../../../shared/domain/readiness.ts'
import { type Scope, scopeId } from '../../../shared/domain/scope.ts'
import { ShownVerdicts } from '../../../shared/domain/stale.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { VERDICTS, type Verdict } from '../../../shared/domain/verdict.ts'
import { NO_OWNER, ownerChoice } from '../../../shared/report/owners.ts'
import type { RowKey } from '../../../shared/store/store.ts'
import type { Direction, SortName, View } from './view.ts'

/** What of a key is filtered, searched and sorted by. */
interface IndexedKey {
  readonly scope: IndexedScope
  readonly keyId: string
  readonly verdict: Verdict
  readonly calls: number
  readonly last: string
  readonly changed: string
  /** As it is chosen. */
  readonly owner: string
  readonly aliases: KeySummary['aliases']
  readonly tags: KeySummary['tags']
  readonly callers: KeySummary['usage']['callers']
}

/** Shared by the keys of a scope. */
interface IndexedScope extends Scope {
  readonly id: string
}

/** One page of the keys that a view asks for. */
export interface KeyPage {
  readonly keys: readonly RowKey[]
  readonly matching: number
  /** From 1; the last one where the view asks for more. */
  readonly page: number
  readonly pages: number
}

const PAGE_SIZE = 50

/** Which page is shown, the last where that is not there, and where its keys stand among those that match. */
export function pageAt(page: number, matching: number) {
  const pages = Math.max(1, Math.ceil(matching / PAGE_SIZE))
  const shown = Math.min(page, pages)
  return { page: shown, pages, from: (shown - 1) * PAGE_SIZE, to: shown * PAGE_SIZE }
}

/** The keys of the table as they are shown at one moment, in memory, a few hundred bytes each: what a view needs to find fifty among 100,000. */
export class KeyIndex {
  readonly #keys: IndexedKey[] = []
  readonly #scopes = new Map<string, IndexedScope>()
  #lastScope: IndexedScope | undefined
  readonly #verdicts: ShownVerdicts
  /** Many keys have the same tags. */
  readonly #owners = new Map<KeySummary['tags'], string>()
  readonly #sorted = new Map<string, readonly IndexedKey[]>()
  /** Made by the first search. */
  readonly #texts = new Map<IndexedKey, string>()

  constructor(now: Instant) {
    this.#verdicts = new ShownVerdicts(now)
  }

  add(summary: KeySummary): void {
    const { keyId, aliases, tags, usage, changedAt } = summary
    this.#keys.push({
      scope: this.#scopeOf(summary),
      keyId,
      verdict: this.#verdicts.of(summary),
      calls: usage.calls,
      last: usage.lastUsedAt ?? '',
      changed: changedAt,
      owner: this.#ownerOf(summary),
      aliases,
      tags,
      callers: usage.callers,
    })
  }

  /** Keys of one scope mostly come one after the other. */
  #scopeOf({ accountId, region }: Scope): IndexedScope {
    const last = this.#lastScope
    if (last?.accountId === accountId && last.region === region) return last
    const id = scopeId({ accountId, region })
    const scope = this.#scopes.get(id) ?? { id, accountId, region }
    this.#scopes.set(id, scope)
    this.#lastScope = scope
    return scope
  }

  /** As it is chosen. */
  #ownerOf({ tags, owner }: KeySummary): string {
    if (owner !== undefined) return ownerChoice({ owner })
    const ofTags = this.#owners.get(tags) ?? ownerChoice({ owner: ownerOf({ tags }) ?? null })
    this.#owners.set(tags, ofTags)
    return ofTags
  }

  page({ verdict, region, account, owner, q, sort, dir, page }: View): KeyPage {
    const chosen = owner.trim().toLowerCase()
    const words = q.toLowerCase().split(/\s+/).map(withoutArn).filter(Boolean)
    const found = this.#sortedBy(sort, dir).filter(
      (key) =>
        (verdict.length === 0 || verdict.includes(key.verdict)) &&
        (region === '' || key.scope.region === region) &&
        (account === '' || key.scope.accountId === account) &&
        (chosen === '' || key.owner === chosen) &&
        (words.length === 0 || this.#holds(key, words)),
    )
    const { from, to, ...place } = pageAt(page, found.length)
    const keys = found.slice(from, to).map(({ scope, keyId }) => ({ scope: scope.id, keyId }))
    return { keys, matching: found.length, ...place }
  }

  #holds(key: IndexedKey, words: readonly string[]): boolean {
    const text = this.#texts.get(key) ?? textOf(key)
    this.#texts.set(key, text)
    return words.every((word) => text.includes(word))
  }

  /** Kept: a reader goes from page to page of one order. */
  #sortedBy(sort: SortName, dir: Direction): readonly IndexedKey[] {
    const name = `${sort} ${dir}`
    const known = this.#sorted.get(name)
    if (known) return known
    const sign = dir === 'asc' ? 1 : -1
    const isLast = ({ owner }: IndexedKey) => Number(sort === 'owner' && owner === NO_OWNER)
    // Scopes come in any order; keys of one, in theirs.
    const byPlace = (a: IndexedKey, b: IndexedKey) => compareTexts(a.scope.id, b.scope.id)
    const compare = COMPARE[sort]
    const sorted = [...this.#keys].sort((a, b) => isLast(a) - isLast(b) || sign * compare(a, b) || byPlace(a, b))
    this.#sorted.set(name, sorted)
    return sorted
  }
}

/** What is searched, in lower case: id, aliases, tags, and who calls. */
function textOf({ keyId, aliases, tags, callers }: IndexedKey): string {
  const named = tags.map(({ key, value }) => `${key}=${value}`)
  return [keyId, ...aliases, ...named, ...callers.map(({ principal }) => principal)].join(' ').toLowerCase()
}

const RANK = Object.fromEntries(VERDICTS.map((verdict, rank) => [verdict, rank])) as Record<Verdict, number>

const COMPARE: Readonly<Record<SortName, (a: IndexedKey, b: IndexedKey) => number>> = {
  verdict: (a, b) => RANK[a.verdict] - RANK[b.verdict],
  owner: (a, b) => compareTexts(a.owner, b.owner),
  calls: (a, b) => a.calls - b.calls,
  last: (a, b) => compareTexts(a.last, b.last),
  changed: (a, b) => compareTexts(a.changed, b.changed),
}

/** People paste ARNs; the index knows what stands behind region and account. */
function withoutArn(word: string): string {
  return word.replace(/^acs:kms:[^:]*:[^:]*:(?:key\/)?/, '')
}
