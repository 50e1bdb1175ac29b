import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { TIMEOUTS } from '../../shared/net/exchange.ts'
import { StaleLeaseError, StoreError } from '../../shared/store/errors.ts'
import { opened } from '../support/store/opened.ts'
import { all, readinessRow, usageRow } from '../support/store/rows.ts'
import { SCOPE } from '../support/store/tablestore-methods.ts'
import { type TablestoreUnderTest, tablestoreStore } from '../support/store/tablestore-store.ts'

const KIB = 1_024
const MIB = KIB * KIB
const DAY = '2026-11-20'

let under: TablestoreUnderTest
const current = opened(async () => {
  // How long an answer may take is for other tests.
  under = await tablestoreStore({ timing: { timeouts: TIMEOUTS } })
  return under
})

/** Text that no packing makes shorter than three quarters. */
function dense(bytes: number): string {
  return randomBytes(Math.ceil((bytes * 3) / 4))
    .toString('base64')
    .slice(0, bytes)
}

function withMessage(keyId: string, message: string) {
  const [finding] = readinessRow().findings
  if (!finding) throw new Error('the row of these tests has a finding')
  return readinessRow({ keyId, findings: [{ ...finding, message }] })
}

/** How many calls there were, and that none was refused: what is within the limits is never repeated. */
function calls(action: string): number {
  const made = under.cloud.calls.filter((call) => call.action === action)
  expect(made.filter(({ code }) => code !== '')).toEqual([])
  return made.length
}

/** The request that takes back what is kept of a scope, before its rows are written. */
const TAKES_BACK = 1

describe('requests', () => {
  test('300 rows of 30 KB: no request is refused, and each carries what it may', async () => {
    const { store } = current()
    const message = dense(30 * KIB)
    const rows = Array.from({ length: 300 }, (_, at) => withMessage(`key-${at}`, message))
    await store.readiness.put(rows)
    expect(calls('BatchWriteRow')).toBeLessThanOrEqual(TAKES_BACK + 3)
    let listed = 0
    for await (const row of store.readiness.list()) {
      expect(row.findings[0]?.message.length).toBe(message.length)
      listed += 1
    }
    expect(listed).toBe(300)
    expect(calls('GetRange')).toBeGreaterThan(2)
  })

  test('200 small rows are one request, 201 are two, none is none', async () => {
    const { store } = current()
    const rows = (count: number) => Array.from({ length: count }, (_, at) => readinessRow({ keyId: `key-${at}` }))
    await store.readiness.put([])
    expect(calls('BatchWriteRow')).toBe(0)
    await store.readiness.put(rows(200))
    expect(calls('BatchWriteRow')).toBe(TAKES_BACK + 1)
    await store.readiness.put(rows(201))
    expect(calls('BatchWriteRow')).toBe(2 * TAKES_BACK + 3)
  })

  test('a day of 5,001 series, more than a page of Tablestore, is written, listed, replaced and dropped', async () => {
    const { store } = current()
    const rows = Array.from({ length: 5_001 }, (_, at) => usageRow({ series: `s${String(at).padStart(5, '0')}` }))
    await store.usage.replaceDays(SCOPE, [DAY], rows)
    expect(calls('BatchWriteRow')).toBe(26)
    const listed = await all(store.usage.list(SCOPE, DAY, DAY))
    expect(listed.map(({ series }) => series)).toEqual(rows.map(({ series }) => series))
    await store.usage.replaceDays(SCOPE, [DAY], rows.slice(0, 1))
    expect(await all(store.usage.list(SCOPE, DAY, DAY))).toEqual(rows.slice(0, 1))
    expect(calls('BatchWriteRow')).toBe(52)
  })

  test('of two rows of one key in one put the later one stays', async () => {
    const { store } = current()
    await store.readiness.put([readinessRow(), readinessRow({ verdict: 'ready' })])
    expect((await all(store.readiness.list())).map(({ verdict }) => verdict)).toEqual(['ready'])
    await store.usage.replaceDays(SCOPE, [DAY], [usageRow({ calls: 1 }), usageRow({ calls: 2 })])
    expect((await all(store.usage.list(SCOPE, DAY, DAY))).map((row) => row.calls)).toEqual([2])
    await store.progress.put(SCOPE, [
      { name: 'run', value: 1 },
      { name: 'run', value: 2 },
    ])
    expect((await store.progress.get(SCOPE, 'run'))?.value).toBe(2)
  })

  test('of 300 entries with one fenced out, that one stays as it is and the work is told to stop', async () => {
    const { store } = current()
    const entries = (value: string) => Array.from({ length: 300 }, (_, at) => ({ name: `key/${at}`, value }))
    await store.progress.put(SCOPE, [{ name: 'key/7', value: 'of 9' }], 9)
    await expect(store.progress.put(SCOPE, entries('of 8'), 8)).rejects.toThrow(StaleLeaseError)
    expect((await store.progress.get(SCOPE, 'key/7'))?.value).toBe('of 9')
    await store.progress.put(SCOPE, entries('of 9 again'), 9)
    const values = (await all(store.progress.list(SCOPE, 'key/'))).map(({ value }) => value)
    expect(values).toEqual(Array.from({ length: 300 }, () => 'of 9 again'))
  })
})

describe('large values', () => {
  const kept = 256 * KIB
  const texts: [string, string][] = [
    ['just short enough to be kept as it is', dense(kept - KIB)],
    ['a byte too long for that', dense(kept + 1)],
    ['3 MB that pack well', 'finding '.repeat((3 * MIB) / 8)],
    ['3 MB that do not', dense(3 * MIB)],
    ['6 MB that pack well', '密钥'.repeat(MIB)],
  ]
  for (const [what, text] of texts) {
    test(`a text ${what}`, async () => {
      const { store } = current()
      const row = withMessage('key-1', text)
      await store.readiness.put([row, readinessRow({ keyId: 'key-2' })])
      expect((await store.readiness.get(SCOPE, 'key-1'))?.findings[0]?.message === text).toBe(true)
      expect(await store.progress.swap(SCOPE, 'run', text, 0)).toBe(true)
      expect(await store.progress.swap(SCOPE, 'run', 'short', 1)).toBe(true)
      expect(await store.progress.swap(SCOPE, 'run', text, 2)).toBe(true)
      expect((await store.progress.get(SCOPE, 'run'))?.value === text).toBe(true)
      await store.progress.put(SCOPE, [{ name: 'run', value: 'short again' }])
      expect((await store.progress.get(SCOPE, 'run'))?.value).toBe('short again')
      calls('BatchWriteRow')
      calls('PutRow')
      calls('UpdateRow')
    })
  }

  test('every text of a row as long as may be kept as it is', async () => {
    const { store } = current()
    const text = dense(200 * KIB)
    const row = { ...withMessage('key-1', text), aliases: [text], secrets: [text], tags: [{ key: text, value: '' }] }
    const unread = [{ fact: 'aliases' as const, reason: text }]
    const rows = [1, 2, 3, 4, 5].map((at) => ({ ...row, unread, keyId: `key-${at}` }))
    await store.readiness.put(rows)
    expect(calls('BatchWriteRow')).toBe(TAKES_BACK + 2)
    expect((await all(store.readiness.list())).length).toBe(5)
  })

  test('a row that is too large for Tablestore costs itself: the others are written, and the error names it', async () => {
    const { store } = current()
    const rows = [readinessRow({ keyId: 'a' }), withMessage('large', dense(6 * MIB)), readinessRow({ keyId: 'z' })]
    const error = await store.readiness.put(rows).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StoreError)
    expect(String(error)).toMatch(/"large".*table readiness.*4 MB a row/)
    expect((await all(store.readiness.list())).map(({ keyId }) => keyId)).toEqual(['a', 'z'])
    const swap = await store.progress.swap(SCOPE, 'run', dense(6 * MIB), 0).catch((reason: unknown) => reason)
    expect(String(swap)).toMatch(/"run".*table progress.*4 MB a row/)
  })
})
