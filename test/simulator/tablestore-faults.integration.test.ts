import { describe, expect, test } from 'vitest'
import type { Ending, Fault } from '../../simulator/cloud/faults/fault.ts'
import {
  PARTITION_UNAVAILABLE,
  ROW_CONFLICT,
  SERVER_BUSY,
  TABLE_NOT_READY,
  TIMEOUT,
} from '../../simulator/cloud/tablestore/effects.ts'
import {
  failureOf,
  IGNORE,
  keyOf,
  openTablestore,
  putRow,
  tablestoreClient,
} from '../support/cloud/tablestore-client.ts'

const PUTS = { service: 'tablestore', action: 'PutRow' } as const

async function struck(effect: Fault['effect']) {
  const opened = await openTablestore()
  opened.cloud.setFaults([{ where: PUTS, effect }])
  return opened
}

describe('what Tablestore says', () => {
  const cases: [Ending, number, string][] = [
    [SERVER_BUSY, 503, 'OTSServerBusy'],
    [PARTITION_UNAVAILABLE, 503, 'OTSPartitionUnavailable'],
    [TIMEOUT, 503, 'OTSTimeout'],
    [TABLE_NOT_READY, 404, 'OTSTableNotReady'],
    [ROW_CONFLICT, 409, 'OTSRowOperationConflict'],
    [{ kind: 'throttle' }, 403, 'OTSNotEnoughCapacityUnit'],
    [{ kind: 'denied' }, 403, 'OTSNoPermissionAccess'],
    [{ kind: 'expired-token' }, 403, 'OTSAuthFailed'],
  ]
  for (const [effect, status, code] of cases) {
    test(`${code}, and nothing is written`, async () => {
      const { client, table, cloud } = await struck(effect)
      expect(await failureOf(putRow(client, 'x'))).toMatchObject({ status, code })
      expect(table.rows()).toEqual([])
      expect(cloud.calls.at(-1)).toMatchObject({ status, code, rowsWritten: 0 })
    })

    test(`${code} after the write`, async () => {
      const { client, table, cloud } = await struck({ kind: 'after', answer: effect })
      expect(await failureOf(putRow(client, 'x'))).toMatchObject({ status, code })
      expect(table.rows()).toHaveLength(1)
      expect(cloud.calls.at(-1)).toMatchObject({ status, code, rowsWritten: 1 })
    })
  }
})

describe('an answer that breaks', () => {
  test('a reset before the write and after it', async () => {
    const { client, table, cloud } = await struck({ kind: 'reset' })
    expect((await failureOf(putRow(client, 'x'))).message).toMatch(/ECONNRESET|socket hang up/)
    expect(table.rows()).toEqual([])
    cloud.setFaults([{ where: PUTS, effect: { kind: 'after', answer: { kind: 'reset' } } }])
    expect((await failureOf(putRow(client, 'x'))).message).toMatch(/ECONNRESET|socket hang up/)
    expect(table.rows()).toHaveLength(1)
    expect(cloud.calls.at(-1)).toMatchObject({ status: 0, code: 'reset', rowsWritten: 1 })
  })

  test('HTML, half an answer, latency', async () => {
    const { client, cloud } = await openTablestore()
    await putRow(client, 'x')
    cloud.setFaults([{ effect: { kind: 'html', status: 502 } }])
    expect(await failureOf(client.listTable({}))).toMatchObject({ status: 502, code: '' })
    cloud.setFaults([{ effect: { kind: 'truncated' } }])
    await expect(client.getRow({ tableName: 't', primaryKey: keyOf('a', 'x') })).rejects.toThrow('index out of range')
    expect(cloud.calls.at(-1)).toMatchObject({ status: 200, code: 'truncated', rowsRead: 1 })
    cloud.setFaults([{ effect: { kind: 'latency', ms: 60 } }])
    const started = performance.now()
    await client.listTable({})
    expect(performance.now() - started).toBeGreaterThanOrEqual(59)
  })

  test('a stall ends with the cloud', async () => {
    const { client, cloud } = await openTablestore()
    cloud.setFaults([{ effect: { kind: 'stall', after: 'nothing' } }])
    const call = client.listTable({}).then(
      () => 'answered',
      () => 'ended',
    )
    await expect.poll(() => cloud.calls.length).toBe(2)
    await cloud.close()
    expect(await call).toBe('ended')
  })
})

test('strikes by table, operation and count', async () => {
  const { client, cloud } = await openTablestore()
  cloud.setFaults([{ where: { ...PUTS, params: { TableName: 't' }, nth: [2] }, effect: SERVER_BUSY }])
  await putRow(client, '1')
  expect(await failureOf(putRow(client, '2'))).toMatchObject({ code: 'OTSServerBusy' })
  await putRow(client, '3')
  cloud.setFaults([{ where: { params: { TableName: 'u' } }, effect: SERVER_BUSY }])
  await putRow(client, '4')
})

describe('rows of a batch', () => {
  const ids = ['1', '2', '3', '4', '5']
  const fault = { kind: 'rows', every: 2, code: 'OTSServerBusy', message: 'Server is busy.' } as const
  const rows = ids.map((id) => ({
    type: 'PUT' as const,
    condition: IGNORE,
    primaryKey: keyOf('a', id),
    attributeColumns: [{ n: 'v' }],
  }))

  test('fail here and there while the others are written', async () => {
    const { client, cloud, table } = await openTablestore()
    cloud.setFaults([{ where: { service: 'tablestore' }, effect: fault }])
    const { tables } = await client.batchWriteRow({ tables: [{ tableName: 't', rows }] })
    expect(tables.map(({ errorCode }) => errorCode)).toEqual([null, 'OTSServerBusy', null, 'OTSServerBusy', null])
    expect(table.rows().map(({ id }) => id)).toEqual(['1', '3', '5'])
    expect(cloud.calls.at(-1)).toMatchObject({ status: 200, code: '', rowsWritten: 3 })
    const primaryKey = ids.map((id) => keyOf('a', id))
    const read = await client.batchGetRow({ tables: [{ tableName: 't', primaryKey }] })
    expect(read.tables[0]?.map(({ isOk }) => isOk)).toEqual([true, false, true, false, true])
  })

  test('fail and are written all the same', async () => {
    const { client, cloud, table } = await openTablestore()
    cloud.setFaults([{ effect: { ...fault, every: 1, code: 'OTSTimeout', applied: true } }])
    const { tables } = await client.batchWriteRow({ tables: [{ tableName: 't', rows }] })
    expect(tables.map(({ isOk }) => isOk)).toEqual([false, false, false, false, false])
    expect(table.rows()).toHaveLength(5)
    expect(cloud.calls.at(-1)).toMatchObject({ rowsWritten: 5 })
  })
})

test('faults of one service leave the others alone', async () => {
  const { cloud } = await struck({ kind: 'throttle' })
  expect((await tablestoreClient(cloud).listTable({})).tableNames).toEqual(['t'])
})
