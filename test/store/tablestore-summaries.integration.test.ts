import { expect, test } from 'vitest'
import { atFileEnd } from '../support/at-file-end.ts'
import { all, change, readinessRow } from '../support/store/rows.ts'
import { tablestoreStore } from '../support/store/tablestore-store.ts'

test('of many scopes that an older version kept the entries are read, and no row', async () => {
  const { store, cloud, dispose } = await tablestoreStore()
  atFileEnd(dispose)
  const scopes = Array.from({ length: 201 }, (_, at) => `1000000000000001:region-${at}`)
  const [first = ''] = scopes
  await store.readiness.put([readinessRow({ region: 'region-0' })])
  await store.history.put([change({ region: 'region-0' })])
  await store.readiness.noteAll()
  await store.readiness.summarize(first, '2026-01-01T00:00:00Z')
  for (const kind of ['keys', 'changes']) {
    const kept = JSON.stringify((await store.progress.get('*:*', `${kind}/${first}`))?.value)
    const keptOf = (at: number) => JSON.parse(kept.replaceAll('region-0', `region-${at}`))
    await store.progress.put(
      '*:*',
      scopes.map((scope, at) => ({ name: `${kind}/${scope}`, value: keptOf(at) })),
    )
  }
  const before = cloud.calls.length
  expect(await store.readiness.scopeSummaries()).toHaveLength(201)
  expect(await store.history.counts('2026-01-02T00:00:00Z')).toEqual([expect.objectContaining({ keys: 201 })])
  expect(await all(store.history.countsByScope('2026-01-02T00:00:00Z'))).toHaveLength(201)
  const asked = cloud.calls.slice(before).map(({ action, params }) => `${action} ${params.TableName}`)
  expect(new Set(asked)).toEqual(new Set(['GetRow progress', 'GetRange progress']))
  expect(asked.length).toBeLessThan(20)
})

test('summaries of all keys and counts of all changes are read from an entry a scope, and from rows only where they were written since', async () => {
  const { store, cloud, dispose } = await tablestoreStore()
  atFileEnd(dispose)
  const regions = ['cn-beijing', 'cn-hangzhou', 'cn-shanghai']
  const keys = Array.from({ length: 30 }, (_, at) => `key-${at}`)
  for (const region of regions) {
    await store.readiness.put(keys.map((keyId) => readinessRow({ region, keyId })))
    await store.history.put(keys.map((keyId) => change({ region, keyId })))
  }
  await store.readiness.noteAll()
  for (const region of regions) await store.readiness.summarize(`1000000000000001:${region}`, '2026-01-01T00:00:00Z')
  const rowsOf = async (work: () => Promise<unknown>) => {
    const before = cloud.calls.length
    await work()
    return cloud.calls.slice(before).map(({ rowsRead, params }) => `${params.TableName} ${rowsRead}`)
  }
  const summaries = async () => expect((await all(store.readiness.listSummaries())).flat()).toHaveLength(90)
  const counts = async () =>
    expect(await store.history.counts('2026-01-02T00:00:00Z')).toEqual([expect.objectContaining({ keys: 90 })])
  // The first call asks whether every scope was noted.
  expect(await rowsOf(summaries)).toEqual(['progress 1', 'progress 3'])
  expect(await rowsOf(counts)).toEqual(['progress 1', 'progress 3'])
  const scopes = async () => expect(await store.readiness.scopeSummaries()).toHaveLength(3)
  expect(await rowsOf(scopes)).toEqual(['progress 1', 'progress 3'])
  const ofOne = async () => expect(await store.readiness.summariesOf('1000000000000001:cn-beijing')).toHaveLength(30)
  expect(await rowsOf(ofOne)).toEqual(['progress 1'])
  await store.readiness.put([readinessRow({ region: 'cn-beijing', keyId: 'key-0' })])
  expect(await rowsOf(summaries)).toEqual(['progress 1', 'progress 3', 'readiness 30'])
  expect(await rowsOf(counts)).toEqual(['progress 1', 'progress 3'])
  expect(await rowsOf(scopes)).toEqual(['progress 1', 'progress 3', 'progress 1', 'readiness 30'])
  expect(await rowsOf(ofOne)).toEqual(['progress 1', 'readiness 30'])
})
