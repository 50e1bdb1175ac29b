import type TableStore from 'tablestore'
import { describe, expect, test } from 'vitest'
import {
  EXPECT_EXIST,
  EXPECT_NOT_EXIST,
  expecting,
  failureOf,
  IGNORE,
  keyOf,
  openTablestore,
  putRow,
  tableOf,
} from '../support/cloud/tablestore-client.ts'

type BatchRow = TableStore.BatchWriteRowParams['tables'][number]['rows'][number]

function put(id: string, condition = IGNORE): BatchRow {
  return { type: 'PUT', condition, primaryKey: keyOf('a', id), attributeColumns: [{ n: id }] }
}

async function write(client: TableStore.Client, rows: BatchRow[], tableName = 't') {
  const { tables } = await client.batchWriteRow({ tables: [{ tableName, rows }] })
  return tables.map(({ isOk, errorCode }) => (isOk ? 'ok' : errorCode))
}

describe('BatchWriteRow', () => {
  test('puts, updates and deletes, each row with its own outcome', async () => {
    const { client, table, cloud } = await openTablestore()
    for (const id of ['u', 'd']) await putRow(client, id, [{ old: 'v' }])
    const outcomes = await write(client, [
      put('p'),
      { type: 'UPDATE', condition: IGNORE, primaryKey: keyOf('a', 'u'), attributeColumns: [{ PUT: [{ n: 'u' }] }] },
      { type: 'DELETE', condition: IGNORE, primaryKey: keyOf('a', 'd') },
      put('p2', expecting(EXPECT_EXIST)),
      put('u2', expecting(EXPECT_NOT_EXIST)),
    ])
    expect(outcomes).toEqual(['ok', 'ok', 'ok', 'OTSConditionCheckFail', 'ok'])
    expect(table.rows()).toEqual([
      { scope: 'a', id: 'p', n: 'p' },
      { scope: 'a', id: 'u', old: 'v', n: 'u' },
      { scope: 'a', id: 'u2', n: 'u2' },
    ])
    expect(cloud.calls.at(-1)).toMatchObject({ action: 'BatchWriteRow', status: 200, rowsWritten: 4 })
  })

  test('in several tables; one that is not there costs its own rows', async () => {
    const { client, cloud } = await openTablestore()
    await client.createTable(tableOf('u'))
    const tables = ['t', 'none', 'u'].map((tableName) => ({ tableName, rows: [put('x')] }))
    const answer = await client.batchWriteRow({ tables })
    expect(answer.tables.map(({ tableName, errorCode }) => [tableName, errorCode])).toEqual([
      ['t', null],
      ['none', 'OTSObjectNotExist'],
      ['u', null],
    ])
    expect(cloud.table('u').rows()).toHaveLength(1)
    expect(cloud.calls.at(-1)?.params).toMatchObject({ TableName: 't,none,u' })
  })

  test('a key that does not fit costs its own row', async () => {
    const { client, table } = await openTablestore()
    const bad: BatchRow = { type: 'PUT', condition: IGNORE, primaryKey: [{ id: 'x' }], attributeColumns: [{ n: 'v' }] }
    expect(await write(client, [bad, put('y')])).toEqual(['OTSInvalidPK', 'ok'])
    expect(table.rows()).toHaveLength(1)
  })

  test('writes nothing when its form is wrong', async () => {
    const { client, table } = await openTablestore()
    const named: BatchRow = {
      type: 'PUT',
      condition: IGNORE,
      primaryKey: keyOf('a', 'z'),
      attributeColumns: [{ 'a-b': 'v' }],
    }
    const rows = (count: number) => Array.from({ length: count }, (_, n) => put(`${n}`))
    const refused: [TableStore.BatchWriteRowParams['tables'], string][] = [
      [[{ tableName: 't', rows: [] }], "No operation is specified for table: 't'."],
      [[{ tableName: 't', rows: rows(201) }], 'Rows count exceeds the upper limit: 200.'],
      [[{ tableName: 't', rows: [put('x'), put('x')] }], 'Repeated rows'],
      [
        [
          { tableName: 't', rows: [put('x')] },
          { tableName: 't', rows: [put('y')] },
        ],
        "Duplicated table name: 't'.",
      ],
      [[{ tableName: 't', rows: [put('x'), named] }], "Invalid column name: 'a-b'."],
    ]
    for (const [tables, message] of refused) {
      const failure = await failureOf(client.batchWriteRow({ tables }))
      expect(failure).toMatchObject({ status: 400, code: 'OTSParameterInvalid' })
      expect(failure.message).toContain(message)
    }
    expect(table.rows()).toEqual([])
    expect(await write(client, rows(200))).toEqual(Array.from({ length: 200 }, () => 'ok'))
  })
})

describe('BatchGetRow', () => {
  const get = (client: TableStore.Client, ids: string[], more: Partial<TableStore.RowParamsInBatchGet> = {}) =>
    client.batchGetRow({ tables: [{ tableName: 't', primaryKey: ids.map((id) => keyOf('a', id)), ...more }] })

  test('gives an answer for each key, in order', async () => {
    const { client, cloud } = await openTablestore()
    for (const id of ['1', '2']) await putRow(client, id, [{ n: id }, { m: id }])
    const { tables } = await get(client, ['2', 'none', '1'], { columnsToGet: ['n'] })
    expect(tables[0]?.map(({ isOk, attributes }) => [isOk, attributes?.map(({ columnValue }) => columnValue)])).toEqual(
      [
        [true, ['2']],
        [true, undefined],
        [true, ['1']],
      ],
    )
    expect(cloud.calls.at(-1)).toMatchObject({ action: 'BatchGetRow', rowsRead: 2 })
  })

  test('refuses more than 100 rows and none at all, and tells of a missing table row by row', async () => {
    const { client } = await openTablestore()
    const many = Array.from({ length: 101 }, (_, n) => `${n}`)
    expect((await failureOf(get(client, many))).message).toContain('Rows count exceeds the upper limit: 100.')
    expect((await failureOf(client.batchGetRow({ tables: [] }))).message).toContain('No row specified')
    const { tables } = await get(client, ['1'], { tableName: 'none' })
    expect(tables[0]).toMatchObject([{ isOk: false, errorCode: 'OTSObjectNotExist' }])
  })
})
