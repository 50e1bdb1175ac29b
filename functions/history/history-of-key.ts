import type { Decision } from '../../shared/domain/decisions/decision.ts'
import {
  comparePlaces,
  decisionEntries,
  type HistoryEntry,
  placeOf,
  verdictEntry,
} from '../../shared/domain/history-entries/entry.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import type { Store } from '../../shared/store/store.ts'

/** All that changed about one key, newest first. `decisions`: of its scope, in any order. */
export async function historyOf(
  { history }: Pick<Store, 'history'>,
  { accountId, region, keyId }: Pick<ReadinessRow, 'accountId' | 'region' | 'keyId'>,
  decisions: readonly Decision[],
): Promise<readonly HistoryEntry[]> {
  const entries: HistoryEntry[] = decisionEntries(decisions).filter(({ keyIds }) => keyIds.includes(keyId))
  for await (const change of history.list({ scope: scopeId({ accountId, region }), keyId }))
    entries.push(verdictEntry(change))
  return entries.sort((a, b) => comparePlaces(placeOf(a), placeOf(b)))
}
