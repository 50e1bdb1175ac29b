import TableStore from 'tablestore'
import { describe, expect, test } from 'vitest'
import { failureOf, keyOf, long, openTablestore, putRow } from '../support/cloud/tablestore-client.ts'

type Query = Partial<TableStore.GetRangeParams>

const ALL: TableStore.GetRangeParams = {
  tableName: 't',
  direction: 'FORWARD',
  inclusiveStartPrimaryKey: [{ scope: TableStore.INF_MIN }, { id: TableStore.INF_MIN }],
  exclusiveEndPrimaryKey: [{ scope: TableStore.INF_MAX }, { id: TableStore.INF_MAX }],
}

async function page(client: TableStore.Client, query: Query = {}) {
  const { rows, nextStartPrimaryKey, consumed } = await client.getRange({ ...ALL, ...query })
  return {
    ids: rows.map(({ primaryKey }) => String(primaryKey?.[1]?.value)),
    rows,
    next: nextStartPrimaryKey?.map(({ name, value }) => ({ [name]: value })),
    read: consumed.capacityUnit.read,
  }
}

/** All pages, each beginning where the one before says. */
async function pages(client: TableStore.Client, query: Query = {}) {
  const all: Awaited<ReturnType<typeof page>>[] = []
  let start: TableStore.PrimaryKeyInput | undefined
  do {
    const one = await page(client, { ...query, ...(start ? { inclusiveStartPrimaryKey: start } : {}) })
    all.push(one)
    start = one.next
  } while (start)
  return all
}

async function withRows(scope: string, ids: readonly string[]) {
  const opened = await openTablestore()
  for (const id of ids) opened.table.put({ scope, id, n: 'v' })
  return opened
}

describe('a range', () => {
  test('goes forward from its start to before its end, and backward', async () => {
    const { client } = await withRows('a', ['4', '1', '3', '2', '5'])
    const within = { inclusiveStartPrimaryKey: keyOf('a', '2'), exclusiveEndPrimaryKey: keyOf('a', '4') }
    expect((await page(client, within)).ids).toEqual(['2', '3'])
    const back = {
      direction: 'BACKWARD' as const,
      inclusiveStartPrimaryKey: keyOf('a', '4'),
      exclusiveEndPrimaryKey: keyOf('a', '2'),
    }
    expect((await page(client, back)).ids).toEqual(['4', '3'])
    expect((await page(client, { ...back, inclusiveStartPrimaryKey: keyOf('a', '35') })).ids).toEqual(['3'])
    expect((await page(client)).next).toBeUndefined()
  })

  test('of one scope leaves the others out, and the other way round as well', async () => {
    const { client, table } = await withRows('b', ['1', '2'])
    for (const scope of ['a', 'b2', 'c']) table.put({ scope, id: '9', n: 'v' })
    const low: TableStore.PrimaryKeyInput = [{ scope: 'b' }, { id: TableStore.INF_MIN }]
    const high: TableStore.PrimaryKeyInput = [{ scope: 'b' }, { id: TableStore.INF_MAX }]
    const forward = await page(client, { inclusiveStartPrimaryKey: low, exclusiveEndPrimaryKey: high })
    expect(forward.ids).toEqual(['1', '2'])
    const backward = { direction: 'BACKWARD' as const, inclusiveStartPrimaryKey: high, exclusiveEndPrimaryKey: low }
    expect((await page(client, backward)).ids).toEqual(['2', '1'])
  })

  test('is in the order of UTF-8 bytes', async () => {
    const { client } = await withRows('a', ['\ufffd', '\u{1f511}', 'z', 'é'])
    expect((await page(client)).ids).toEqual(['z', 'é', '\ufffd', '\u{1f511}'])
  })

  test('that begins at its end or after it is refused', async () => {
    const { client } = await openTablestore()
    const same = { inclusiveStartPrimaryKey: keyOf('a', '1'), exclusiveEndPrimaryKey: keyOf('a', '1') }
    const forward = await failureOf(page(client, same))
    expect(forward).toMatchObject({ status: 400, code: 'OTSParameterInvalid' })
    expect(forward.message).toContain('Begin key must less than end key in FORWARD')
    const backward = await failureOf(page(client, { direction: 'BACKWARD' }))
    expect(backward.message).toContain('Begin key must more than end key in BACKWARD')
    expect((await failureOf(page(client, { limit: -1 }))).message).toContain('The limit must be greater than 0.')
  })
})

describe('pages', () => {
  const ids = Array.from({ length: 25 }, (_, n) => String(n).padStart(2, '0'))

  for (const direction of ['FORWARD', 'BACKWARD'] as const) {
    test(`of a limit give each row once, ${direction}`, async () => {
      const { client } = await withRows('a', ids)
      const [inclusiveStartPrimaryKey, exclusiveEndPrimaryKey] =
        direction === 'FORWARD'
          ? [ALL.inclusiveStartPrimaryKey, ALL.exclusiveEndPrimaryKey]
          : [ALL.exclusiveEndPrimaryKey, ALL.inclusiveStartPrimaryKey]
      const read = await pages(client, { direction, limit: 10, inclusiveStartPrimaryKey, exclusiveEndPrimaryKey })
      expect(read.map((each) => each.ids.length)).toEqual([10, 10, 5])
      expect(read.flatMap((each) => each.ids)).toEqual(direction === 'FORWARD' ? ids : ids.toReversed())
    })
  }

  test('end after 5000 rows', async () => {
    const { client } = await withRows(
      'a',
      Array.from({ length: 5_001 }, (_, n) => `k${String(n).padStart(5, '0')}`),
    )
    const read = await pages(client, { limit: 9_999 })
    expect(read.map((each) => each.ids.length)).toEqual([5_000, 1])
  })

  test('end before more than 4 MB', async () => {
    const { client, table } = await openTablestore()
    const text = 'x'.repeat(1024 * 1024)
    for (let n = 0; n < 7; n += 1) table.put({ scope: 'a', id: `${n}`, text })
    const read = await pages(client)
    expect(read.map((each) => each.ids)).toEqual([['0', '1', '2'], ['3', '4', '5'], ['6']])
    expect(read[0]?.read).toBe(769)
    expect(await pages(client, { columnsToGet: ['none'] })).toHaveLength(1)
  })
})

describe('a filter', () => {
  const even = new TableStore.SingleColumnCondition('even', true, TableStore.ComparatorType.EQUAL, false)

  async function numbered(count: number) {
    const opened = await openTablestore()
    for (let n = 0; n < count; n += 1) {
      opened.table.put({ scope: 'a', id: String(n).padStart(3, '0'), even: n % 2 === 0, n: BigInt(n) })
    }
    return opened
  }

  test('lets rows out, and the limit counts what was looked at', async () => {
    const { client } = await numbered(10)
    const read = await pages(client, { columnFilter: even, limit: 4 })
    expect(read.map((each) => each.ids)).toEqual([['000', '002'], ['004', '006'], ['008']])
  })

  test('may leave pages empty that go on', async () => {
    const { client } = await numbered(10)
    const last = new TableStore.SingleColumnCondition('n', long(9), TableStore.ComparatorType.EQUAL, false)
    const read = await pages(client, { columnFilter: last, limit: 4 })
    expect(read.map((each) => each.ids)).toEqual([[], [], ['009']])
    const { row } = await client.getRow({ tableName: 't', primaryKey: keyOf('a', '001'), columnFilter: even })
    expect(row).toEqual({})
  })

  test('of two columns; columns that are not asked for are missing to it', async () => {
    const { client } = await numbered(6)
    const both = new TableStore.CompositeCondition(TableStore.LogicalOperator.AND)
    both.addSubCondition(even)
    both.addSubCondition(new TableStore.SingleColumnCondition('n', long(2), TableStore.ComparatorType.GREATER_THAN))
    expect((await page(client, { columnFilter: both })).ids).toEqual(['004'])
    expect((await page(client, { columnFilter: even, columnsToGet: ['n'] })).ids).toEqual([])
    expect((await page(client, { columnFilter: even, columnsToGet: ['even'] })).ids).toEqual(['000', '002', '004'])
  })
})

test('rows without the columns that are asked for are left out', async () => {
  const { client } = await openTablestore()
  await putRow(client, '1', [{ a: 'v' }])
  await putRow(client, '2', [{ b: 'v' }, { c: 'v' }])
  const { rows, ids } = await page(client, { columnsToGet: ['b'] })
  expect(ids).toEqual(['2'])
  expect(rows[0]?.attributes?.map(({ columnName }) => columnName)).toEqual(['b'])
})
