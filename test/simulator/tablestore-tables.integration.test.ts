import TableStore from 'tablestore'
import { describe, expect, test } from 'vitest'
import { VENDOR_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, world } from '../../simulator/cloud/world.ts'
import { openCloud } from '../support/cloud/open-cloud.ts'
import { failureOf, openTablestore, putRow, tableOf, tablestoreClient } from '../support/cloud/tablestore-client.ts'

const { Long } = TableStore

describe('tables', () => {
  test('are made, listed in order, described and deleted', async () => {
    const { client } = await openTablestore()
    await client.createTable(tableOf('b', { timeToLive: 86_400, maxVersions: 3, maxTimeDeviation: 100 }))
    expect((await client.listTable({})).tableNames).toEqual(['b', 't'])
    const described = await client.describeTable({ tableName: 'b' })
    expect(described.tableMeta.primaryKey).toMatchObject([
      { name: 'scope', type: TableStore.PrimaryKeyType.STRING },
      { name: 'id', type: TableStore.PrimaryKeyType.STRING },
    ])
    expect(described.tableOptions).toMatchObject({ timeToLive: 86_400, maxVersions: 3 })
    await client.deleteTable({ tableName: 'b' })
    expect((await client.listTable({})).tableNames).toEqual(['t'])
  })

  test('exist once', async () => {
    const { client } = await openTablestore()
    const failure = await failureOf(client.createTable(tableOf('t')))
    expect(failure).toMatchObject({ status: 409, code: 'OTSObjectAlreadyExist' })
    expect(failure.message).toContain('Requested table already exists.')
  })

  test('that do not exist are refused by name', async () => {
    const { client } = await openTablestore()
    const calls = [client.describeTable({ tableName: 'none' }), client.deleteTable({ tableName: 'none' })]
    for (const call of calls) expect(await failureOf(call)).toMatchObject({ status: 404, code: 'OTSObjectNotExist' })
  })

  test('are at most 64', async () => {
    const { client } = await openTablestore()
    for (let made = 1; made < 64; made += 1) await client.createTable(tableOf(`t${made}`))
    const failure = await failureOf(client.createTable(tableOf('one_more')))
    expect(failure).toMatchObject({ status: 403, code: 'OTSQuotaExhausted' })
    expect(failure.message).toContain('Number of tables exceeded the quota.')
  })

  test('of another instance are other tables', async () => {
    const { cloud, keys } = await openTablestore()
    cloud.world.accounts[0]?.tablestore.push({ name: 'second', region: 'cn-hangzhou', tables: new Map() })
    const second = tablestoreClient(cloud, { ...keys, instancename: 'second' })
    expect((await second.listTable({})).tableNames).toEqual([])
    expect(() => cloud.table('t', 'second')).toThrow('no table t')
  })
})

test('each account has its own, in instances of one name too', async () => {
  const { cloud } = await openTablestore({}, world({ accounts: [account(), account({ id: '2000000000000002' })] }))
  const env = cloud.environment('2000000000000002')
  const theirs = tablestoreClient(cloud, {
    accessKeyId: env.ALIBABA_CLOUD_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? '',
  })
  expect((await theirs.listTable({})).tableNames).toEqual([])
})

test('tables outlast the cloud', async () => {
  const there = world()
  const { client, cloud } = await openTablestore({}, there)
  await putRow(client, 'x')
  await cloud.close()
  const again = await openCloud(there)
  expect(again.cloud.table('t').rows()).toEqual([{ scope: 'a', id: 'x', n: 'v' }])
})

describe('what cannot be made', () => {
  const pk = (...columns: [string, 'STRING' | 'INTEGER' | 'BINARY'][]) =>
    columns.map(([name, type]) => ({ name, type }))
  const keys: [string, TableStore.TableMeta['primaryKey'], string][] = [
    ['no key', [], 'must be in range: [1, 4]'],
    ['five key columns', pk(...'abcde'.split('').map((name) => [name, 'STRING'] as [string, 'STRING'])), '[1, 4]'],
    ['a key column twice', pk(['a', 'STRING'], ['a', 'INTEGER']), "Duplicated primary key name: 'a'."],
    ['a bad column name', pk(['1a', 'STRING']), "Invalid column name: '1a'."],
    ['an unknown type', [{ name: 'a', type: 7 as never }], '7 is an invalid type for the primary key.'],
    ['a column that counts by itself', [{ name: 'a', type: 'INTEGER', option: 1 }], 'does not know'],
  ]
  for (const [name, primaryKey, message] of keys) {
    test(name, async () => {
      const { client } = await openTablestore()
      const params = { ...tableOf('x'), tableMeta: { tableName: 'x', primaryKey } }
      const failure = await failureOf(client.createTable(params))
      expect(failure).toMatchObject({ status: 400, code: 'OTSParameterInvalid' })
      expect(failure.message).toContain(message)
    })
  }

  test('bad names, lifetimes, versions, throughputs, indexes', async () => {
    const { client } = await openTablestore()
    const { reservedThroughput: _, ...rest } = tableOf('x')
    const units = (read: number) => ({ ...rest, reservedThroughput: { capacityUnit: { read, write: 0 } } })
    const refused: [TableStore.CreateTableParams, string][] = [
      [tableOf('a-b'), "Invalid table name: 'a-b'."],
      [tableOf('a'.repeat(256)), 'Invalid table name'],
      [tableOf('x', { timeToLive: 0 }), 'TimeToLive cannot be 0 or less than -1.'],
      [tableOf('x', { timeToLive: 86_399 }), 'TimeToLive cannot be less than 86400'],
      [tableOf('x', { maxVersions: 0 }), 'The maximum versions'],
      [units(-1), 'Capacity Unit must be nonnegative.'],
      [units(100_001), 'Invalid Capacity Unit: 100001.'],
      [{ ...tableOf('x'), indexMetas: [{ name: 'i', primaryKey: ['id'], definedColumn: [] }] }, 'secondary indexes'],
      [{ ...tableOf('x'), streamSpecification: { enableStream: true, expirationTime: 24 } }, 'streams'],
    ]
    for (const [params, message] of refused) {
      const failure = await failureOf(client.createTable(params))
      expect(failure).toMatchObject({ status: 400, code: 'OTSParameterInvalid' })
      expect(failure.message).toContain(message)
    }
    expect((await client.listTable({})).tableNames).toEqual(['t'])
  })
})

test('more than ten table operations a second are refused, rows are not', async () => {
  const { client, cloud } = await openTablestore({ quotas: VENDOR_QUOTAS })
  const calls = Array.from({ length: 12 }, () => client.listTable({}))
  const failed = (await Promise.allSettled(calls)).filter(({ status }) => status === 'rejected')
  expect(failed).toHaveLength(3)
  const failure = await failureOf(client.describeTable({ tableName: 't' }))
  expect(failure).toMatchObject({ status: 403, code: 'OTSQuotaExhausted' })
  expect(failure.message).toContain('Too frequent table operations.')
  for (let row = 0; row < 20; row += 1) await putRow(client, `row-${row}`)
  expect(cloud.count({ action: 'PutRow', status: 200 })).toBe(20)
})

test('a new table takes no rows for a while', async () => {
  const { client } = await openTablestore({ tableReadyAfter: 200 })
  expect(await failureOf(putRow(client, 'x'))).toMatchObject({ status: 404, code: 'OTSTableNotReady' })
  expect(await client.describeTable({ tableName: 't' })).toMatchObject({ tableStatus: 3 })
  await expect
    .poll(() =>
      putRow(client, 'x').then(
        () => true,
        () => false,
      ),
    )
    .toBe(true)
  expect(await client.describeTable({ tableName: 't' })).toMatchObject({ tableStatus: 1 })
})

test('rows live as long as the table says', async () => {
  let now = Date.parse('2026-11-20T00:00:00Z')
  const { client, cloud } = await openTablestore({ clock: () => now })
  await client.createTable(tableOf('short', { timeToLive: 86_400 }))
  const primaryKey = [{ scope: 'a' }, { id: 'x' }]
  const row = { tableName: 'short', primaryKey }
  const condition = new TableStore.Condition(TableStore.RowExistenceExpectation.EXPECT_NOT_EXIST, null)
  const put = () => client.putRow({ ...row, condition, attributeColumns: [{ n: Long.fromNumber(1) }] })
  await put()
  expect(await failureOf(put())).toMatchObject({ code: 'OTSConditionCheckFail' })
  now += 86_400_000
  expect(cloud.table('short').rows()).toEqual([])
  expect((await client.getRow(row)).row).toEqual({})
  await put()
  expect(cloud.table('short').rows()).toHaveLength(1)
})
