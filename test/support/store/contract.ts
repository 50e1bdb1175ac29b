import { describe } from 'vitest'
import type { Store } from '../../../shared/store/store.ts'
import { historyContract } from './history-contract.ts'
import { progressContract } from './progress-contract.ts'
import { readinessContract } from './readiness-contract.ts'
import { usageContract } from './usage-contract.ts'

/** A fresh, empty store for one test. */
export interface StoreUnderTest {
  readonly store: Store
  /** Opens the same store once more, beside the first, as another process would. Closed by `dispose`. */
  reopen(): Promise<Store>
  /** Closes what was opened and removes what was stored. */
  dispose(): Promise<void>
}

export type OpenStore = () => Promise<StoreUnderTest>

/** What `store.ts` promises, and every backend keeps. */
export function storeContract(name: string, open: OpenStore): void {
  describe(`${name}: readiness`, () => readinessContract(open))
  describe(`${name}: usage`, () => usageContract(open))
  describe(`${name}: history`, () => historyContract(open))
  describe(`${name}: progress`, () => progressContract(open))
}
