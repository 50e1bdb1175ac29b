import { NamedRows } from '../../shared/domain/find-key.ts'
import {
  decisionEntries,
  type EntryKind,
  type EntryPlace,
  type HistoryEntry,
  keysOfEntry,
  verdictEntry,
} from '../../shared/domain/history-entries/entry.ts'
import { NewestEntries } from '../../shared/domain/history-entries/newest-entries.ts'
import type { AliasesOf } from '../../shared/domain/key-name.ts'
import type { Change, KeySummary } from '../../shared/domain/readiness.ts'
import { parseScopeId, type Scope, scopeId } from '../../shared/domain/scope.ts'
import { DAY, type Instant, iso } from '../../shared/domain/time.ts'
import { TREND_DAYS } from '../../shared/domain/trend.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import { keyAliases } from '../../shared/store/key-aliases.ts'
import type { Store } from '../../shared/store/store.ts'
import { newestChanges } from './newest-changes.ts'

export interface HistoryFilter {
  readonly account?: readonly string[]
  readonly region?: readonly string[]
  /** Ids, ARNs or aliases; ids of keys that are gone as well. */
  readonly key?: readonly string[]
  readonly kind?: EntryKind
  readonly since?: Instant
}

export interface HistoryPart {
  readonly limit: number
  readonly now: Instant
  /** Only what stands behind this place. */
  readonly after?: EntryPlace
  readonly signal?: AbortSignal
}

export interface HistoryPage {
  readonly entries: readonly HistoryEntry[]
  /** After which the next part begins, where there are more. */
  readonly next?: EntryPlace
  /** What the keys of the entries are called now. */
  readonly aliasesOf: AliasesOf
}

type Tables = Pick<Store, 'readiness' | 'history' | 'decisions'>

/** What changed, newest first: verdicts, and what people decided. */
export async function readHistory(
  store: Tables,
  filter: HistoryFilter,
  { limit, now, after, signal }: HistoryPart,
): Promise<HistoryPage> {
  const newest = new NewestEntries(limit, after)
  const keys = filter.key && (await keysMeant(store, filter.key))
  const since = filter.since === undefined ? undefined : iso(filter.since)
  const isWithin = ({ accountId, region }: Scope) =>
    (filter.account?.includes(accountId) ?? true) && (filter.region?.includes(region) ?? true)
  const add = (entry: HistoryEntry) => {
    signal?.throwIfAborted()
    if (!isWithin(entry) || (since !== undefined && entry.at < since)) return
    if (keys && !keysOfEntry(entry).some((keyId) => isMeant(keys, entry, keyId))) return
    newest.add(entry)
  }
  if (filter.kind !== 'verdict') for (const entry of decisionEntries(await decisionsOf(store))) add(entry)
  if (filter.kind !== 'decision') {
    const counted = iso(now - TREND_DAYS * DAY)
    const part = { limit, ...(after && { after }), isWithin: (scope: string) => isWithin(parseScopeId(scope)) }
    const few = keys ? undefined : await newestChanges(store, { counted, since: since ?? '' }, part)
    for await (const change of few ?? changesOf(store, keys, since)) add(verdictEntry(change))
  }
  const page = newest.page()
  const named = page.entries.flatMap((entry) =>
    keysOfEntry(entry).map((keyId) => ({ accountId: entry.accountId, region: entry.region, keyId })),
  )
  return { ...page, aliasesOf: await keyAliases(store, named) }
}

/** The keys that were asked for: by scope where the table has them, by their id alone where it has not. */
interface KeysMeant {
  readonly named: readonly { readonly scope: string; readonly keyId: string }[]
  readonly others: readonly string[]
}

async function keysMeant({ readiness }: Tables, references: readonly string[]): Promise<KeysMeant> {
  const asked = references.map((reference) => ({ reference, named: new NamedRows<KeySummary>(reference) }))
  for await (const summaries of readiness.listSummaries())
    for (const summary of summaries) for (const { named } of asked) named.add(summary)
  return {
    named: asked.flatMap(({ named }) => named.rows().map((row) => ({ scope: scopeId(row), keyId: row.keyId }))),
    others: asked.filter(({ named }) => named.rows().length === 0).map(({ reference }) => reference),
  }
}

function isMeant({ named, others }: KeysMeant, entry: HistoryEntry, keyId: string): boolean {
  const scope = scopeId(entry)
  return others.includes(keyId) || named.some((each) => each.scope === scope && each.keyId === keyId)
}

/** Changes of the keys that were asked for; of all where one is not in the table, because only the history knows where it was. */
async function* changesOf(
  { history }: Tables,
  keys: KeysMeant | undefined,
  since: string | undefined,
): AsyncGenerator<Change> {
  const from = since === undefined ? {} : { since }
  if (keys === undefined || keys.others.length > 0) yield* history.list(from)
  else for (const { scope, keyId } of keys.named) yield* history.list({ scope, keyId, ...from })
}
