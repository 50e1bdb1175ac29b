import TableStore from 'tablestore'
import { describe, expect, test } from 'vitest'
import { failureOf, IGNORE, long, openTablestore, tableOf } from '../support/cloud/tablestore-client.ts'

describe('a key that does not fit the table', () => {
  const cases: [string, TableStore.PrimaryKeyInput, string][] = [
    ['too short', [{ scope: 'a' }], 'Validate PK size fail. Input: 1, Meta: 2.'],
    ['another name', [{ scope: 'a' }, { key: 'x' }], 'Validate PK name fail. Input: key, Meta: id.'],
    ['another order', [{ id: 'x' }, { scope: 'a' }], 'Validate PK name fail. Input: id, Meta: scope.'],
    ['another type', [{ scope: 'a' }, { id: long(1) }], 'Validate PK type fail. Input: INTEGER, Meta: STRING.'],
    ['an infinite value', [{ scope: 'a' }, { id: TableStore.INF_MIN }], 'Validate PK type fail. Input: INF_MIN'],
  ]
  for (const [name, primaryKey, message] of cases) {
    test(name, async () => {
      const { client, table } = await openTablestore()
      const put = client.putRow({ tableName: 't', condition: IGNORE, primaryKey, attributeColumns: [{ n: 'v' }] })
      for (const call of [put, client.getRow({ tableName: 't', primaryKey })]) {
        const failure = await failureOf(call)
        expect(failure).toMatchObject({ status: 400, code: 'OTSInvalidPK' })
        expect(failure.message).toContain(message)
      }
      expect(table.rows()).toEqual([])
    })
  }
})

test('integers and bytes are keys too', async () => {
  const { client, cloud } = await openTablestore()
  const primaryKey = [
    { name: 'n', type: 'INTEGER' as const },
    { name: 'b', type: 'BINARY' as const },
  ]
  await client.createTable({ ...tableOf('k'), tableMeta: { tableName: 'k', primaryKey } })
  for (const n of [10, -1, 9]) {
    const key = [{ n: long(n) }, { b: Buffer.from([n & 0xff]) }]
    await client.putRow({ tableName: 'k', condition: IGNORE, primaryKey: key, attributeColumns: [{ v: 'v' }] })
  }
  expect(
    cloud
      .table('k')
      .rows()
      .map(({ n }) => n),
  ).toEqual([-1n, 9n, 10n])
})
