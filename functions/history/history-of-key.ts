import {
  comparePlaces,
  decisionEntries,
  type HistoryEntry,
  placeOf,
  verdictEntry,
} from '../../shared/domain/history-entries/entry.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import type { Store } from '../../shared/store/store.ts'

/** All that changed about one key, newest first. */
export async function historyOf(
  store: Pick<Store, 'history' | 'decisions'>,
  { keyId, ...scope }: Pick<ReadinessRow, 'accountId' | 'region' | 'keyId'>,
): Promise<readonly HistoryEntry[]> {
  const decisions = decisionEntries(await decisionsOf(store, scopeId(scope)))
  const entries: HistoryEntry[] = decisions.filter(({ keyIds }) => keyIds.includes(keyId))
  for await (const change of store.history.list({ scope: scopeId(scope), keyId })) entries.push(verdictEntry(change))
  return entries.sort((a, b) => comparePlaces(placeOf(a), placeOf(b)))
}
