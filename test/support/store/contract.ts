import { describe } from 'vitest'
import { decisionsContract } from './decisions-contract.ts'
import { historyContract } from './history-contract.ts'
import type { OpenStore } from './opened.ts'
import { progressContract } from './progress-contract.ts'
import { readinessContract } from './readiness-contract.ts'
import { summariesContract } from './summaries-contract.ts'
import { usageContract } from './usage-contract.ts'

/** What `store.ts` promises, and every backend keeps. */
export function storeContract(name: string, open: OpenStore): void {
  describe(`${name}: readiness`, () => readinessContract(open))
  describe(`${name}: summaries`, () => summariesContract(open))
  describe(`${name}: usage`, () => usageContract(open))
  describe(`${name}: history`, () => historyContract(open))
  describe(`${name}: progress`, () => progressContract(open))
  describe(`${name}: decisions`, () => decisionsContract(open))
}
