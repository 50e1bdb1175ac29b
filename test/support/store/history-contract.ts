import { expect, test } from 'vitest'
import type { OpenStore } from './opened.ts'
import { opened } from './opened.ts'
import { all, change, HOSTILE } from './rows.ts'

const SCOPE = '1000000000000001:cn-hangzhou'
const OTHER = '1000000000000001:cn-shanghai'

export function historyContract(open: OpenStore): void {
  const current = opened(open)

  test('a change comes out as it went in, first and last ones too', async () => {
    const { store, reopen } = current()
    const changes = [
      change({ changedAt: '2026-11-18T00:00:00Z', before: null, after: 'unknown', why: [], events: [] }),
      change({ changedAt: '2026-11-19T00:00:00Z', why: [HOSTILE], events: [HOSTILE] }),
      change({ changedAt: '2026-11-20T00:00:00Z', before: 'blocked', after: null }),
    ]
    await store.history.put(changes)
    expect(await all(store.history.list())).toEqual(changes)
    expect(await all((await reopen()).history.list())).toEqual(changes)
  })

  test('a change of one run is there once, as last put', async () => {
    const { store } = current()
    await store.history.put([change({ after: 'unknown' })])
    await store.history.put([change()])
    await store.history.put([change()])
    await store.history.put([])
    expect(await all(store.history.list())).toEqual([change()])
  })

  test('changes are counted by run and kind', async () => {
    const { store } = current()
    await store.history.put([
      change({ keyId: 'a', changedAt: '2026-11-18T18:15:00Z', before: null, after: 'ready' }),
      change({ keyId: 'a', changedAt: '2026-11-19T18:15:00Z', before: 'ready', after: 'blocked' }),
      change({ keyId: 'b', changedAt: '2026-11-19T18:15:00Z', before: 'ready', after: 'blocked' }),
      change({ keyId: 'd', changedAt: '2026-11-19T19:15:00Z', before: 'ready', after: 'blocked' }),
      change({ keyId: 'c', changedAt: '2026-11-19T18:15:00Z', before: 'ready', after: null }),
    ])
    const counts = await store.history.counts('2026-11-19T00:00:00Z')
    expect(counts).toHaveLength(3)
    expect(counts).toEqual(
      expect.arrayContaining([
        { changedAt: '2026-11-19T18:15:00Z', before: 'ready', after: 'blocked', keys: 2 },
        { changedAt: '2026-11-19T18:15:00Z', before: 'ready', after: null, keys: 1 },
        { changedAt: '2026-11-19T19:15:00Z', before: 'ready', after: 'blocked', keys: 1 },
      ]),
    )
  })

  test('changes are filtered by scope, key and time, oldest first within a key', async () => {
    const { store } = current()
    const times = ['2026-11-20T00:00:00Z', '2026-11-18T00:00:00Z', '2026-11-19T00:00:00Z']
    const changes = ['cn-shanghai', 'cn-hangzhou'].flatMap((region) =>
      ['key-2', 'key-1'].flatMap((keyId) => times.map((changedAt) => change({ region, keyId, changedAt }))),
    )
    await store.history.put(changes)
    const found = async (filter?: Parameters<typeof store.history.list>[0]) =>
      (await all(store.history.list(filter))).map(({ region, keyId, changedAt }) => `${region} ${keyId} ${changedAt}`)
    const everything = changes.map(({ region, keyId, changedAt }) => `${region} ${keyId} ${changedAt}`).sort()
    expect(await found()).toEqual(everything)
    expect(await found({})).toEqual(everything)
    expect(await found({ scope: OTHER })).toEqual(everything.filter((each) => each.startsWith('cn-shanghai')))
    expect(await found({ keyId: 'key-1' })).toEqual(everything.filter((each) => each.includes('key-1')))
    expect(await found({ scope: SCOPE, keyId: 'key-2', since: '2026-11-19T00:00:00Z' })).toEqual([
      'cn-hangzhou key-2 2026-11-19T00:00:00Z',
      'cn-hangzhou key-2 2026-11-20T00:00:00Z',
    ])
    expect(await found({ since: '2026-11-20T00:00:01Z' })).toEqual([])
  })

  test('a long history is listed whole', async () => {
    const { store } = current()
    const changes = Array.from({ length: 1_001 }, (_, at) => change({ keyId: `key-${String(at).padStart(4, '0')}` }))
    await store.history.put(changes)
    expect(await all(store.history.list({ since: '2026-11-20T00:00:00Z' }))).toEqual(changes)
    expect(await all(store.history.list({ scope: SCOPE }))).toEqual(changes)
  })

  test('delete takes one change back, and one that is not there is no matter', async () => {
    const { store } = current()
    const earlier = change({ changedAt: '2026-11-19T00:00:00Z' })
    await store.history.put([earlier, change()])
    await store.history.delete(change())
    await store.history.delete(change())
    expect(await all(store.history.list())).toEqual([earlier])
  })

  test('prune drops the changes before, in its scope only', async () => {
    const { store } = current()
    const old = '2025-10-01T00:00:00Z'
    const kept = [
      change({ keyId: 'key-1' }),
      change({ keyId: 'key-2' }),
      change({ region: 'cn-shanghai', changedAt: old }),
    ]
    await store.history.put([...kept, change({ changedAt: old }), change({ keyId: 'key-2', changedAt: old })])
    await store.history.prune(SCOPE, '2026-11-20T00:00:00Z')
    await store.history.prune(SCOPE, '2026-11-20T00:00:00Z')
    expect(await all(store.history.list())).toEqual(kept)
  })
}
