import { describe, expect, test } from 'vitest'
import { DAY } from '../../shared/domain/time.ts'
import { actionTrailIndex } from '../../simulator/cloud/sls/projects.ts'
import { FROM, LOGSTORE, loggedWorld, openLogs, PROJECT, TO } from '../support/cloud/logs.ts'
import { ago, NOW } from '../support/cloud/lookups.ts'

interface Found {
  readonly data: Record<string, string>[]
}

function idsOf(body: unknown): string[] {
  return (body as Found).data.map(({ event = '' }) => String(JSON.parse(event).eventId))
}

const EVENTS = [
  ago(10, { eventName: 'Decrypt', userAgent: 'Go (Darwin; arm64)' }),
  ago(20, { eventName: 'ReEncrypt', errorCode: 'Forbidden.NoPermission' }),
  ago(30, { eventName: 'GenerateDataKey', eventType: 'ApiCall', requestParameters: { KeyId: 'alias/pay' } }),
]

describe('a search', () => {
  const understood: [string, string[]][] = [
    ['', ['e30', 'e20', 'e10']],
    ['*', ['e30', 'e20', 'e10']],
    ['event.eventName: Decrypt', ['e10']],
    ['event.eventName: decrypt', ['e10']],
    ['event.eventName: "ReEncrypt"', ['e20']],
    ['event.serviceName: Kms and event.eventName: ReEncrypt', ['e20']],
    ['event.serviceName: Kms event.eventName: ReEncrypt', ['e20']],
    ['event.eventName: Decrypt or event.eventName: ReEncrypt', ['e20', 'e10']],
    ['event.eventName: Decrypt OR event.eventName: ReEncrypt AND event.errorCode: nothing', ['e10']],
    ['(event.eventName: Decrypt or event.eventName: ReEncrypt) and event.errorCode: *', ['e20']],
    ['not event.errorCode: *', ['e30', 'e10']],
    ['not (event.eventName: Decrypt or event.eventName: ReEncrypt)', ['e30']],
    ['event.eventName: crypt', []],
    ['event.eventName: Encrypt', []],
    ['event.eventName: ReEn*', ['e20']],
    ['event.eventName: De?rypt', ['e10']],
    ['event.userAgent: arm64', ['e10']],
    ['event.userAgent: "Darwin; arm64"', ['e10']],
    ['event.userAgent: "arm64 Darwin"', ['e10']],
    ['event.requestParameterJson: alias', ['e30']],
    ['__topic__: actiontrail_event', ['e30', 'e20', 'e10']],
    ['__topic__: actiontrail_audit_event', []],
    ['GenerateDataKey', ['e30']],
    ['pay and Kms', ['e30']],
  ]
  test('finds the logs that it is about', async () => {
    const { ask } = await openLogs(loggedWorld(EVENTS))
    for (const [query, ids] of understood) {
      const { body, meta } = await ask(query)
      expect([query, idsOf(body)]).toEqual([query, ids])
      expect(meta).toMatchObject({ progress: 'Complete', hasSQL: false, isAccurate: true, count: ids.length })
    }
  })

  const refused: [string, string][] = [
    ['event.eventName: Decrypt and', 'syntax error'],
    ['and event.eventName: Decrypt', 'syntax error'],
    ['(event.eventName: Decrypt', 'syntax error'],
    ['event.eventName: Decrypt)', 'syntax error'],
    ['event.eventName:', 'syntax error'],
    ['event.eventName: "Decrypt', 'syntax error'],
    ['a: b: c', 'syntax error'],
    ['event.unknown: a', 'key (event.unknown) is not config as key value config'],
    ['eventName: Decrypt', 'key (eventName) is not config as key value config'],
    ['event.eventName > 5', 'config as text'],
    ['event.eventName: *crypt', 'cannot begin with'],
    ['event.eventName: "()"', 'has no word'],
    [Array.from({ length: 31 }, (_, index) => `w${index}`).join(' '), 'too many keywords'],
  ]
  test('that is not understood is refused', async () => {
    const { ask } = await openLogs(loggedWorld(EVENTS))
    for (const [query, words] of refused) {
      const { status, code, message } = await ask(query)
      expect({ query, status, code, message }).toEqual({
        ...{ query, status: 400, code: 'ParameterInvalid', message: expect.stringContaining(words) },
      })
    }
  })

  test('of words without a key needs a full-text index', async () => {
    const { line: _, ...index } = actionTrailIndex()
    const { ask } = await openLogs(loggedWorld(EVENTS, { index }))
    expect(await ask('Decrypt')).toMatchObject({ status: 400, code: 'ParameterInvalid' })
    expect(idsOf((await ask('event.eventName: Decrypt')).body)).toEqual(['e10'])
  })

  test('compares numbers where the index has numbers', async () => {
    const more = { 'requestParameters.n': { type: 'long' as const, doc_value: true } }
    const events = [1, 5, 9].map((n) => ago(n, { requestParameters: { n } }))
    const { ask } = await openLogs(loggedWorld(events, { index: actionTrailIndex({}, { more }) }))
    const key = 'event.requestParameters.n'
    for (const [query, ids] of [
      [`${key} > 1`, ['e9', 'e5']],
      [`${key} in [5 9]`, ['e9', 'e5']],
      [`${key} in (5 9]`, ['e9']],
      [`${key}: 5`, ['e5']],
      [`${key} <= 5 and not ${key} = 5`, ['e1']],
    ] as const) {
      expect([query, idsOf((await ask(query)).body)]).toEqual([query, ids])
    }
  })
})

describe('pages', () => {
  const many = Array.from({ length: 250 }, (_, index) => ago(index + 1))

  test('of at most 100 logs follow each other', async () => {
    const { ask } = await openLogs(loggedWorld(many))
    const found: string[] = []
    for (const offset of [0, 100, 200, 300]) found.push(...idsOf((await ask('*', { line: 100, offset })).body))
    expect(found).toEqual(many.map(({ raw }) => raw.eventId).reverse())
    expect(idsOf((await ask('*')).body)).toHaveLength(100)
    expect(idsOf((await ask('*', { line: 3, reverse: true })).body)).toEqual(['e1', 'e2', 'e3'])
    expect((await ask('*', { line: 0 })).meta).toMatchObject({ count: 0, progress: 'Complete' })
  })

  const refused: [Record<string, unknown>, string][] = [
    [{ line: 101 }, 'InvalidLine'],
    [{ line: -1 }, 'InvalidLine'],
    [{ offset: -1 }, 'InvalidOffset'],
    [{ from: TO }, 'InvalidTimeRange'],
    [{ from: TO + 1 }, 'InvalidTimeRange'],
    [{ from: undefined }, 'ParameterInvalid'],
    [{ to: undefined }, 'ParameterInvalid'],
    [{ from: FROM + 0.5 }, 'ParameterInvalid'],
    [{ session: 'mode=scan' }, 'ParameterInvalid'],
  ]
  test('refuse what is out of bounds', async () => {
    const { ask } = await openLogs(loggedWorld(many))
    for (const [more, wanted] of refused) {
      const { status, code } = await ask('*', more)
      expect([more, status, code]).toEqual([more, 400, wanted])
    }
  })
})

test('from belongs to the interval, to does not', async () => {
  const { ask } = await openLogs(loggedWorld([ago(10), ago(20), ago(30)]))
  expect(idsOf((await ask('*', { from: TO - 30, to: TO - 10 })).body)).toEqual(['e30', 'e20'])
})

test('what is late is not there yet, and what is older than the logstore keeps is gone', async () => {
  const week = 7 * (DAY / 1_000)
  const late = ago(60, { eventId: 'late' }, { visibleAt: new Date(NOW + 60_000).toISOString() })
  let now = NOW + 100_000
  const there = loggedWorld([ago(5), ago(6 * 86_400), ago(8 * 86_400), late], { store: { ttl: 7 } })
  const { client } = await openLogs(there, { clock: () => now })
  const all = async () =>
    idsOf((await client.getLogs(PROJECT, LOGSTORE, { from: TO - 2 * week, to: TO + week, query: '*' })).body)
  expect(await all()).toEqual(['e518400', 'e5'])
  now += 61_000
  expect(await all()).toEqual(['e518400', 'late', 'e5'])
  now += 2 * DAY
  expect(await all()).toEqual(['late', 'e5'])
})

test('a log is whole, however long', async () => {
  const long = 'x'.repeat(20_000)
  const { ask } = await openLogs(loggedWorld([ago(10, { requestParameters: { long } })]))
  const [log] = ((await ask('*')).body as Found).data
  expect(log).toMatchObject({
    __topic__: 'actiontrail_event',
    __time__: String(TO - 10),
    __source__: expect.anything(),
  })
  expect(JSON.parse(log?.event ?? '')).toMatchObject({
    ...{ eventId: 'e10', recipientAccountId: '1000000000000001', requestParameters: { long } },
    requestParameterJson: JSON.stringify({ long }),
  })
})
