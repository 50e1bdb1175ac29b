import { scopeId } from '../shared/domain/scope.ts'
import { FanOutLedger } from '../shared/store/fan-out-ledger.ts'
import type { Store } from '../shared/store/store.ts'
import type { MeasuredRows } from './messages.ts'

/** What a night has left in the tables. */
export async function countRows(store: Store): Promise<MeasuredRows> {
  const counted = { keys: 0, unread: 0, gaps: 0, calls: 0, usageRows: 0 }
  const scopes = new Set<string>()
  for await (const row of store.readiness.list()) {
    scopes.add(scopeId(row))
    counted.keys += 1
    counted.unread += row.unread.length > 0 ? 1 : 0
    counted.gaps += row.observed.complete ? 0 : 1
    counted.calls += row.usage.calls
  }
  for (const scope of scopes) {
    for await (const _ of store.usage.list(scope, '0000-01-01', '9999-12-31')) counted.usageRows += 1
  }
  return { ...counted, scopes: scopes.size, open: (await new FanOutLedger(store).accounts()).length }
}
