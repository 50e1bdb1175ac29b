import TableStore from 'tablestore'
import { describe, expect, test } from 'vitest'
import { failureOf, IGNORE, keyOf, long, openTablestore, putRow, tableOf } from '../support/cloud/tablestore-client.ts'

const { ReturnType } = TableStore
type Update = TableStore.UpdateRowParams['updateOfAttributeColumns']

function update(
  client: TableStore.Client,
  updateOfAttributeColumns: Update,
  tableName = 't',
  returnContent?: TableStore.ReturnContent,
) {
  const row = { tableName, condition: IGNORE, primaryKey: keyOf('a', 'x') }
  return client.updateRow({ ...row, updateOfAttributeColumns, ...(returnContent ? { returnContent } : {}) })
}

describe('PutRow', () => {
  test('keeps every type exactly', async () => {
    const { client, table } = await openTablestore()
    const bytes = Buffer.from([0, 255, 128])
    await putRow(client, 'x', [
      { big: long('9223372036854775807') },
      { small: long('-9223372036854775808') },
      { double: 5 },
      { tiny: -1.5e-300 },
      { yes: true },
      { no: false },
      { text: '密钥 🔑' },
      { empty: '' },
      { bytes },
    ])
    const expected = {
      big: 9223372036854775807n,
      small: -9223372036854775808n,
      double: 5,
      tiny: -1.5e-300,
      yes: true,
      no: false,
      text: '密钥 🔑',
      empty: '',
      bytes,
    }
    expect(table.rows()).toEqual([{ scope: 'a', id: 'x', ...expected }])
    const { row } = await client.getRow({ tableName: 't', primaryKey: keyOf('a', 'x') })
    expect(row?.primaryKey).toEqual([
      { name: 'scope', value: 'a' },
      { name: 'id', value: 'x' },
    ])
    const read = Object.fromEntries((row?.attributes ?? []).map((each) => [each.columnName, plain(each.columnValue)]))
    expect(read).toEqual(expected)
  })

  test('puts the whole row in the place of another', async () => {
    const { client, table } = await openTablestore()
    await putRow(client, 'x', [{ a: '1' }, { b: '2' }])
    await putRow(client, 'x', [{ c: '3' }])
    expect(table.rows()).toEqual([{ scope: 'a', id: 'x', c: '3' }])
  })

  test('refuses a row without attributes', async () => {
    const { client } = await openTablestore()
    expect((await failureOf(putRow(client, 'x', []))).message).toContain('Attribute column is missing.')
  })

  test('gives the key back when asked', async () => {
    const { client } = await openTablestore()
    const row = { tableName: 't', condition: IGNORE, primaryKey: keyOf('a', 'x'), attributeColumns: [{ n: 'v' }] }
    const put = await client.putRow({ ...row, returnContent: { returnType: ReturnType.Primarykey } })
    expect(put.row?.primaryKey).toMatchObject([{ value: 'a' }, { value: 'x' }])
    expect(put.consumed.capacityUnit).toMatchObject({ read: 0, write: 1 })
    expect((await client.putRow(row)).row).toEqual({})
  })
})

describe('UpdateRow', () => {
  test('makes a row, changes its columns and leaves the others', async () => {
    const { client, table } = await openTablestore()
    await update(client, [{ PUT: [{ a: '1' }, { b: '2' }] }])
    await update(client, [{ PUT: [{ b: '3' }] }, { DELETE_ALL: ['a'] }])
    expect(table.rows()).toEqual([{ scope: 'a', id: 'x', b: '3' }])
  })

  test('a row without columns is no row', async () => {
    const { client, table } = await openTablestore()
    await update(client, [{ DELETE_ALL: ['a'] }])
    expect(table.rows()).toEqual([])
    await update(client, [{ PUT: [{ a: '1' }] }])
    await update(client, [{ DELETE_ALL: ['a'] }])
    expect(table.rows()).toEqual([])
  })

  test('adds to integers, from 0 where there is none, and tells the sum', async () => {
    const { client, table } = await openTablestore()
    await update(client, [{ INCREMENT: [{ n: long(5) }] }])
    const returnContent = { returnType: ReturnType.AfterModify, returnColumns: ['n'] }
    const { row } = await update(client, [{ INCREMENT: [{ n: long(-7) }] }], 't', returnContent)
    expect(row?.attributes?.map((each) => String(each.columnValue))).toEqual(['-2'])
    expect(table.rows()).toEqual([{ scope: 'a', id: 'x', n: -2n }])
    await update(client, [{ PUT: [{ s: 'text' }] }])
    const failure = await failureOf(update(client, [{ INCREMENT: [{ s: long(1) }] }]))
    expect(failure).toMatchObject({ status: 400, code: 'OTSParameterInvalid' })
  })

  test('keeps as many versions as the table says, and deletes one of them', async () => {
    const { client } = await openTablestore()
    await client.createTable(tableOf('v', { maxVersions: 2 }))
    const now = Date.now()
    for (const [at, n] of ['one', 'two', 'three'].entries()) {
      await update(client, [{ PUT: [{ n, timestamp: now + at }] }], 'v')
    }
    const read = async (maxVersions: number) => {
      const { row } = await client.getRow({ tableName: 'v', primaryKey: keyOf('a', 'x'), maxVersions })
      return row?.attributes?.map(({ columnValue }) => columnValue)
    }
    expect(await read(5)).toEqual(['three', 'two'])
    expect(await read(1)).toEqual(['three'])
    await update(client, [{ DELETE: [{ n: (now + 2) as never }] }], 'v')
    expect(await read(5)).toEqual(['two'])
  })

  test('refuses timestamps that are far off', async () => {
    const { client } = await openTablestore()
    const off = Date.now() + 2 * 86_400_000
    expect((await failureOf(update(client, [{ PUT: [{ n: 'v', timestamp: off }] }]))).message).toContain(
      'Invalid timestamp',
    )
  })

  test('refuses to change nothing', async () => {
    const { client } = await openTablestore()
    expect((await failureOf(update(client, []))).message).toContain('missing cells in request')
  })
})

describe('DeleteRow', () => {
  test('takes a row away, and does not mind one that is not there', async () => {
    const { client, table } = await openTablestore()
    await putRow(client, 'x')
    const row = { tableName: 't', condition: IGNORE, primaryKey: keyOf('a', 'x') }
    await client.deleteRow(row)
    await client.deleteRow(row)
    expect(table.rows()).toEqual([])
  })
})

describe('GetRow', () => {
  test('of no row is empty, in a table of no name an error', async () => {
    const { client } = await openTablestore()
    expect((await client.getRow({ tableName: 't', primaryKey: keyOf('a', 'none') })).row).toEqual({})
    const none = client.getRow({ tableName: 'none', primaryKey: keyOf('a', 'x') })
    expect(await failureOf(none)).toMatchObject({ status: 404, code: 'OTSObjectNotExist' })
  })

  test('shows the columns that are asked for, and nothing of a row that has none of them', async () => {
    const { client } = await openTablestore()
    await putRow(client, 'x', [{ a: '1' }, { b: '2' }])
    const read = async (columnsToGet: string[]) => {
      const { row } = await client.getRow({ tableName: 't', primaryKey: keyOf('a', 'x'), columnsToGet })
      return row?.attributes?.map(({ columnName }) => columnName)
    }
    expect(await read(['b', 'c'])).toEqual(['b'])
    expect(await read(['c'])).toBeUndefined()
    expect(await read(['id'])).toEqual([])
  })
})

test('the raw table can be edited', async () => {
  const { client, table } = await openTablestore()
  table.put({ scope: 'a', id: 'x', n: 5n, s: 'v' })
  const { row } = await client.getRow({ tableName: 't', primaryKey: keyOf('a', 'x') })
  expect(row?.attributes?.map(({ columnName }) => columnName)).toEqual(['n', 's'])
  table.remove({ scope: 'a', id: 'x' })
  expect(table.rows()).toEqual([])
  expect(() => table.put({ scope: 'a', n: 1 })).toThrow('no place for a missing value')
})

function plain(value: TableStore.CellValue): unknown {
  return value !== null && typeof value === 'object' && !Buffer.isBuffer(value) ? BigInt(String(value)) : value
}
