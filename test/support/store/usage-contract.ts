import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { UsageRow } from '../../../shared/domain/usage.ts'
import type { OpenStore } from './opened.ts'
import { opened } from './opened.ts'
import { all, HOSTILE, usageRow } from './rows.ts'

const SCOPE = '1000000000000001:cn-hangzhou'
const OTHER = '1000000000000001:cn-shanghai'
const DAY = '2026-11-20'

export function usageContract(open: OpenStore): void {
  const current = opened(open)

  test('a row comes out as it went in, also from another opening', async () => {
    const { store, reopen } = current()
    const rows = (['made', 'service-failure', 'refused', 'dry-run'] as const).map((outcome, at) =>
      usageRow({ outcome, series: `series-${at}` }),
    )
    const { address, ...caller } = usageRow().caller
    rows.push(usageRow({ series: 'series-without-address', caller }))
    await store.usage.replaceDays(SCOPE, [DAY], rows)
    expect(address).toBeDefined()
    expect(await all(store.usage.list(SCOPE, DAY, DAY))).toEqual(rows)
    expect(await all((await reopen()).usage.list(SCOPE, DAY, DAY))).toEqual(rows)
  })

  test('hostile text is kept', async () => {
    const { store } = current()
    const row = usageRow({
      keyId: `alias:alias/it's "密钥" 😀 %`,
      caller: { ...usageRow().caller, principal: HOSTILE },
      events: [{ id: HOSTILE, at: '2026-11-20T09:00:00Z' }],
    })
    await store.usage.replaceDays(SCOPE, [DAY], [row])
    expect(await all(store.usage.list(SCOPE, DAY, DAY))).toEqual([row])
  })

  test('replacing a day twice leaves the same rows', async () => {
    const { store } = current()
    const rows = [usageRow({ series: 'a' }), usageRow({ series: 'b' })]
    await store.usage.replaceDays(SCOPE, [DAY], rows)
    await store.usage.replaceDays(SCOPE, [DAY], rows)
    expect(await all(store.usage.list(SCOPE, DAY, DAY))).toEqual(rows)
  })

  test('what the new reading of a day does not have is dropped; other days and scopes stay', async () => {
    const { store } = current()
    const eve = usageRow({ day: '2026-11-19' })
    await store.usage.replaceDays(SCOPE, ['2026-11-19'], [eve])
    await store.usage.replaceDays(OTHER, [DAY], [usageRow()])
    await store.usage.replaceDays(SCOPE, [DAY], [usageRow({ series: 'a', calls: 9 }), usageRow({ series: 'b' })])
    await store.usage.replaceDays(SCOPE, [DAY], [usageRow({ series: 'a', calls: 1 }), usageRow({ series: 'c' })])
    expect(await all(store.usage.list(SCOPE, '2026-01-01', '2026-12-31'))).toEqual([
      eve,
      usageRow({ series: 'a', calls: 1 }),
      usageRow({ series: 'c' }),
    ])
    expect(await all(store.usage.list(OTHER, DAY, DAY))).toEqual([usageRow()])
  })

  test('counts are exact up to the largest whole number', async () => {
    const { store } = current()
    const row = usageRow({ calls: Number.MAX_SAFE_INTEGER, failures: 2 ** 32 })
    await store.usage.replaceDays(SCOPE, [DAY], [row])
    expect(await all(store.usage.list(SCOPE, DAY, DAY))).toEqual([row])
  })

  test('an empty day drops all that was there', async () => {
    const { store } = current()
    await store.usage.replaceDays(SCOPE, [DAY], [usageRow()])
    await store.usage.replaceDays(SCOPE, [DAY], [])
    expect(await all(store.usage.list(SCOPE, DAY, DAY))).toEqual([])
  })

  test('several days are replaced at once; one between them that is not named stays', async () => {
    const { store } = current()
    const on = (day: string, series: string) => usageRow({ day, series })
    const days = ['2026-11-18', '2026-11-19', DAY]
    await store.usage.replaceDays(
      SCOPE,
      days,
      days.map((day) => on(day, 'a')),
    )
    await store.usage.replaceDays(SCOPE, [DAY, '2026-11-18'], [on(DAY, 'b')])
    expect(await all(store.usage.list(SCOPE, '2026-11-01', DAY))).toEqual([on('2026-11-19', 'a'), on(DAY, 'b')])
    await store.usage.replaceDays(SCOPE, [], [])
    expect(await all(store.usage.list(SCOPE, DAY, DAY))).toEqual([on(DAY, 'b')])
  })

  test('with operations, only theirs are replaced', async () => {
    const { store } = current()
    const decrypt = usageRow({ series: 'a', operation: 'Decrypt' })
    const oldReEncrypt = usageRow({ series: 'b', operation: 'ReEncrypt' })
    const newReEncrypt = usageRow({ series: 'c', operation: 'ReEncrypt' })
    const exported = usageRow({ series: 'd', operation: 'ExportDataKey' })
    await store.usage.replaceDays(SCOPE, [DAY], [decrypt, oldReEncrypt, exported])
    await store.usage.replaceDays(SCOPE, [DAY], [newReEncrypt], ['ReEncrypt'])
    expect(await all(store.usage.list(SCOPE, DAY, DAY))).toEqual([decrypt, newReEncrypt, exported])
    await store.usage.replaceDays(SCOPE, [DAY], [], ['ReEncrypt', 'ExportDataKey'])
    await store.usage.replaceDays(SCOPE, [DAY], [], [])
    expect(await all(store.usage.list(SCOPE, DAY, DAY))).toEqual([decrypt])
  })

  test('rows are listed by day, key and series, both ends included, across many pages', async () => {
    const { store } = current()
    const days = { '2026-11-18': 7, '2026-11-19': 501, '2026-11-20': 501, '2026-11-21': 7 }
    for (const [day, length] of Object.entries(days)) {
      const rows = Array.from({ length }, (_, at) =>
        usageRow({ day, keyId: `key-${(at * 31) % 7}`, series: `s${String((at * 17) % length).padStart(3, '0')}` }),
      )
      await store.usage.replaceDays(SCOPE, [day], rows)
    }
    const listed = await all(store.usage.list(SCOPE, '2026-11-19', '2026-11-20'))
    const names = listed.map(({ day, keyId, series }) => `${day} ${keyId} ${series}`)
    expect(names).toHaveLength(1_002)
    expect(names).toEqual([...names].sort())
    expect(new Set(listed.map((row) => row.day))).toEqual(new Set(['2026-11-19', '2026-11-20']))
  })

  test('days that end before they begin are none', async () => {
    const { store } = current()
    await store.usage.replaceDays(SCOPE, [DAY], [usageRow()])
    expect(await all(store.usage.list(SCOPE, '2026-11-21', DAY))).toEqual([])
  })

  test('prune drops the days before, in its scope only', async () => {
    const { store } = current()
    for (const day of ['2026-11-18', '2026-11-19', DAY])
      await store.usage.replaceDays(SCOPE, [day], [usageRow({ day })])
    await store.usage.replaceDays(OTHER, ['2026-11-18'], [usageRow({ day: '2026-11-18' })])
    await store.usage.prune(SCOPE, '2026-11-19')
    await store.usage.prune(SCOPE, '2026-11-19')
    const days = (await all(store.usage.list(SCOPE, '2000-01-01', '2100-01-01'))).map((row) => row.day)
    expect(days).toEqual(['2026-11-19', DAY])
    expect(await all(store.usage.list(OTHER, '2000-01-01', '2100-01-01'))).toHaveLength(1)
  })

  test('any sequence of replacements leaves what the last of each day, or of each operation, said', async () => {
    const { store } = current()
    const operation = fc.constantFrom<string[]>('Decrypt', 'Encrypt', 'ReEncrypt')
    const step = fc.record({
      day: fc.constantFrom('2026-11-19', '2026-11-20'),
      rows: fc.array(fc.record({ operation, key: fc.constantFrom('key-1', 'key-2'), calls: fc.nat(9) }), {
        maxLength: 4,
      }),
      only: fc.option(fc.uniqueArray(operation, { maxLength: 2 }), { nil: undefined }),
    })
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const scope = `1000000000000001:run-${run++}`
        const model = new Map<string, UsageRow>()
        for (const { day, rows, only } of steps) {
          const given = rows
            .filter((row) => !only || only.includes(row.operation))
            .map((row) =>
              usageRow({ day, keyId: row.key, series: row.operation, operation: row.operation, calls: row.calls }),
            )
          const dropped = [...model].filter(([, row]) => row.day === day && (!only || only.includes(row.operation)))
          for (const [name] of dropped) model.delete(name)
          for (const row of given) model.set(`${day} ${row.keyId} ${row.series}`, row)
          await store.usage.replaceDays(scope, [day], given, only)
        }
        const expected = [...model.keys()].sort().map((name) => model.get(name))
        expect(await all(store.usage.list(scope, '2026-11-19', '2026-11-20'))).toEqual(expected)
      }),
      { numRuns: 30 },
    )
  })
}
