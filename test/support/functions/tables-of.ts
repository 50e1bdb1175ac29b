import type { Change, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import type { UsageRow } from '../../../shared/domain/usage.ts'
import type { Store } from '../../../shared/store/store.ts'

/** What the tables of a store hold, but for what names the run itself. */
export interface Tables {
  readonly rows: readonly ReadinessRow[]
  readonly usage: readonly UsageRow[]
  readonly progress: readonly unknown[]
  readonly changes: readonly Change[]
}

export async function tablesOf(store: Store): Promise<Tables> {
  const rows: ReadinessRow[] = []
  const usage: UsageRow[] = []
  const progress: unknown[] = []
  const changes: Change[] = []
  for await (const row of store.readiness.list()) rows.push(row)
  for (const id of new Set(rows.map((row) => scopeId(row)))) {
    for await (const row of store.usage.list(id, '0000-01-01', '9999-12-31')) usage.push(row)
    for (const prefix of ['key/', 'coverage/', 'aliases/']) {
      for await (const { name, value } of store.progress.list(id, prefix)) progress.push([id, name, value])
    }
  }
  for await (const change of store.history.list()) changes.push(change)
  return { rows, usage, progress, changes }
}
