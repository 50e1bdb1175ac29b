import { afterEach, beforeEach } from 'vitest'
import type { Store } from '../../../shared/store/store.ts'

/** Opens a fresh store before each test of a suite and disposes of it after; returns how to reach the one of the running test. */
export function opened(open: OpenStore): () => StoreUnderTest {
  let current: StoreUnderTest | undefined
  beforeEach(async () => {
    current = await open()
  })
  afterEach(async () => {
    await current?.dispose()
    current = undefined
  })
  return () => {
    if (!current) throw new Error('no store is open outside a test')
    return current
  }
}

/** A fresh, empty store for one test. */
export interface StoreUnderTest {
  readonly store: Store
  /** Opens the same store once more, beside the first, as another process would. Closed by `dispose`. */
  reopen(): Promise<Store>
  /** Closes what was opened and removes what was stored. */
  dispose(): Promise<void>
}

export type OpenStore = () => Promise<StoreUnderTest>
