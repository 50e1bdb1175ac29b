import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import { summarizeScopes } from '../../shared/domain/scope-summary.ts'
import { RowSelection, type Selection } from '../../shared/domain/selection.ts'
import { HOUR, iso } from '../../shared/domain/time.ts'
import { VERDICTS } from '../../shared/domain/verdict.ts'
import { readSelected } from '../../shared/store/selected/read-selected.ts'
import { isAfter } from '../../shared/store/selected/row-order.ts'
import type { RowKey } from '../../shared/store/store.ts'
import { NOW, row } from '../support/rows.ts'

const ACCOUNTS = Array.from({ length: 4 }, (_, at) => String(1_000_000_000_000_001 + at))
const REGIONS = ['cn-beijing', 'cn-hangzhou', 'cn-shanghai']

const keyOf = (each: ReadinessRow): RowKey => ({ scope: scopeId(each), keyId: each.keyId })

/** A table in memory that counts the rows that are taken from each list of it. */
function tableOf(unsorted: readonly ReadinessRow[]) {
  const rows = [...unsorted].sort((a, b) => (isAfter(keyOf(a), keyOf(b)) ? 1 : -1))
  const lists: { readonly scope: string | undefined; rows: number }[] = []
  return {
    rows,
    lists,
    async *list(scope?: string, after?: RowKey) {
      const list = { scope, rows: 0 }
      lists.push(list)
      for (const each of rows) {
        if (scope !== undefined && scopeId(each) !== scope) continue
        if (after !== undefined && !isAfter(keyOf(each), after)) continue
        list.rows += 1
        yield each
      }
    },
    async *listSummaries() {
      yield rows
    },
    scopeSummaries: () => summarizeScopes([rows]),
    getAll: async (keys: readonly RowKey[]) =>
      keys.flatMap(({ scope, keyId }) => rows.filter((each) => scopeId(each) === scope && each.keyId === keyId)),
  }
}

async function picked(table: ReturnType<typeof tableOf>, selection: Selection, after?: RowKey): Promise<string[]> {
  const picker = new RowSelection(selection, NOW)
  const found: string[] = []
  const readAll = (from?: RowKey) => picker.pick(table.list(undefined, from))
  for await (const each of readSelected(table, picker, readAll, after)) found.push(`${scopeId(each)} ${each.keyId}`)
  return found
}

const uses = { text: 'calls>0', holds: ({ usage }: ReadinessRow) => usage.calls > 0 }
const fields = fc.record({
  accountId: fc.constantFrom(...ACCOUNTS),
  region: fc.constantFrom(...REGIONS),
  verdict: fc.constantFrom(...VERDICTS),
  aliases: fc.subarray(['alias/one', 'alias/two', 'alias/key-3']),
  // Two days make a row stale.
  checkedAt: fc.constantFrom(1, 49).map((hours) => iso(NOW - hours * HOUR)),
})
const selections = fc.record(
  {
    verdict: fc.subarray([...VERDICTS], { minLength: 1, maxLength: 2 }),
    account: fc.subarray([...ACCOUNTS, '1000000000000009'], { minLength: 1, maxLength: 2 }),
    region: fc.subarray([...REGIONS, 'cn-none'], { minLength: 1, maxLength: 2 }),
    key: fc.subarray(['key-3', 'alias/one', 'two', 'key-7'], { minLength: 1 }),
    where: fc.constant([uses]),
  },
  { requiredKeys: [] },
)

it('the rows are those of a pass over the whole table, wherever it begins', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fields, { maxLength: 40 }), selections, fc.nat(40), async (all, selection, at) => {
      const table = tableOf(all.map((each, number) => row({ ...each, keyId: `key-${number}` })))
      const after = table.rows[at] && keyOf(table.rows[at])
      const picker = new RowSelection(selection, NOW)
      await picker.settle(() => [table.rows])
      const expected = table.rows
        .filter((each) => picker.take(each) && (after === undefined || isAfter(keyOf(each), after)))
        .map((each) => `${scopeId(each)} ${each.keyId}`)
      expect(await picked(table, selection, after)).toEqual(expected)
    }),
    { numRuns: 300 },
  )
})

/** 3,000 rows of 300 scopes, of which three hold a blocked one. */
function large() {
  const rows = Array.from({ length: 3_000 }, (_, at) => {
    const scope = Math.floor(at / 10)
    const verdict = [150, 220, 299].includes(scope) && at % 10 === 4 ? ('blocked' as const) : ('ready' as const)
    return row({ accountId: String(1_000_000_000_000_000 + scope), keyId: `key-${at}`, verdict })
  })
  return tableOf(rows)
}

describe('of 300 scopes', () => {
  it('a rare verdict is looked for in the scopes that hold it', async () => {
    const table = large()
    expect(await picked(table, { verdict: ['blocked'] })).toHaveLength(3)
    const [first, ...others] = table.lists
    expect(first).toEqual({ scope: undefined, rows: 1_000 })
    expect(others.map(({ scope }) => scope)).toEqual(
      [150, 220, 299].map((scope) => `${1_000_000_000_000_000 + scope}:cn-hangzhou`),
    )
  })

  it('those of an account alone are read', async () => {
    const table = large()
    expect(await picked(table, { account: ['1000000000000150'] })).toHaveLength(10)
    expect(table.lists).toEqual([{ scope: '1000000000000150:cn-hangzhou', rows: 10 }])
  })

  it('rows of keys that are named are read and no others', async () => {
    const table = large()
    expect(await picked(table, { key: ['key-2999', 'key-7'] })).toEqual([
      '1000000000000000:cn-hangzhou key-7',
      '1000000000000299:cn-hangzhou key-2999',
    ])
    expect(table.lists).toEqual([])
  })

  it('a frequent verdict is read in one pass, each row once', async () => {
    const table = large()
    expect(await picked(table, { verdict: ['ready'] })).toHaveLength(2_997)
    expect(table.lists).toEqual([
      { scope: undefined, rows: 1_000 },
      { scope: undefined, rows: 2_000 },
    ])
  })

  it('no more is begun than four scopes ahead of whoever stops', async () => {
    const table = large()
    const picker = new RowSelection({ account: ACCOUNTS, region: ['cn-hangzhou', 'cn-shanghai'] }, NOW)
    for await (const _ of readSelected(table, picker, () => table.list())) break
    expect(table.lists).toHaveLength(4)
  })
})
