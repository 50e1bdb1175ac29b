import type TableStore from 'tablestore'
import { describe, expect, test } from 'vitest'
import type { AccessKey, Statement } from '../../simulator/cloud/policy/statements.ts'
import { accessKey, allow, deny } from '../../simulator/cloud/policy/statements.ts'
import {
  failureOf,
  IGNORE,
  keyOf,
  openTablestore,
  putRow,
  tableOf,
  tablestoreClient,
} from '../support/cloud/tablestore-client.ts'

const INSTANCE = 'acs:ots:cn-hangzhou:1000000000000001:instance/cmk-readiness'

async function as(policy: Statement[], user = 'reader') {
  const { cloud } = await openTablestore()
  const key: AccessKey = { ...accessKey(user, policy), user }
  cloud.world.accounts[0]?.accessKeys.push(key)
  return { cloud, client: tablestoreClient(cloud, { accessKeyId: key.id, secretAccessKey: key.secret }) }
}

function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    async () => (await failureOf(call)).code,
  )
}

const batch = (client: TableStore.Client, ...names: string[]) =>
  client.batchWriteRow({
    tables: names.map((tableName) => ({
      tableName,
      rows: [{ type: 'PUT' as const, condition: IGNORE, primaryKey: keyOf('a', 'x'), attributeColumns: [{ n: 'v' }] }],
    })),
  })

describe('a policy', () => {
  test('allows operations on tables', async () => {
    const { client } = await as([allow(['ots:PutRow', 'ots:Get*'], [`${INSTANCE}/table/t`])])
    expect(await outcome(putRow(client, 'x'))).toBe('ok')
    expect(await outcome(client.getRow({ tableName: 't', primaryKey: keyOf('a', 'x') }))).toBe('ok')
    const refused = [
      client.deleteRow({ tableName: 't', condition: IGNORE, primaryKey: keyOf('a', 'x') }),
      client.getRow({ tableName: 'u', primaryKey: keyOf('a', 'x') }),
      client.describeTable({ tableName: 't' }),
      client.createTable(tableOf('u')),
      client.listTable({}),
    ]
    for (const call of refused) {
      expect(await failureOf(call)).toMatchObject({ status: 403, code: 'OTSNoPermissionAccess' })
    }
  })

  test('on the instance lists tables, on its tables does not', async () => {
    const tables = await as([allow(['ots:*'], [`${INSTANCE}/table/*`])])
    expect(await outcome(tables.client.listTable({}))).toBe('OTSNoPermissionAccess')
    const all = await as([allow(['ots:*'], [`${INSTANCE}*`])])
    expect(await outcome(all.client.listTable({}))).toBe('ok')
  })

  test('must allow every table of a batch', async () => {
    const { client } = await as([allow(['ots:BatchWriteRow']), deny(['ots:*'], [`${INSTANCE}/table/u`])])
    expect(await outcome(batch(client, 't'))).toBe('ok')
    expect(await outcome(batch(client, 't', 'u'))).toBe('OTSNoPermissionAccess')
  })

  test('of the root user is not asked', async () => {
    const { client } = await as([], 'root')
    expect(await outcome(client.listTable({}))).toBe('ok')
  })
})

test('the auditor keeps tables and deletes none', async () => {
  const { cloud } = await openTablestore()
  const client = tablestoreClient(cloud)
  await client.createTable(tableOf('u'))
  expect(await outcome(batch(client, 't', 'u'))).toBe('ok')
  expect(await outcome(client.listTable({}))).toBe('ok')
  expect(await outcome(client.deleteTable({ tableName: 'u' }))).toBe('OTSNoPermissionAccess')
})
