import { describe, expect, it } from 'vitest'
import { message } from '../../../shared/domain/messages/message.ts'
import { keySets, secretsOf } from '../../../shared/domain/plan/key-sets.ts'
import type { ReadyKey } from '../../../shared/domain/plan/plan-facts.ts'
import { readyRow } from '../../support/domain/plan-rows.ts'

const setsOf = (rows: readonly ReadyKey[]) => keySets({ environment: undefined, rows })
const keysOf = (rows: readonly ReadyKey[]) => setsOf(rows).map(({ keys }) => keys.map(({ keyId }) => keyId).join(' '))
const names = (count: number, key = 'a') => Array.from({ length: count }, (_, at) => `secret-${key}-${100 + at}`)

/** A key that `role/all` uses too. */
const tied = (keyId: string, secrets = 0, callers: readonly string[] = []) =>
  readyRow(keyId, { callers: ['role/all', ...callers], secrets: names(secrets, keyId) })
const many = (caller: string, name: string, count: number) =>
  Array.from({ length: count }, (_, at) => tied(`key-${name}-${100 + at}`, 0, [caller]))

describe('keys of a group', () => {
  it.each([
    [
      'with fifty secrets share a set with one that has none',
      [
        ['a', 50],
        ['b', 0],
      ],
      ['a b'],
    ],
    [
      'with fifty secrets between them share one',
      [
        ['a', 20],
        ['b', 30],
      ],
      ['a b'],
    ],
    [
      'with one secret more do not',
      [
        ['a', 20],
        ['b', 31],
      ],
      ['a', 'b'],
    ],
    [
      'stay together beside one that has more secrets than a batch takes',
      [
        ['a', 30],
        ['b', 51],
        ['c', 10],
      ],
      ['a c', 'b'],
    ],
    ['make one set where there is only such a key', [['a', 51]], ['a']],
    [
      'make a set each where all are such',
      [
        ['a', 51],
        ['b', 120],
      ],
      ['a', 'b'],
    ],
  ] as const)('%s', (_, keys, sets) => {
    expect(keysOf(keys.map(([keyId, secrets]) => tied(keyId, secrets)))).toEqual(sets)
  })

  it('are put apart by the names of their callers, whatever their ids are', () => {
    const rows = [...many('role/c', '1', 20), ...many('role/a', '2', 30), ...many('role/b', '3', 30)]
    const callers = setsOf(rows).map(({ keys }) => [
      ...new Set(keys.flatMap(({ usage }) => usage.callers.map(({ principal }) => principal))),
    ])
    expect(callers).toEqual([
      ['role/all', 'role/a'],
      ['role/all', 'role/b', 'role/c'],
    ])
  })

  it('that were put apart tell which part they are, of how many keys', () => {
    expect(setsOf([tied('a', 30), tied('b', 51), tied('c', 10)]).map(({ why }) => why.at(-1))).toEqual([
      message('plan-cut', { keys: 3, part: 1, parts: 2 }),
      message('plan-cut', { keys: 3, part: 2, parts: 2 }),
    ])
  })

  it('leave secrets to further batches only where they are more than one takes', () => {
    const more = (secrets: number) => setsOf([tied('a', secrets)])[0]?.moreSecrets.map(({ length }) => length)
    expect([0, 50, 51, 100, 120].map(more)).toEqual([[], [], [1], [50], [50, 20]])
  })
})

describe('why keys go together', () => {
  it.each<[string, readonly ReadyKey[], ReturnType<typeof setsOf>[number]['why']]>([
    ['one key has no reason', [readyRow('a', { callers: ['role/one', 'role/two'] })], []],
    [
      'names only the applications that use several of them, by name',
      [
        readyRow('a', { callers: ['role/z'] }),
        readyRow('b', { callers: ['role/b', 'role/z', 'role/own'] }),
        readyRow('c', { callers: ['role/b'] }),
      ],
      [message('plan-shared-callers', { keys: 3, callers: ['role/b', 'role/z'], more: 0 })],
    ],
    [
      'names five, and counts the others',
      ['a', 'b'].map((keyId) => readyRow(keyId, { callers: ['r7', 'r6', 'r5', 'r4', 'r3', 'r2', 'r1'] })),
      [message('plan-shared-callers', { keys: 2, callers: ['r1', 'r2', 'r3', 'r4', 'r5'], more: 2 })],
    ],
    [
      'counts the keys of which not all callers are listed',
      [
        readyRow('a', { callers: ['role/one'] }),
        readyRow('b', { callers: ['role/one'], usage: { moreCallers: 1 } }),
        readyRow('c', { callers: ['role/one'] }),
      ],
      [
        message('plan-shared-callers', { keys: 3, callers: ['role/one'], more: 0 }),
        message('plan-callers-unlisted', { keys: 1 }),
      ],
    ],
  ])('%s', (_, rows, why) => {
    expect(setsOf(rows).map((set) => set.why)).toEqual([why])
  })
})

it('secrets are listed by key, then by name, each once', () => {
  expect(secretsOf([{ secrets: ['s3', 's1'] }, { secrets: ['s2', 's1', 's0'] }])).toEqual(['s1', 's3', 's0', 's2'])
})
