import { pMapIterable } from 'p-map'
import type { ChangeCount, KeySummary } from '../../domain/readiness.ts'
import { parseScopeId, scopeId } from '../../domain/scope.ts'
import { ChangeCounter } from '../../domain/trend.ts'
import { COMPANY } from '../run-accounts.ts'
import { KeptByScope } from './kept-by-scope.ts'
import { type PackedKeys, packKeys, unpackKeys } from './packed-keys.ts'
import type { RowTables } from './row-tables.ts'

/** Says that every scope with rows has its entries. */
const ALL_NOTED = 'summaries'
/** Scopes whose rows are read side by side. */
const SIDE_BY_SIDE = 8
/** More open scopes than this are read by one scan over all of them. */
const MAX_OPEN = 200
/** Characters of JSON that are kept of a scope, far below what a row of Tablestore takes when they are packed; the rows of a larger one are read. */
const MAX_LENGTH = 8_000_000

/** Changes of a scope, by run and kind. Earlier ones than `since` are not among them. */
interface KeptChanges {
  readonly since: string
  readonly counts: readonly ChangeCount[]
}

/** The summaries of keys and the counts of changes of every scope: those that are kept, and of scopes without any, what their rows say. */
export class ScopeSummaries {
  readonly keys: KeptByScope<PackedKeys>
  readonly changes: KeptByScope<KeptChanges>
  readonly #tables: RowTables

  constructor(tables: RowTables) {
    this.#tables = tables
    this.keys = new KeptByScope(tables.progress, 'keys')
    this.changes = new KeptByScope(tables.progress, 'changes')
  }

  /** Keeps what the rows of a scope come to, changes as far back as `since`. */
  async keep(scope: string, since: string): Promise<void> {
    const { readiness, history } = this.#tables
    await this.keys.keep(scope, async () => {
      const summaries: KeySummary[] = []
      for await (const summary of readiness.listSummaries(scope)) summaries.push(summary)
      return ifNotTooLong(packKeys(parseScopeId(scope), summaries))
    })
    await this.changes.keep(scope, async () => ifNotTooLong({ since, counts: await history.counts(since, scope) }))
  }

  /** Makes sure that no scope of before there were summaries is overlooked. */
  async noteAll(): Promise<void> {
    if (await this.#areAllNoted()) return
    const { readiness, history, progress } = this.#tables
    await this.keys.note(await readiness.scopes())
    await this.changes.note(await history.scopes())
    await progress.put(COMPANY, [{ name: ALL_NOTED, value: true }])
  }

  async *listSummaries(): AsyncGenerator<KeySummary> {
    const { readiness } = this.#tables
    if (!(await this.#areAllNoted())) {
      yield* readiness.listSummaries()
      return
    }
    const open = new Set<string>()
    for await (const { scope, value } of this.keys.list()) {
      const summaries = value === null ? undefined : unpackKeys(value)
      if (summaries) yield* summaries
      else open.add(scope)
    }
    if (open.size > MAX_OPEN) {
      for await (const summary of readiness.listSummaries()) if (open.has(scopeId(summary))) yield summary
      return
    }
    yield* fromEach(open, (scope) => readiness.listSummaries(scope))
  }

  async counts(since: string): Promise<readonly ChangeCount[]> {
    const { history } = this.#tables
    if (!(await this.#areAllNoted())) return history.counts(since)
    const counter = new ChangeCounter()
    const open: string[] = []
    for await (const { scope, value } of this.changes.list()) {
      if (value === null || value.since > since) open.push(scope)
      else for (const count of value.counts) if (count.changedAt >= since) counter.add(count, count.keys)
    }
    if (open.length > MAX_OPEN) return history.counts(since)
    for await (const count of fromEach(open, async (scope) => history.counts(since, scope)))
      counter.add(count, count.keys)
    return counter.counts
  }

  async #areAllNoted(): Promise<boolean> {
    return (await this.#tables.progress.get(COMPANY, ALL_NOTED)) !== undefined
  }
}

/** What each scope gives, some scopes at once. */
async function* fromEach<T>(
  scopes: Iterable<string>,
  of: (scope: string) => AsyncIterable<T> | Promise<readonly T[]>,
): AsyncGenerator<T> {
  const whole = async (scope: string) => {
    const found: T[] = []
    for await (const each of await of(scope)) found.push(each)
    return found
  }
  for await (const found of pMapIterable(scopes, whole, { concurrency: SIDE_BY_SIDE })) yield* found
}

function ifNotTooLong<T>(value: T): T | null {
  return JSON.stringify(value).length > MAX_LENGTH ? null : value
}
