import { describe, expect, test } from 'vitest'
import type { Fault } from '../../simulator/cloud/faults/fault.ts'
import { says } from '../../simulator/cloud/faults/lies.ts'
import {
  alsoLater,
  INACCURATE,
  INCOMPLETE,
  INTERNAL_ERROR,
  limitedTo,
  READ_QUOTA,
  rowsSay,
  SERVER_BUSY,
  said,
  TOO_MANY_REQUESTS,
} from '../../simulator/cloud/sls/effects.ts'
import { FROM, LOGSTORE, loggedWorld, openLogs, PROJECT, TO } from '../support/cloud/logs.ts'
import { ago } from '../support/cloud/lookups.ts'

const EVENTS = [ago(10), ago(20), ago(30), ago(40)]
const SQL = '* | select "event.eventId" as e order by __time__'

async function struck(effect: Fault['effect'], query = SQL) {
  const opened = await openLogs(loggedWorld(EVENTS))
  opened.cloud.setFaults([{ where: { service: 'sls', action: 'GetLogsV2' }, effect }])
  return opened.ask(query)
}

describe('an answer that is no evidence', () => {
  test('is incomplete', async () => {
    const { meta, body } = await struck(INCOMPLETE)
    expect(meta).toMatchObject({ progress: 'Incomplete', count: 2 })
    expect(body).toMatchObject({ data: [{ e: 'e40' }, { e: 'e30' }] })
  })

  test('is inaccurate', async () => {
    expect((await struck(INACCURATE)).meta).toMatchObject({ progress: 'Complete', isAccurate: false, count: 4 })
  })

  test('is limited', async () => {
    expect((await struck(limitedTo(3))).meta).toMatchObject({ progress: 'Complete', limited: 3, count: 3 })
  })

  test('does not say whether it is complete', async () => {
    expect((await struck(said({ progress: undefined, isAccurate: undefined }))).meta).not.toHaveProperty('progress')
  })

  test('has rows outside of what was asked', async () => {
    const { body } = await struck(alsoLater(86_400), '*')
    const times = (body as { data: { __time__: string }[] }).data.map(({ __time__ }) => Number(__time__))
    expect(times).toHaveLength(8)
    expect(Math.max(...times)).toBeGreaterThan(TO)
  })

  test('is about something else', async () => {
    const other = says('1000000000000001', '2000000000000002')
    expect(JSON.stringify((await struck(other, '*')).body)).toContain('2000000000000002')
    const { body } = await struck(rowsSay((row) => ({ ...row, e: 'other' })))
    expect(body).toMatchObject({ data: [{ e: 'other' }, { e: 'other' }, { e: 'other' }, { e: 'other' }] })
  })

  test('says so in the headers of GetLogs as well', async () => {
    const { client, cloud } = await openLogs(loggedWorld(EVENTS))
    const query = { from: FROM, to: TO, query: SQL }
    const good = await client.getLogsV1(PROJECT, LOGSTORE, query)
    expect(good.body).toMatchObject([{ e: 'e40' }, { e: 'e30' }, { e: 'e20' }, { e: 'e10' }])
    expect(good.headers).toMatchObject({
      ...{ 'x-log-progress': 'Complete', 'x-log-count': '4', 'x-log-has-sql': 'true', 'x-log-processed-rows': '4' },
      ...{ 'x-log-where-query': '*', 'x-log-agg-query': 'select "event.eventId" as e order by __time__' },
    })
    expect(JSON.parse(good.headers['x-log-query-info'] ?? '')).toMatchObject({
      keys: ['e'],
      limited: '100',
      isAccurate: 1,
    })
    cloud.setFaults([{ where: { action: 'GetLogs' }, effect: INCOMPLETE }])
    const bad = await client.getLogsV1(PROJECT, LOGSTORE, query)
    expect(bad).toMatchObject({
      status: 200,
      headers: { 'x-log-progress': 'Incomplete' },
      body: [{ e: 'e40' }, { e: 'e30' }],
    })
  })
})

test('a busy service has the vendor’s codes', async () => {
  for (const [effect, status, code] of [
    [SERVER_BUSY, 503, 'ServerBusy'],
    [INTERNAL_ERROR, 500, 'InternalServerError'],
    [READ_QUOTA, 403, 'ReadQuotaExceed'],
    [TOO_MANY_REQUESTS, 429, 'ReadQuotaExceed'],
    [{ kind: 'throttle' }, 403, 'ReadQuotaExceed'],
    [{ kind: 'denied' }, 401, 'Unauthorized'],
    [{ kind: 'expired-token' }, 401, 'Unauthorized'],
  ] as const) {
    expect(await struck(effect)).toMatchObject({ status, code })
  }
})

test('an answer may be cut, be no JSON, or not come', async () => {
  const none = { status: 0, body: undefined }
  for (const effect of [{ kind: 'truncated' }, { kind: 'html', status: 502 }, { kind: 'reset' }] as const) {
    expect(await struck(effect)).toMatchObject(none)
  }
})

test('an answer may be slow, and the next one is well', async () => {
  const { ask, cloud } = await openLogs(loggedWorld(EVENTS))
  cloud.setFaults([
    { where: { action: 'GetLogsV2', params: { query: SQL }, nth: [1] }, effect: { kind: 'latency', ms: 300 } },
    { where: { action: 'GetLogsV2', nth: [2] }, effect: SERVER_BUSY },
  ])
  const started = performance.now()
  expect(await ask(SQL)).toMatchObject({ status: 200 })
  expect(performance.now() - started).toBeGreaterThanOrEqual(299)
  expect(await ask(SQL)).toMatchObject({ status: 503 })
  expect(await ask(SQL)).toMatchObject({ status: 200 })
})

test('GetIndex may say something else', async () => {
  const { client, cloud } = await openLogs(loggedWorld(EVENTS))
  cloud.setFaults([{ where: { action: 'GetIndex' }, effect: says(/"doc_value":true/, '"doc_value":false') }])
  expect(JSON.stringify((await client.getIndex(PROJECT, LOGSTORE)).body)).not.toContain('"doc_value":true')
})

test('answers are compressed as the client asks', async () => {
  const { client } = await openLogs(loggedWorld(EVENTS))
  for (const encoding of ['gzip', 'lz4', 'deflate']) {
    const answer = await client.getLogs(PROJECT, LOGSTORE, { from: FROM, to: TO, query: '*' }, encoding)
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'x-log-compresstype': encoding },
      body: { meta: { count: 4 } },
    })
  }
  const odd = await client.getLogs(PROJECT, LOGSTORE, { from: FROM, to: TO, query: '*' }, 'br')
  expect(odd).toMatchObject({ status: 400, code: 'ParameterInvalid' })
})
