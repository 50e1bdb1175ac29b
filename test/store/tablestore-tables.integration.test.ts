import { describe, expect, onTestFinished, test } from 'vitest'
import { StoreBusyError } from '../../shared/store/errors.ts'
import { TABLES } from '../../shared/store/tablestore/layout.ts'
import { SERVER_BUSY, TABLE_NOT_READY, TIMEOUT } from '../../simulator/cloud/tablestore/effects.ts'
import { all, readinessRow } from '../support/store/rows.ts'
import { fill, SCOPE } from '../support/store/tablestore-methods.ts'
import { type OpenOptions, tablestoreStore } from '../support/store/tablestore-store.ts'

const NAMES = TABLES.map(({ name }) => name).sort()

/** A cloud whose tables were made and then taken away, but for those named. */
async function without(missing: readonly string[], options: OpenOptions = {}) {
  const under = await tablestoreStore(options)
  onTestFinished(() => under.dispose())
  const tables = under.cloud.world.accounts[0]?.tablestore[0]?.tables
  if (!tables) throw new Error('the account has an instance')
  for (const name of missing) tables.delete(name)
  const before = under.cloud.calls.length
  return { ...under, tables, made: () => under.cloud.calls.slice(before).map(({ action }) => action) }
}

function counts(actions: readonly string[]): Record<string, number> {
  return Object.fromEntries([...new Set(actions)].map((name) => [name, actions.filter((each) => each === name).length]))
}

describe('opening for writing', () => {
  test('asks for each table once where all are there', async () => {
    const { open, made } = await without([])
    await open('write')
    expect(counts(made())).toEqual({ DescribeTable: 6 })
  })

  test('makes all that are missing, in three calls each', async () => {
    const { open, tables, made } = await without(NAMES)
    const store = await open('write')
    expect(counts(made())).toEqual({ DescribeTable: 6, CreateTable: 6, GetRow: 6 })
    expect([...tables.keys()].sort()).toEqual(NAMES)
    for (const table of tables.values()) {
      expect(table).toMatchObject({
        timeToLive: -1,
        maxVersions: 1,
        capacity: { read: 0, write: 0 },
        allowUpdate: true,
      })
    }
    await fill(store)
  })

  for (const name of NAMES) {
    test(`makes ${name} where it alone is missing, and leaves the rows of the others`, async () => {
      const { open, store, tables, made } = await without([])
      await fill(store)
      const rows = new Map([...tables].map(([each, table]) => [each, table.rows.length]))
      tables.delete(name)
      const before = made().length
      await open('write')
      expect(counts(made().slice(before))).toEqual({ DescribeTable: 6, CreateTable: 1, GetRow: 1 })
      for (const [each, table] of tables) expect(table.rows.length, each).toBe(each === name ? 0 : rows.get(each))
    })
  }

  test('two at once, under the quota of operations on tables', async () => {
    const { open, tables } = await without(NAMES, { quotas: { tablestoreTables: 10 } })
    const stores = await Promise.all([open('write'), open('write')])
    await Promise.all(stores.map((store, at) => store.readiness.put([readinessRow({ keyId: `key-${at}` })])))
    expect([...tables.keys()].sort()).toEqual(NAMES)
    expect(await all(stores[0].readiness.list())).toHaveLength(2)
  })

  test('waits until new tables take rows, also those that another process has just made', async () => {
    const readyAfter = 400
    const { open, tables } = await without(NAMES, { tableReadyAfter: readyAfter })
    const started = performance.now()
    const first = open('write')
    await expect.poll(() => tables.size).toBe(6)
    // A call that is refused for now is not repeated.
    const second = await open('write', { timing: { patience: 1, backoff: { first: 20, longest: 20 } } })
    expect(performance.now() - started).toBeGreaterThanOrEqual(readyAfter)
    await fill(second)
    await first
  })

  test('gives up on a table that does not become ready, and says that it was made', async () => {
    const { open, cloud } = await without(['usage'])
    cloud.setFaults([{ where: { action: 'GetRow' }, effect: TABLE_NOT_READY }])
    const error = await open('write', { timing: { tableReady: 100 } }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StoreBusyError)
    expect(String(error)).toMatch(
      /table usage .* was made but is not ready: OTSTableNotReady\. Run again in some minutes/,
    )
  })

  for (const [what, effect] of [
    ['is done, but told as a timeout', { kind: 'after', answer: TIMEOUT }],
    ['is done, and the connection breaks', { kind: 'after', answer: { kind: 'reset' } }],
    ['is refused for now', SERVER_BUSY],
  ] as const) {
    test(`CreateTable ${what}`, async () => {
      const { open, cloud, tables } = await without(NAMES)
      cloud.setFaults([{ where: { action: 'CreateTable', params: { TableName: 'usage' }, nth: [1] }, effect }])
      await open('write')
      expect([...tables.keys()].sort()).toEqual(NAMES)
    })
  }
})

test('opening for reading calls nothing, and for marking or deciding asks for the one table that it writes', async () => {
  const { open, made } = await without([])
  await open('read')
  expect(made()).toEqual([])
  await open('mark')
  expect(made()).toEqual(['DescribeTable'])
  await open('decide')
  expect(made()).toEqual(['DescribeTable', 'DescribeTable'])
})

test('opened for reading, nothing is written, whatever the caller may do', async () => {
  const { open, made } = await without([])
  const store = await open('read')
  const works = [
    store.readiness.put([readinessRow()]),
    store.progress.swap(SCOPE, 'run', 1, 0),
    store.marks.delete(SCOPE, 'digest'),
  ]
  await Promise.all(works.map((work) => expect(work).rejects.toThrow(/opened for reading/)))
  expect(made()).toEqual([])
})

test('reading waits for a table that is not ready yet', async () => {
  const { open, made } = await without(['progress'], { tableReadyAfter: 200 })
  const opening = open('write')
  await expect.poll(made).toContain('CreateTable')
  expect(await (await open('read')).progress.get(SCOPE, 'run')).toBeUndefined()
  await opening
})
