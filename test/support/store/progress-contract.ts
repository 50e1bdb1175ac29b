import { expect, test } from 'vitest'
import { StaleLeaseError } from '../../../shared/store/errors.ts'
import type { OpenStore } from './opened.ts'
import { opened } from './opened.ts'
import { all, HOSTILE } from './rows.ts'

const SCOPE = '1000000000000001:cn-hangzhou'
const OTHER = '1000000000000001:cn-shanghai'

export function progressContract(open: OpenStore): void {
  const current = opened(open)

  test('any JSON comes out as it went in, also from another opening', async () => {
    const { store, reopen } = current()
    const values = [
      null,
      true,
      0,
      -1.5,
      '',
      HOSTILE,
      [],
      {},
      { [HOSTILE]: [1, { deep: [null] }] },
      '密'.repeat(350_000),
    ]
    const entries = values.map((value, at) => ({ name: `value/${at}`, value }))
    await store.progress.put(SCOPE, entries)
    const expected = entries.map((entry) => ({ ...entry, version: 1 }))
    expect(await all(store.progress.list(SCOPE, 'value/'))).toEqual(expected)
    expect(await all((await reopen()).progress.list(SCOPE, 'value/'))).toEqual(expected)
    expect(await store.progress.get(SCOPE, 'value/5')).toEqual({ name: 'value/5', value: HOSTILE, version: 1 })
  })

  test('every write of an entry is one version more', async () => {
    const { store } = current()
    await store.progress.put(SCOPE, [{ name: 'run', value: 'a' }])
    await store.progress.put(SCOPE, [{ name: 'run', value: 'b' }])
    expect(await store.progress.swap(SCOPE, 'run', 'c', 2)).toBe(true)
    expect(await store.progress.get(SCOPE, 'run')).toEqual({ name: 'run', value: 'c', version: 3 })
    expect(await store.progress.get(OTHER, 'run')).toBeUndefined()
  })

  test('entries are listed by prefix and nothing more, in the order of their names, across many pages', async () => {
    const { store } = current()
    const names = Array.from({ length: 1_002 }, (_, at) => `key/${String((at * 13) % 1_002).padStart(4, '0')}`)
    const odd = ['key/', 'key/%', 'key/_', 'key/密😀']
    const outside = ['ke', 'key', 'key.', 'key0', 'kez/1', 'KEY/1', '%']
    await store.progress.put(
      SCOPE,
      [...names, ...odd, ...outside].map((name) => ({ name, value: name })),
    )
    await store.progress.put(OTHER, [{ name: 'key/other', value: 1 }])
    const found = (await all(store.progress.list(SCOPE, 'key/'))).map((entry) => entry.name)
    expect(found).toEqual([...names, ...odd].sort())
    expect((await all(store.progress.list(SCOPE, 'key/', { first: 5 }))).map((entry) => entry.name)).toEqual(found)
    const behind = async (from: string) =>
      (await all(store.progress.list(SCOPE, 'key/', { from }))).map(({ name }) => name)
    for (const from of ['key/', 'key/0500', 'key/0500x', 'key/密', 'key/~'])
      expect(await behind(from)).toEqual(found.filter((name) => name >= from))
    expect((await all(store.progress.list(SCOPE, 'key/%'))).map((entry) => entry.name)).toEqual(['key/%'])
    expect(await all(store.progress.list(SCOPE, 'lease/'))).toEqual([])
    expect(await all(store.progress.list(SCOPE, ''))).toHaveLength(1_013)
  })

  test('tells the briefs of entries by prefix, each while its value is the one that it was written with', async () => {
    const { store, reopen } = current()
    const { progress } = store
    const long = `key/${'x'.repeat(1_100)}`
    const brief = { calls: 3, names: ['密', "it's"] }
    for (const name of ['key', 'key/', 'key/a', 'key/b', 'key/密', long, 'key0'])
      expect(await progress.swap(SCOPE, name, 'value', 0, { ...brief, name })).toBe(true)
    await progress.put(OTHER, [{ name: 'key/b', value: 1 }])
    // As programs write that know of no briefs.
    await progress.put(SCOPE, [{ name: 'key/', value: null }])
    expect(await progress.swap(SCOPE, 'key/a', 'another', 1)).toBe(true)
    expect(await progress.swap(SCOPE, 'key/b', 'another', 1, null)).toBe(true)
    const expected = [
      { name: 'key/', version: 2 },
      { name: 'key/a', version: 2 },
      { name: 'key/b', version: 2, brief: null },
      { name: long, version: 1, brief: { ...brief, name: long } },
      { name: 'key/密', version: 1, brief: { ...brief, name: 'key/密' } },
    ]
    const byName = (entries: readonly { readonly name: string }[]) =>
      entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    for (const each of [store, await reopen()]) {
      expect(byName(await all(each.progress.briefs(SCOPE, 'key/')))).toEqual(expected)
      expect(await all(each.progress.briefs(SCOPE, long.slice(0, 1_050)))).toEqual([expected[3]])
      expect(await all(each.progress.briefs(SCOPE, 'lease/'))).toEqual([])
      expect(await each.progress.get(SCOPE, 'key/密')).toEqual({ ...expected[4], value: 'value' })
      expect(await each.progress.get(SCOPE, 'key/a')).toEqual({ ...expected[1], value: 'another' })
    }
  })

  test('a brief is not written where the value is not', async () => {
    const { progress } = current().store
    expect(await progress.swap(SCOPE, 'key/a', 'first', 0, 'of the first')).toBe(true)
    expect(await progress.swap(SCOPE, 'key/a', 'late', 0, 'of the late')).toBe(false)
    expect(await progress.swap(SCOPE, 'key/a', 'late', 7, 'of the late')).toBe(false)
    expect(await all(progress.briefs(SCOPE, 'key/'))).toEqual([{ name: 'key/a', version: 1, brief: 'of the first' }])
  })

  test('a short brief takes the place of a long one', async () => {
    const { progress } = current().store
    const long = Array.from({ length: 3_000 }, (_, at) => `key-${at}`)
    await progress.swap(SCOPE, 'key/a', 'value', 0, long)
    await progress.put(SCOPE, [{ name: 'key/a', value: null }])
    await progress.swap(SCOPE, 'key/a', 'value', 2, 'short')
    expect(await all(progress.briefs(SCOPE, 'key/'))).toEqual([{ name: 'key/a', version: 3, brief: 'short' }])
    await progress.swap(SCOPE, 'key/a', 'value', 3, long)
    await progress.swap(SCOPE, 'key/a', 'value', 4, 'shorter')
    expect(await all(progress.briefs(SCOPE, 'key/'))).toEqual([{ name: 'key/a', version: 5, brief: 'shorter' }])
  })

  test('a long brief comes back as it was written', async () => {
    const { progress } = current().store
    const brief = Array.from({ length: 30_000 }, (_, at) => `key-${at}`)
    await progress.swap(SCOPE, 'key/a', brief, 0, brief)
    expect(await all(progress.briefs(SCOPE, 'key/'))).toEqual([{ name: 'key/a', version: 1, brief }])
    expect(await all(progress.list(SCOPE, 'key/'))).toEqual([{ name: 'key/a', version: 1, value: brief }])
  })

  test('tells which scopes have an entry of a name', async () => {
    const { store } = current()
    await store.progress.put(OTHER, [{ name: 'inventory', value: 1 }])
    await store.progress.put(SCOPE, [
      { name: 'inventory', value: 1 },
      { name: 'inventory/2', value: 1 },
    ])
    expect([...(await store.progress.scopesWith('inventory'))].sort()).toEqual([SCOPE, OTHER])
    expect(await store.progress.scopesWith('inventory/2')).toEqual([SCOPE])
    expect(await store.progress.scopesWith('inv')).toEqual([])
  })

  test('tells which scopes of one account have an entry of a name', async () => {
    const { store } = current()
    const scopes = ['10:cn-a', '1:*', '1:cn-a', '2:cn-a']
    for (const scope of scopes) await store.progress.put(scope, [{ name: 'inventory', value: 1 }])
    expect([...(await store.progress.scopesWith('inventory', '1'))].sort()).toEqual(['1:*', '1:cn-a'])
    expect(await store.progress.scopesWith('inventory', '3')).toEqual([])
  })

  test('delete removes one entry, and one that is not there is no matter', async () => {
    const { store } = current()
    await store.progress.put(SCOPE, [
      { name: 'a', value: 1 },
      { name: 'ab', value: 2 },
    ])
    await store.progress.delete(SCOPE, 'a')
    await store.progress.delete(SCOPE, 'a')
    expect(await all(store.progress.list(SCOPE, ''))).toEqual([{ name: 'ab', value: 2, version: 1 }])
  })

  test('swap writes only over the version that it expects', async () => {
    const { store } = current()
    expect(await store.progress.swap(SCOPE, 'lease', 'a', 1)).toBe(false)
    expect(await store.progress.get(SCOPE, 'lease')).toBeUndefined()
    expect(await store.progress.swap(SCOPE, 'lease', 'a', 0)).toBe(true)
    expect(await store.progress.swap(SCOPE, 'lease', 'b', 0)).toBe(false)
    expect(await store.progress.swap(SCOPE, 'lease', 'b', 2)).toBe(false)
    expect(await store.progress.swap(SCOPE, 'lease', 'c', 1)).toBe(true)
    expect(await store.progress.get(SCOPE, 'lease')).toEqual({ name: 'lease', value: 'c', version: 2 })
  })

  test('of many that swap at once, through two openings, one wins each version', async () => {
    const { store, reopen } = current()
    const stores = [store, await reopen()]
    for (let version = 0; version < 10; version++) {
      const swaps = Array.from({ length: 8 }, (_, at) => stores[at % 2]?.progress.swap(SCOPE, 'lease', at, version))
      const won = (await Promise.all(swaps)).flatMap((swapped, at) => (swapped ? [at] : []))
      expect(won).toHaveLength(1)
      expect(await store.progress.get(SCOPE, 'lease')).toEqual({ name: 'lease', value: won[0], version: version + 1 })
    }
  })

  test('what a later generation wrote is not overwritten by an earlier one', async () => {
    const { store, reopen } = current()
    const put = (value: string, fence?: number) => store.progress.put(SCOPE, [{ name: 'coverage/all', value }], fence)
    const value = async () => (await store.progress.get(SCOPE, 'coverage/all'))?.value
    await put('of 2', 2)
    await expect(put('of 1', 1)).rejects.toThrow(StaleLeaseError)
    expect(await value()).toBe('of 2')
    await put('of 2 again', 2)
    await put('of 3', 3)
    await put('of nobody')
    expect(await value()).toBe('of nobody')
    const other = await reopen()
    await expect(other.progress.put(SCOPE, [{ name: 'coverage/all', value: 'of 2' }], 2)).rejects.toThrow(
      StaleLeaseError,
    )
    expect(await store.progress.swap(SCOPE, 'coverage/all', 'swapped', 4)).toBe(true)
    await expect(put('of 2', 2)).rejects.toThrow(StaleLeaseError)
    expect(await value()).toBe('swapped')
  })

  test('fences are kept by entry: an entry that none has fenced takes any', async () => {
    const { store } = current()
    await store.progress.put(SCOPE, [{ name: 'a', value: 1 }], 5)
    await store.progress.put(OTHER, [{ name: 'a', value: 1 }], 1)
    await store.progress.put(SCOPE, [{ name: 'b', value: 1 }])
    await store.progress.put(SCOPE, [{ name: 'b', value: 2 }], 1)
    await expect(store.progress.put(SCOPE, [{ name: 'b', value: 3 }], 0)).rejects.toThrow(StaleLeaseError)
  })

  test('an empty store has nothing, and putting nothing is no matter', async () => {
    const { store } = current()
    await store.progress.put(SCOPE, [], 1)
    expect(await store.progress.get(SCOPE, 'run')).toBeUndefined()
    expect(await all(store.progress.list(SCOPE, ''))).toEqual([])
    expect(await store.progress.scopesWith('run')).toEqual([])
  })
}
