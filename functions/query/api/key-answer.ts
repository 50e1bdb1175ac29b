import { aboutKey } from '../../../shared/domain/decisions/about-key.ts'
import type { Standing } from '../../../shared/domain/decisions/standing.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { type RowAsJson, rowAsJson } from '../../../shared/rows/row-as-json.ts'
import { decisionsOf } from '../../../shared/store/decisions-of.ts'
import type { Store } from '../../../shared/store/store.ts'
import { oneRow } from './one-row.ts'

/** A row with what people decided about its key. */
export interface KeyAsJson extends RowAsJson {
  readonly decisions: readonly Standing[]
}

/** What is known of one key. Throws an `ApiError`. */
export async function keyAnswer(
  store: Pick<Store, 'readiness' | 'decisions'>,
  path: Readonly<Record<string, string>>,
  now: Instant,
): Promise<KeyAsJson> {
  const row = await oneRow(store, path, now)
  const { standing } = aboutKey(row, await decisionsOf(store, scopeId(row)), now)
  return { ...rowAsJson(row), decisions: standing }
}
