import type TableStore from 'tablestore'
import { expect, test } from 'vitest'
import { failureOf, IGNORE, keyOf, openTablestore, putRow } from '../support/cloud/tablestore-client.ts'

const MIB = 1024 * 1024

function columns(count: number): TableStore.AttributesInput {
  return Array.from({ length: count }, (_, n) => ({ [`c${n}`]: 'v' }))
}

test('a value of 2 MB is taken, a byte more is not', async () => {
  const { client } = await openTablestore()
  await putRow(client, 'x', [{ text: 'x'.repeat(2 * MIB) }])
  const text = await failureOf(putRow(client, 'x', [{ text: 'x'.repeat(2 * MIB + 1) }]))
  expect(text).toMatchObject({ status: 400, code: 'OTSParameterInvalid' })
  expect(text.message).toContain("The length of attribute column: 'text' exceeded")
  const bytes = await failureOf(putRow(client, 'x', [{ bytes: Buffer.alloc(2 * MIB + 1) }]))
  expect(bytes.message).toContain('exceeded the MaxLength')
})

test('a part of the key has at most 1 KB, of UTF-8, and may be empty', async () => {
  const { client, table } = await openTablestore()
  await putRow(client, 'x'.repeat(1024))
  await putRow(client, '')
  expect((await failureOf(putRow(client, 'é'.repeat(513)))).message).toContain("primary key column: 'id' exceeds")
  expect(table.rows()).toHaveLength(2)
})

test('a row is put with at most 4 MB of data, a batch too', async () => {
  const { client } = await openTablestore()
  const half = 'x'.repeat(2 * MIB)
  const put = await failureOf(putRow(client, 'x', [{ a: half }, { b: half }]))
  expect(put).toMatchObject({ status: 400, code: 'OTSParameterInvalid' })
  expect(put.message).toContain('The total data size of PutRow request exceeds the limit')
  const rows = ['1', '2'].map((id) => ({
    type: 'PUT' as const,
    condition: IGNORE,
    primaryKey: keyOf('a', id),
    attributeColumns: [{ a: half }],
  }))
  const batch = await failureOf(client.batchWriteRow({ tables: [{ tableName: 't', rows }] }))
  expect(batch.message).toContain('The total data size of BatchWriteRow request exceeds the limit')
})

test('a request has at most 5 MB', async () => {
  const { client } = await openTablestore()
  const text = 'x'.repeat(2 * MIB)
  const failure = await failureOf(putRow(client, 'x', [{ a: text }, { b: text }, { c: text }]))
  expect(failure).toMatchObject({ status: 413, code: 'OTSRequestBodyTooLarge' })
})

test('a request names at most 1024 columns to write and 128 to read', async () => {
  const { client } = await openTablestore()
  await putRow(client, 'x', columns(1024))
  expect((await failureOf(putRow(client, 'x', columns(1025)))).message).toContain('limit count: 1024')
  const read = (count: number) => {
    const columnsToGet = Array.from({ length: count }, (_, n) => `c${n}`)
    return client.getRow({ tableName: 't', primaryKey: keyOf('a', 'x'), columnsToGet })
  }
  expect((await read(128)).row?.attributes).toHaveLength(128)
  expect((await failureOf(read(129))).message).toContain('limit count: 128, column count: 129')
})

test('columns have proper names, which are not those of the key', async () => {
  const { client } = await openTablestore()
  await putRow(client, 'x', [{ _a9: 'v' }, { ['n'.repeat(255)]: 'v' }])
  for (const name of ['9a', 'a.b', 'a b', 'n'.repeat(256)]) {
    expect((await failureOf(putRow(client, 'x', [{ [name]: 'v' }]))).message).toContain('Invalid column name')
  }
  expect((await failureOf(putRow(client, 'x', [{ id: 'v' }]))).message).toContain('Duplicated attribute column name')
})

test('numbers are finite', async () => {
  const { client } = await openTablestore()
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const failure = await failureOf(putRow(client, 'x', [{ n: value }]))
    expect(failure.message).toContain("can't be set to double value.")
  }
})
