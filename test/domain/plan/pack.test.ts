import { describe, expect, it } from 'vitest'
import { keySets } from '../../../shared/domain/plan/key-sets.ts'
import { keysOf, type Packed, pack, packedTogether } from '../../../shared/domain/plan/pack.ts'
import type { ReadyKey } from '../../../shared/domain/plan/plan-facts.ts'
import { readyRow, weekOf } from '../../support/domain/plan-rows.ts'

type Parts = Parameters<typeof readyRow>[1]

const setOf = (...rows: readonly ReadyKey[]) => keySets({ environment: undefined, rows })
const named = (batches: readonly Packed[]) =>
  batches.map((each) =>
    keysOf(each)
      .map(({ keyId }) => keyId)
      .join(' '),
  )
/** Sets of one key each, by its id, as batches with windows of two hours. */
const packed = (keys: Readonly<Record<string, Parts>>) =>
  pack(
    Object.entries(keys).flatMap(([keyId, parts]) => setOf(readyRow(keyId, parts))),
    2,
  )
/** Busy at all hours of the week but those, and how many calls these had in 13 weeks. */
const busyBut = (hours: Readonly<Record<number, number>>): Parts => ({ week: weekOf(130_000, hours) })
const quietAt = (hour: number) => busyBut({ [hour]: 0, [hour + 1]: 0 })
const OLDER: Parts = { week: undefined }
const SHORT: Parts = { days: 2 }

describe('two sets share a batch', () => {
  const secrets = (count: number, name: string) => Array.from({ length: count }, (_, at) => `${name}-${at}`)
  const keys = (count: number, name: string) => setOf(...secrets(count, name).map((keyId) => readyRow(keyId)))

  it.each([
    [25, 25, [50]],
    [25, 26, [25, 26]],
  ])('up to fifty keys: %i and %i', (a, b, sizes) => {
    expect(pack([...keys(a, 'a'), ...keys(b, 'b')], 2).map((each) => keysOf(each).length)).toEqual(sizes)
  })

  it.each([
    [20, 30, ['a b']],
    [20, 31, ['a', 'b']],
  ])('up to fifty secrets: %i and %i', (a, b, batches) => {
    expect(named(packed({ a: { secrets: secrets(a, 'a') }, b: { secrets: secrets(b, 'b') } }))).toEqual(batches)
  })

  it.each<[string, Parts, Parts, readonly string[]]>([
    ['that are as busy at all hours', { week: weekOf(1_300) }, { week: weekOf(1_300) }, ['a b']],
    // Of 13 weeks: one call more than in windows of their own, and hardly more than one.
    ['with one call more than apart', quietAt(10), busyBut({ 11: 0, 12: 0, 10: 13 }), ['a b']],
    ['not with more than that', quietAt(10), busyBut({ 11: 0, 12: 0, 10: 14 }), ['a', 'b']],
    // 20 calls and 20 apart; 45 is a tenth and a call more, 46 is not.
    ['with a tenth more and a call', busyBut({ 10: 260, 11: 0 }), busyBut({ 10: 325, 11: 0, 20: 260, 21: 0 }), ['a b']],
    [
      'not with two calls more than a tenth',
      busyBut({ 10: 260, 11: 0 }),
      busyBut({ 10: 338, 11: 0, 20: 260, 21: 0 }),
      ['a', 'b'],
    ],
    ['not where one has no profile', OLDER, quietAt(10), ['a', 'b']],
    ['nor where the other has none', quietAt(10), SHORT, ['a', 'b']],
    ['where nobody knows of either', OLDER, SHORT, ['a b']],
  ])('%s', (_, a, b, batches) => {
    expect(named(packed({ a, b }))).toEqual(batches)
  })
})

describe('a set joins', () => {
  it('the batch of its own hours, however many were begun since', () => {
    const others = { b: quietAt(30), c: quietAt(50), d: quietAt(70), e: quietAt(90), f: quietAt(110) }
    expect(named(packed({ a: quietAt(10), ...others, g: quietAt(10) }))).toEqual(['a g', 'b', 'c', 'd', 'e', 'f'])
  })

  it('that one also where a key whose secrets fill a batch has the same hours', () => {
    const full = { ...quietAt(10), secrets: Array.from({ length: 51 }, (_, at) => `s-${at}`) }
    const others = { b: quietAt(30), c: quietAt(50), d: quietAt(70) }
    expect(named(packed({ a: quietAt(10), ...others, full, g: quietAt(10) }))).toEqual(['a g', 'b', 'c', 'd', 'full'])
  })

  it.each([
    [3, ['a x', 'b', 'c', 'd']],
    [4, ['a', 'b', 'c', 'd', 'e', 'x']],
  ])('one of other hours that suit it, of the last four: %i were begun since', (since, batches) => {
    const others = { b: quietAt(30), c: quietAt(50), d: quietAt(70), e: quietAt(90) }
    const begun = Object.fromEntries(Object.entries(others).slice(0, since))
    const wide = busyBut({ 10: 0, 11: 0, 12: 0 })
    expect(named(packed({ a: wide, ...begun, x: quietAt(11) }))).toEqual(batches)
  })
})

describe('a batch', () => {
  it('is used as its sets are together, and was observed as the one that was least', () => {
    const [batch] = packed({ a: { week: weekOf(26) }, b: { week: weekOf(3), days: 7 } })
    expect(batch).toMatchObject({
      profile: { calls: weekOf(5), weeks: weekOf(1) },
      lacking: { older: 0, short: 0 },
    })
  })

  it('counts the keys without a profile by why they have none', () => {
    const batches = pack(
      [
        ...setOf(readyRow('a', OLDER), readyRow('b', SHORT), readyRow('c')),
        ...setOf(readyRow('d', OLDER), readyRow('e', OLDER), readyRow('f', SHORT)),
      ],
      2,
    )
    expect(named(batches)).toEqual(['a b c d e f'])
    expect(batches.map(({ lacking }) => lacking)).toEqual([{ older: 3, short: 2 }])
    expect(batches[0]).not.toHaveProperty('profile')
  })

  it.each<[string, Parts, Parts, boolean]>([
    ['of sets that have one', quietAt(10), quietAt(40), true],
    ['not where the first has none', OLDER, quietAt(10), false],
    ['not where the last has none', quietAt(10), SHORT, false],
  ])('that people put together has a profile: %s', (_, a, b, has) => {
    const batch = packedTogether([...setOf(readyRow('a', a)), ...setOf(readyRow('b', b))], 2)
    expect(named([batch])).toEqual(['a b'])
    expect(batch.profile !== undefined).toBe(has)
  })
})
