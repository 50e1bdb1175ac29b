import { describe, expect, test } from 'vitest'
import { opened } from '../support/store/opened.ts'
import { all, change, readinessRow, usageRow } from '../support/store/rows.ts'
import { SCOPE } from '../support/store/tablestore-methods.ts'
import { tablestoreStore } from '../support/store/tablestore-store.ts'

const DAY = '2026-11-20'
const LONG = 'x'.repeat(1_000)

const NAMES: Readonly<Record<string, readonly string[]>> = {
  'of 900, 1,000, 1,001 and 5,000 bytes': [900, 1_000, 1_001, 5_000].map((length) => 'k'.repeat(length)),
  'that begin with the same 1,000 bytes': [`${LONG}a`, `${LONG}b`, LONG],
  'that are cut within a character': ['密', '😀', 'é'].flatMap((character) =>
    [0, 1, 2, 3].map((shift) => 'y'.repeat(shift) + character.repeat(600)),
  ),
  'that look like what is written': [
    'value_gz0',
    'name_whole',
    'key_id_whole',
    '__proto__',
    'constructor',
    'timestamp',
  ],
  'with odd characters': ['nul\u0000nul', ' ', '\uffff', '"\'%_', '\u202e', 'a/b'],
  'that are no text at all': ['lone \ud800', 'lone \ud801', 'lone \udfff end', '\udc00'],
}

const current = opened(tablestoreStore)

/** Half of a surrogate pair has no bytes of its own: it is kept as U+FFFD. */
function stored(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => Buffer.from(name).toString()))].sort()
}

for (const [what, names] of Object.entries(NAMES)) {
  describe(`names ${what}`, () => {
    test('of keys: all are stored, found, listed in full, and deleted one by one', async () => {
      const { store } = current()
      await store.readiness.put(names.map((keyId) => readinessRow({ keyId, arn: 'arn' })))
      expect((await all(store.readiness.list())).map(({ keyId }) => keyId).sort()).toEqual(stored(names))
      for (const keyId of names) {
        expect((await store.readiness.get(SCOPE, keyId))?.keyId).toBe(stored([keyId])[0])
      }
      const [first = '', ...rest] = stored(names)
      await store.readiness.delete(SCOPE, first)
      expect((await all(store.readiness.list(SCOPE))).map(({ keyId }) => keyId).sort()).toEqual(rest)
    })

    test('of keys: a list goes on after each of them', async () => {
      const { store } = current()
      await store.readiness.put(names.map((keyId) => readinessRow({ keyId })))
      const keys = (await all(store.readiness.list(SCOPE))).map(({ keyId }) => keyId)
      for (const [at, keyId] of keys.entries()) {
        const after = await all(store.readiness.list(SCOPE, { scope: SCOPE, keyId }))
        expect(after.map((row) => row.keyId)).toEqual(keys.slice(at + 1))
      }
    })

    test('in usage: a day is replaced, and nothing of the new one is dropped', async () => {
      const { store } = current()
      const rows = names.flatMap((keyId) => [usageRow({ keyId, series: 'a' }), usageRow({ keyId, series: 'b' })])
      const listed = async () => (await all(store.usage.list(SCOPE, DAY, DAY))).map(({ keyId }) => keyId).sort()
      for (let time = 0; time < 2; time++) {
        await store.usage.replaceDays(SCOPE, [DAY], rows)
        expect(await listed()).toEqual(stored(names).flatMap((name) => [name, name]))
      }
      await store.usage.replaceDays(SCOPE, [DAY], rows.slice(0, 2), ['Decrypt'])
      expect(await listed()).toEqual(stored(names.slice(0, 1)).flatMap((name) => [name, name]))
      await store.usage.prune(SCOPE, '2026-11-21')
      expect(await listed()).toEqual([])
    })

    test('in the history: found by key, taken back one by one', async () => {
      const { store } = current()
      await store.history.put(names.map((keyId) => change({ keyId })))
      for (const keyId of names) {
        const found = await all(store.history.list({ scope: SCOPE, keyId }))
        expect(found.map((each) => each.keyId)).toEqual(stored([keyId]))
      }
      for (const keyId of names) await store.history.delete(change({ keyId }))
      expect(await all(store.history.list())).toEqual([])
    })

    test('of entries: put, swapped, listed in full, deleted one by one', async () => {
      const { store } = current()
      const listed = async (prefix: string) =>
        (await all(store.progress.list(SCOPE, prefix))).map(({ name }) => name).sort()
      const half = Math.ceil(names.length / 2)
      const [put, swapped] = [names.slice(0, half), names.slice(half)]
      await store.progress.put(
        SCOPE,
        put.map((name) => ({ name, value: 1 })),
      )
      for (const name of stored(swapped)) {
        const entry = await store.progress.get(SCOPE, name)
        expect(await store.progress.swap(SCOPE, name, 1, entry?.version ?? 0)).toBe(true)
      }
      expect(await listed('')).toEqual(stored(names))
      for (const prefix of stored(names)) {
        expect(await listed(prefix)).toEqual(stored(names).filter((name) => name.startsWith(prefix)))
      }
      for (const name of names) await store.progress.delete(SCOPE, name)
      expect(await listed('')).toEqual([])
    })
  })
}

test('entries are found by prefixes of any length among many long names', async () => {
  const { store } = current()
  const names = ['a', 'b', 'c', 'd'].flatMap((letter) =>
    [800, 899, 900, 901, 950, 1_000, 1_001, 1_200].map((length) => 'p'.repeat(length) + letter),
  )
  await store.progress.put(
    SCOPE,
    names.map((name) => ({ name, value: 1 })),
  )
  for (const length of [0, 1, 799, 900, 901, 940, 960, 1_000, 1_001, 1_100, 1_200, 1_201]) {
    const prefix = 'p'.repeat(length)
    const found = (await all(store.progress.list(SCOPE, prefix))).map(({ name }) => name).sort()
    expect(found, `${length}`).toEqual(names.filter((name) => name.startsWith(prefix)).sort())
  }
})

test('empty texts are kept as such', async () => {
  const { store } = current()
  const row = readinessRow({ arn: '', aliases: [''], tags: [{ key: '', value: '' }] })
  await store.readiness.put([row])
  expect(await all(store.readiness.list())).toEqual([row])
  await store.usage.replaceDays(SCOPE, [DAY], [usageRow({ keyId: '', operation: '' })])
  expect(await all(store.usage.list(SCOPE, DAY, DAY))).toEqual([usageRow({ keyId: '', operation: '' })])
  await store.progress.put(SCOPE, [{ name: '', value: '' }])
  expect(await all(store.progress.list(SCOPE, ''))).toEqual([{ name: '', value: '', version: 1 }])
})

test('what a prototype is made of is data like any other', async () => {
  const { store } = current()
  const value: unknown = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "toString": null}')
  await store.progress.put(SCOPE, [{ name: '__proto__', value }])
  const entry = await store.progress.get(SCOPE, '__proto__')
  expect(JSON.stringify(entry?.value)).toBe(JSON.stringify(value))
  expect({}).not.toHaveProperty('polluted')
})
