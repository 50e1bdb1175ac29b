import { expect, test } from 'vitest'
import type { Store } from '../../shared/store/store.ts'
import type { Ending, FaultEffect } from '../../simulator/cloud/faults/fault.ts'
import { SERVER_BUSY, TIMEOUT } from '../../simulator/cloud/tablestore/effects.ts'
import { opened } from '../support/store/opened.ts'
import { SCOPE } from '../support/store/tablestore-methods.ts'
import { type TablestoreUnderTest, tablestoreStore } from '../support/store/tablestore-store.ts'

const LOST: readonly Ending[] = [SERVER_BUSY, TIMEOUT, { kind: 'reset' }, { kind: 'html', status: 502 }]
const SWAPS = ['PutRow', 'UpdateRow'] as const

let under: TablestoreUnderTest
const current = opened(async () => {
  under = await tablestoreStore()
  return under
})

/** What many that swap from the same version are told, and what is there then. */
async function race(stores: readonly Store[], version: number) {
  const told = await Promise.all(stores.map((each, at) => each.progress.swap(SCOPE, 'lease', at, version)))
  const winners = told.flatMap((won, at) => (won ? [at] : []))
  return { winners, entry: await under.store.progress.get(SCOPE, 'lease') }
}

function strike(effect: FaultEffect, fields: { readonly every?: number; readonly nth?: number[] }) {
  under.cloud.setFaults(SWAPS.map((action) => ({ where: { action, ...fields }, effect })))
}

for (const answer of LOST) {
  const what = answer.kind === 'error' ? answer.code : answer.kind
  test(`of two whose answers are lost (${what}) exactly one wins, and its value is there`, async () => {
    const stores = [current().store, await current().reopen()]
    for (let version = 0; version < 6; version++) {
      strike({ kind: 'after', answer }, { nth: [1, 2] })
      const { winners, entry } = await race(stores, version)
      expect(winners).toHaveLength(1)
      expect(entry).toEqual({ name: 'lease', value: winners[0], version: version + 1 })
    }
  })
}

test('of many, where every other answer is lost, exactly one wins each version', async () => {
  const stores = Array.from({ length: 6 }, () => under.store)
  for (let version = 0; version < 6; version++) {
    strike({ kind: 'after', answer: SERVER_BUSY }, { every: 2 })
    const { winners, entry } = await race(stores, version)
    expect(winners).toHaveLength(1)
    expect(entry).toEqual({ name: 'lease', value: winners[0], version: version + 1 })
  }
})

test('a swap that was done is told as done, though a put has written over it before it looked', async () => {
  strike({ kind: 'after', answer: TIMEOUT }, { nth: [1] })
  const swapping = under.store.progress.swap(SCOPE, 'lease', 'swapped', 0)
  await expect.poll(() => under.cloud.count({ action: 'PutRow' })).toBeGreaterThan(0)
  await under.store.progress.put(SCOPE, [{ name: 'lease', value: 'put' }])
  expect(await swapping).toBe(true)
  expect(await under.store.progress.get(SCOPE, 'lease')).toEqual({ name: 'lease', value: 'put', version: 2 })
})

test('a swap that meets another version asks no further', async () => {
  const before = under.cloud.calls.length
  expect(await under.store.progress.swap(SCOPE, 'lease', 'late', 4)).toBe(false)
  expect(under.cloud.calls.length - before).toBe(1)
})
