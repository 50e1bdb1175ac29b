import { expect, test } from 'vitest'
import { OwnRanges } from '../../shared/domain/network.ts'
import { areComplete, mergeAddresses } from '../../shared/domain/own-addresses.ts'

const FIRST = '2026-11-23T02:15:00Z'
const NEXT = '2026-11-24T02:15:00Z'
const [HANGZHOU, SHANGHAI] = ['cn-hangzhou', 'cn-shanghai'] as const

test('an address that was released stays for 400 days, with the days on which it was listed', () => {
  const first = mergeAddresses(undefined, FIRST, new Map([[HANGZHOU, ['47.96.0.1', '47.96.0.2']]]))
  const next = mergeAddresses(first, NEXT, new Map([[HANGZHOU, ['47.96.0.2']]]))
  expect(next.addresses).toEqual([
    { address: '47.96.0.1', region: HANGZHOU, firstSeen: '2026-11-23', lastSeen: '2026-11-23' },
    { address: '47.96.0.2', region: HANGZHOU, firstSeen: '2026-11-23', lastSeen: '2026-11-24' },
  ])
  const later = mergeAddresses(next, '2027-12-29T02:15:00Z', new Map([[HANGZHOU, []]]))
  expect(later.addresses.map(({ address }) => address)).toEqual(['47.96.0.2'])
})

test('reading the same twice changes nothing', () => {
  const reading = new Map([[HANGZHOU, ['47.96.0.1']]])
  const once = mergeAddresses(undefined, FIRST, reading)
  expect(mergeAddresses(once, FIRST, reading)).toEqual(once)
})

test('of a region that could not be read what was known stays, and the account is not complete', () => {
  const whole = mergeAddresses(
    undefined,
    FIRST,
    new Map([
      [HANGZHOU, ['47.96.0.1']],
      [SHANGHAI, []],
    ]),
  )
  expect(areComplete(whole, FIRST)).toBe(true)
  const part = mergeAddresses(
    whole,
    NEXT,
    new Map([
      [HANGZHOU, undefined],
      [SHANGHAI, ['47.100.0.1']],
    ]),
  )
  expect(part.addresses.map(({ address }) => address)).toEqual(['47.96.0.1', '47.100.0.1'])
  expect(part.unread).toEqual([HANGZHOU])
  expect(areComplete(part, NEXT)).toBe(false)
})

test('nothing known, and what was read days ago, is not complete', () => {
  expect(areComplete(undefined, FIRST)).toBe(false)
  expect(areComplete(mergeAddresses(undefined, FIRST, new Map()), '2026-11-26T02:15:00Z')).toBe(false)
})

test('addresses count as own ranges; strangers are known only where all are', () => {
  const ranges = new OwnRanges(['203.0.113.0/24'], { addresses: ['47.96.0.1', '2408:4000:0:0::1'], complete: false })
  expect(
    ['47.96.0.1', '::ffff:47.96.0.1', '2408:4000::1', '203.0.113.7', '47.96.0.2'].map((each) => ranges.has(each)),
  ).toEqual([...[true, true, true, true, false]])
  expect(ranges.known).toBe(false)
  expect(new OwnRanges([], { addresses: [], complete: true }).known).toBe(true)
  expect(new OwnRanges([]).known).toBe(false)
})
