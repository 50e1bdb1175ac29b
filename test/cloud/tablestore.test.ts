import TableStore from 'tablestore'
import { expect, test } from 'vitest'
import { IGNORE, openTablestore } from './tablestore-client.ts'

const KEY = [{ scope: 'a' }, { id: 'x' }]

test('a row is written and read', async () => {
  const { client, table } = await openTablestore()
  const attributeColumns = [{ n: TableStore.Long.fromNumber(5) }, { s: 'é' }]
  await client.putRow({ tableName: 't', condition: IGNORE, primaryKey: KEY, attributeColumns })
  expect(table.rows()).toEqual([{ scope: 'a', id: 'x', n: 5n, s: 'é' }])
  const { row } = await client.getRow({ tableName: 't', primaryKey: KEY })
  expect(row?.attributes?.map(({ columnName }) => columnName)).toEqual(['n', 's'])
})
