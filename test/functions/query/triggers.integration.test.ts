import { describe, expect, test } from 'vitest'
import { answerEvent, answerOf, requestOf } from '../../../functions/query/trigger/http-event.ts'
import { answerRequest } from '../../../functions/query/trigger/http-request.ts'
import { appOver, storeOf, TOKEN, watch } from '../../support/functions/query/asked.ts'
import { STATE_TOKEN } from '../../support/functions/query/state-app.ts'
import { asJson, blockedRow, row, unknownRow } from '../../support/rows.ts'

const ROWS = [row(), blockedRow(), unknownRow()]
const HANGZHOU = '/api/readiness/1234567890123456/cn-hangzhou'
const KEY = `${HANGZHOU}/key-hzz000000000blocked1`

interface Asked {
  readonly body?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
}

/** An event as Function Compute 3.0 documents it. */
function eventOf(
  rawPath: string,
  { method = 'GET', headers, query = {}, body = '' }: Asked = {},
): Record<string, unknown> {
  return {
    version: 'v1',
    rawPath,
    // As the vendor's page shows it, a body may come either way.
    ...(method === 'POST'
      ? { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }
      : { body, isBase64Encoded: false }),
    headers: headers ?? { Authorization: `Bearer ${TOKEN}`, Host: 'id.cn-hangzhou.fcapp.run' },
    queryParameters: query,
    requestContext: {
      accountId: '1234567890123456',
      domainName: 'id.cn-hangzhou.fcapp.run',
      domainPrefix: 'id',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'curl/8' },
      requestId: '1-651c0000-000000000000',
      time: '2026-11-23T01:30:00Z',
      timeEpoch: '1795397400000',
    },
  }
}

type Ask = (path: string, asked?: Asked) => Promise<{ status: number; headers: Record<string, string>; body: string }>

/** The two triggers, each over an app that answers from these rows. */
const TRIGGERS: readonly [string, (rows?: typeof ROWS) => Promise<Ask>][] = [
  [
    'Function Compute 3.0',
    async (rows = ROWS) => {
      const app = appOver(await storeOf(rows), { env: { CMK_API_TOKEN: TOKEN, CMK_STATE_TOKEN: STATE_TOKEN } })
      return async (path, asked) => {
        const answer = await answerEvent(app, Buffer.from(JSON.stringify(eventOf(path, asked))))
        return { status: answer.statusCode, headers: { ...answer.headers }, body: answer.body }
      }
    },
  ],
  [
    'Function Compute 2.0',
    async (rows = ROWS) => {
      const app = appOver(await storeOf(rows), { env: { CMK_API_TOKEN: TOKEN, CMK_STATE_TOKEN: STATE_TOKEN } })
      return async (
        path,
        { method = 'GET', headers = { authorization: `Bearer ${TOKEN}` }, query = {}, body } = {},
      ) => {
        const queries = Object.fromEntries(
          Object.entries(query).map(([name, value]) => [name, value.includes(',') ? value.split(',') : value]),
        )
        const told = { status: 0, headers: {} as Record<string, string>, body: '' }
        await answerRequest(
          app,
          { method, path, queries, headers, ...(body !== undefined && { [Symbol.asyncIterator]: () => pieces(body) }) },
          {
            setStatusCode: (status) => Object.assign(told, { status }),
            setHeader: (name, value) => Object.assign(told.headers, { [name]: value }),
            send: (body) => Object.assign(told, { body }),
          },
        )
        return told
      }
    },
  ],
]

/** A body as a stream has it: in pieces that cut characters. */
async function* pieces(body: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(body)
  for (let at = 0; at < bytes.length; at += 5) yield bytes.subarray(at, at + 5)
}

describe.each(TRIGGERS)('the trigger of %s', (_, open) => {
  test('brings filters, repeated ones too, and pages', async () => {
    const ask = await open()
    const query = { verdict: 'blocked,unknown', limit: '1' }
    const first = await ask('/api/readiness', { query })
    expect(first.status).toBe(200)
    expect(first.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    const { rows, next } = JSON.parse(first.body)
    expect(rows).toEqual([asJson(blockedRow())])
    const second = await ask('/api/readiness', { query: { ...query, cursor: next } })
    expect(JSON.parse(second.body)).toEqual({ rows: [asJson(unknownRow())] })
  })

  test('brings a key, encoded or not', async () => {
    const ask = await open()
    for (const path of [KEY, `${HANGZHOU}/alias%2Fpay`, `${HANGZHOU}/alias/pay`]) {
      expect(JSON.parse((await ask(path)).body)).toEqual({ ...asJson(blockedRow()), decisions: [] })
    }
  })

  test('brings the token in a header of any case, once', async () => {
    const ask = await open()
    const status = async (headers: Record<string, string>) => (await ask('/api/summary', { headers })).status
    for (const name of ['Authorization', 'authorization', 'AUTHORIZATION'])
      expect(await status({ [name]: `Bearer ${TOKEN}` })).toBe(200)
    expect(await status({})).toBe(401)
    expect(await status({ Authorization: `Bearer ${TOKEN}`, authorization: 'Bearer other' })).toBe(401)
    expect(await status({ Authorization: `Bearer ${TOKEN}\r\nX: y` })).toBe(401)
  })

  test('brings headers that no request can have without harm', async () => {
    const ask = await open()
    const headers = { Authorization: `Bearer ${TOKEN}`, 'X-Name': '密钥', 'bad name': 'x', '': 'x', 'X-Nul': '\0' }
    expect((await ask('/api/summary', { headers })).status).toBe(200)
  })

  test('brings a body, and of one that is too large enough to tell', async () => {
    const ask = await open()
    const { accountId, region, keyId } = blockedRow()
    const decision = { kind: 'owner', key: keyId, owner: '支付团队' }
    const headers = { 'X-State-Token': STATE_TOKEN, 'Content-Type': 'application/json' }
    const post = (body: string) => ask('/api/state', { method: 'POST', headers, body })
    const made = await post(JSON.stringify({ accountId, region, by: '李娜', why: '已确认', decision }))
    expect([made.status, JSON.parse(made.body)]).toMatchObject([201, { by: '李娜', value: { owner: '支付团队' } }])
    expect((await post(`"${'x'.repeat(70_000)}"`)).status).toBe(413)
  })

  test('brings other methods, in any case', async () => {
    const ask = await open()
    const head = await ask(KEY, { method: 'HEAD' })
    expect([head.status, head.body]).toEqual([200, ''])
    expect((await ask(KEY, { method: 'get' })).status).toBe(200)
    const post = await ask(KEY, { method: 'POST' })
    expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD'])
    for (const method of ['TRACE', 'CONNECT', 'G T', '', '\0']) expect((await ask(KEY, { method })).status).toBe(400)
  })

  test.each([
    '/api/x/../summary',
    '/api/x/%2e%2e/summary',
    '/api/x/.%2E/summary',
    '/api/./summary',
    '/api/summary/.',
    '/api/summary/..',
    '/api\\summary',
    '//api/summary',
    '/api//summary',
    '/api%2Fsummary',
    '/api/summary%00',
    '/api/summary\0',
    '/api/summary?x=1',
    '/api/summary#x',
    '/api/summ\tary',
    '/api/summary ',
    '//evil.example/api/summary',
    '/@evil.example/api/summary',
    `${HANGZHOU}/../cn-hangzhou/key-hzz000000000blocked1`,
    `${HANGZHOU}/%2e%2e%2fcn-hangzhou%2fkey-hzz000000000blocked1`,
    `${HANGZHOU}/..%2fcn-hangzhou`,
    '/api/readiness/1234567890123456%3Acn-hangzhou/x/key-hzz000000000blocked1',
    '/api/readiness/%/%/%',
    '/api/readiness/%ff/%ff/%ff',
  ])('the path %j leads nowhere, with the token and without', async (path) => {
    const ask = await open()
    expect((await ask(path)).status).toBe(404)
    expect((await ask(path, { headers: {} })).status).toBe(401)
  })

  test.each(['', 'api/summary', '@evil.example/api/summary', '.evil.example/'])('%j is no path', async (path) => {
    const ask = await open()
    expect((await ask(path)).status).toBe(400)
  })
})

describe('an event', () => {
  test('may be text, and may lack what is empty', async () => {
    const app = appOver(await storeOf(ROWS))
    const event = { ...eventOf('/api/summary'), queryParameters: null }
    expect((await answerEvent(app, JSON.stringify(event))).statusCode).toBe(200)
    const bare = { ...event, headers: undefined, queryParameters: undefined }
    expect((await answerEvent(app, JSON.stringify(bare))).statusCode).toBe(401)
  })

  test.each([
    '',
    'null',
    '[]',
    '{}',
    '{"triggerTime":"2026-11-23T00:00:00Z","triggerName":"nightly","payload":"{}"}',
    '{"version":"v1"}',
    JSON.stringify({ ...eventOf('/api/summary'), version: 'v2' }),
    JSON.stringify({ ...eventOf('/api/summary'), rawPath: 7 }),
    JSON.stringify({ ...eventOf('/api/summary'), headers: { Authorization: ['x'] } }),
    JSON.stringify({ ...eventOf('/api/summary'), queryParameters: 'a=b' }),
    JSON.stringify(eventOf('/api/summary')).slice(0, -1),
    Buffer.from([0xff, 0xfe, 0x00]),
  ])('that is none is answered with 400 and reaches nothing (%#)', async (event) => {
    const { watched, lists } = watch(await storeOf(ROWS))
    const answer = await answerEvent(appOver(watched), event)
    expect(answer).toMatchObject({
      statusCode: 400,
      headers: { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' },
      isBase64Encoded: false,
    })
    expect(JSON.parse(answer.body).error.code).toBe('bad-request')
    expect(lists).toEqual([])
  })

  test('may bring values that were not decoded', () => {
    const url = (value: string) =>
      new URL(requestOf(JSON.stringify(eventOf('/api/readiness', { query: { key: value } })))?.url ?? '').searchParams
    expect(url('alias%2Fpay').get('key')).toBe('alias/pay')
    expect(url('alias/pay').get('key')).toBe('alias/pay')
    expect(url('100%').get('key')).toBe('100%')
    expect(url('a&limit=1#?=+').getAll('key')).toEqual(['a&limit=1#?=+'])
  })

  test('is answered with the text that the app made, its byte order mark too', async () => {
    const answer = await answerOf(new Response('\ufeff密钥', { status: 201, headers: { 'X-One': '1' } }))
    expect(answer).toMatchObject({ statusCode: 201, body: '\ufeff密钥', headers: { 'x-one': '1' } })
  })
})

test.each([{}, { method: 'GET' }, { method: 'GET', path: '/', headers: [] }, { method: 'GET', path: 1, headers: {} }])(
  'a request of Function Compute 2.0 that is none is answered with 400 (%#)',
  async (request) => {
    const told: unknown[] = []
    await answerRequest(appOver(await storeOf()), request, {
      setStatusCode: (status) => told.push(status),
      setHeader: () => undefined,
      send: () => undefined,
    })
    expect(told).toEqual([400])
  },
)
