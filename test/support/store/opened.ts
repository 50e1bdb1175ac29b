import { afterEach, beforeEach } from 'vitest'
import type { OpenStore, StoreUnderTest } from './contract.ts'

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
