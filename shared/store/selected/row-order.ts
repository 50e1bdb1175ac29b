import type { RowKey } from '../store.ts'

/** Whether a row stands after another in primary key order. */
export function isAfter(a: RowKey, b: RowKey): boolean {
  return a.scope === b.scope ? a.keyId > b.keyId : a.scope > b.scope
}
