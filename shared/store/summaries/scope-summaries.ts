import pMap, { pMapIterable } from 'p-map'
import type { ChangeCount, KeySummary } from '../../domain/readiness.ts'
import { byScope, parseScopeId, scopeId } from '../../domain/scope.ts'
import { type ScopeSummary, summarizeScopes } from '../../domain/scope-summary.ts'
import { ChangeCounter } from '../../domain/trend.ts'
import { COMPANY } from '../run-accounts.ts'
import type { ProgressTable, ScopeCounts } from '../store.ts'
import { KeptByScope } from './kept-by-scope.ts'
import { type PackedCounts, packCounts, unpackCounts } from './packed-counts.ts'
import { isReadable, KeyUnpacker, type PackedKeys, packKeys } from './packed-keys.ts'
import type { RowTables } from './row-tables.ts'

/** Says that every scope with rows has its entries. */
const ALL_NOTED = 'summaries'
/** Scopes whose rows are read side by side. */
const SIDE_BY_SIDE = 8
/** More open scopes than this are read by one scan over all of them. */
const MAX_OPEN = 200
/** Summaries of rows that are passed on at once. */
const PIECE = 100
/** Bytes of JSON that are kept of a scope: what a row of Tablestore takes even where packing gains nothing. The rows of a larger scope are read. */
const MAX_BYTES = 3_500_000

/** Changes of a scope, by run and kind. Earlier ones than `since` are not among them. */
interface KeptChanges {
  readonly since: string
  readonly counts: readonly ChangeCount[]
}

/** In brief: what the keys come to; nothing of a scope that has none any more. */
export function keptKeys(progress: ProgressTable): KeptByScope<PackedKeys, readonly ScopeSummary[]> {
  return new KeptByScope(progress, 'keys')
}

export function keptChanges(progress: ProgressTable): KeptByScope<KeptChanges, PackedCounts> {
  return new KeptByScope(progress, 'changes')
}

/** The summaries of keys and the counts of changes of every scope: those that are kept, and of scopes without any, what their rows say. */
export class ScopeSummaries {
  readonly keys: ReturnType<typeof keptKeys>
  readonly changes: ReturnType<typeof keptChanges>
  readonly #tables: RowTables

  constructor(tables: RowTables) {
    this.#tables = tables
    this.keys = keptKeys(tables.progress)
    this.changes = keptChanges(tables.progress)
  }

  /** Keeps what the rows of a scope come to, changes as far back as `since`. What is kept without a brief is an older program's. */
  async keep(scope: string, since: string): Promise<void> {
    await this.changes.keep(
      scope,
      async () => {
        const counts = await this.#tables.history.counts(since, scope)
        return ifNotTooLong({ value: { since, counts }, brief: packCounts(since, counts) })
      },
      hasBrief,
    )
    await this.keys.keep(
      scope,
      async () => {
        const summaries = await this.#fromRows(scope)
        const brief = await summarizeScopes([summaries])
        return ifNotTooLong({ value: packKeys(parseScopeId(scope), summaries), brief })
      },
      (kept, brief) => hasBrief(kept, brief) && isReadable(kept),
    )
  }

  /** Makes sure that no scope of before there were summaries is overlooked. */
  async noteAll(): Promise<void> {
    if (await this.#areAllNoted()) return
    const { readiness, history, progress } = this.#tables
    await this.keys.note(await readiness.scopes())
    await this.changes.note(await history.scopes())
    await progress.put(COMPANY, [{ name: ALL_NOTED, value: true }])
  }

  async *listSummaries(): AsyncGenerator<readonly KeySummary[]> {
    if (!(await this.#areAllNoted())) {
      yield* this.#scanned(() => true)
      return
    }
    const unpacker = new KeyUnpacker()
    const open = new Set<string>()
    for await (const { scope, value } of this.keys.list()) {
      const summaries = value === null ? undefined : unpacker.unpack(value)
      if (summaries) yield summaries
      else open.add(scope)
    }
    if (open.size > MAX_OPEN) yield* this.#scanned((summary) => open.has(scopeId(summary)))
    else yield* pMapIterable(open, (scope) => this.#fromRows(scope), { concurrency: SIDE_BY_SIDE })
  }

  /** Of one scope. */
  async summariesOf(scope: string): Promise<readonly KeySummary[]> {
    const kept = await this.keys.get(scope)
    return (kept && new KeyUnpacker().unpack(kept)) ?? this.#fromRows(scope)
  }

  async scopeSummaries(): Promise<readonly ScopeSummary[]> {
    if (!(await this.#areAllNoted())) return summarizeScopes(this.listSummaries())
    const { briefs, open } = await this.keys.briefs()
    if (open.size > MAX_OPEN) return summarizeScopes(this.listSummaries())
    const of = async (scope: string) => summarizeScopes([await this.summariesOf(scope)])
    const others = await pMap(open, of, { concurrency: SIDE_BY_SIDE })
    return [...briefs.values(), ...others].flat().sort(byScope)
  }

  async counts(since: string): Promise<readonly ChangeCount[]> {
    if (!(await this.#areAllNoted())) return this.#tables.history.counts(since)
    const counter = new ChangeCounter()
    for await (const { counts } of this.#keptCounts(since)) for (const count of counts) counter.add(count, count.keys)
    return counter.counts
  }

  async *countsByScope(since: string): AsyncGenerator<ScopeCounts> {
    const { history } = this.#tables
    if (await this.#areAllNoted()) yield* this.#keptCounts(since)
    else yield* this.#countsOf(await history.scopes(), since)
  }

  async *#keptCounts(since: string): AsyncGenerator<ScopeCounts> {
    const { briefs, open } = await this.changes.briefs()
    const unread = new Set(open)
    for (const [scope, brief] of briefs) {
      if (brief.since > since) unread.add(scope)
      else yield { scope, counts: [...unpackCounts(brief, since)] }
    }
    if (unread.size > MAX_OPEN)
      for await (const { scope, value } of this.changes.list()) {
        if (value === null || value.since > since || !unread.delete(scope)) continue
        yield { scope, counts: value.counts.filter(({ changedAt }) => changedAt >= since) }
      }
    yield* this.#countsOf(unread, since)
  }

  #countsOf(scopes: Iterable<string>, since: string): AsyncIterable<ScopeCounts> {
    const { history } = this.#tables
    const of = async (scope: string) => ({ scope, counts: await history.counts(since, scope) })
    return pMapIterable(scopes, of, { concurrency: SIDE_BY_SIDE })
  }

  async #fromRows(scope: string): Promise<readonly KeySummary[]> {
    const summaries: KeySummary[] = []
    for await (const summary of this.#tables.readiness.summariesOfRows(scope)) summaries.push(summary)
    return summaries
  }

  /** Those of the rows of all scopes that are taken. */
  async *#scanned(isTaken: (summary: KeySummary) => boolean): AsyncGenerator<readonly KeySummary[]> {
    let piece: KeySummary[] = []
    for await (const summary of this.#tables.readiness.summariesOfRows()) {
      if (!isTaken(summary)) continue
      piece.push(summary)
      if (piece.length < PIECE) continue
      yield piece
      piece = []
    }
    if (piece.length > 0) yield piece
  }

  async #areAllNoted(): Promise<boolean> {
    return (await this.#tables.progress.get(COMPANY, ALL_NOTED)) !== undefined
  }
}

function hasBrief(_: unknown, brief: unknown): boolean {
  return brief !== undefined
}

function ifNotTooLong<T>(value: T): T | null {
  return Buffer.byteLength(JSON.stringify(value)) > MAX_BYTES ? null : value
}
