import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecentIds } from '../../functions/usage/sources/lookup/recent-ids.ts'

/** As spread as a digest, and another for each number, because the factor is odd. */
function digest(n: number): string {
  const bytes = Buffer.alloc(18)
  for (const at of [0, 4, 8, 12]) bytes.writeUInt32LE(Math.imul(n + at, 0x9e3779b1) >>> 0, at)
  return bytes.toString('base64')
}

test('tells what came before, whatever the order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(400), { maxLength: 2_000 }), (numbers) => {
      const ids = new RecentIds()
      const known = new Set<number>()
      for (const n of numbers) {
        expect(ids.seen(digest(n))).toBe(known.has(n))
        known.add(n)
      }
    }),
    { numRuns: 30 },
  )
})

test('remembers a hundred thousand and more, and not for ever', () => {
  const ids = new RecentIds()
  const seen = (from: number, to: number) => {
    let count = 0
    for (let n = from; n < to; n += 1) if (ids.seen(digest(n))) count += 1
    return count
  }
  expect(seen(0, 250_000)).toBe(0)
  expect(seen(150_000, 250_000)).toBe(100_000)
  expect(ids.seen(digest(0))).toBe(false)
}, 60_000)

test('an identity of zeros is one like any other', () => {
  const ids = new RecentIds()
  const zeros = Buffer.alloc(18).toString('base64')
  expect([ids.seen(zeros), ids.seen(zeros)]).toEqual([false, true])
})
