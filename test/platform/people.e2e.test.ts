import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { DAY, HOUR } from '../../shared/domain/time.ts'
import type { WebhookReceiver } from '../../simulator/receivers/webhook-receiver.ts'
import { NOW } from '../support/functions/a-company.ts'
import { Deployment } from '../support/platform/deployment.ts'
import { startMailServer, startReceiver, startWebhook } from '../support/receivers.ts'

const deployed = new Deployment()
const SECRET = 'a-secret-of-the-webhook'
let now = NOW
let webhook: WebhookReceiver
/** The same for every test, so that one instance of the digest serves several. */
let env: Record<string, string>
let before = 0
/** What the webhook was sent in this test. */
const messages = () => webhook.messages.slice(before)

beforeAll(async () => {
  webhook = await startWebhook({ clock: () => now, secret: SECRET })
  env = { CMK_CHANNELS: `${webhook.address}#secret=${SECRET}` }
})
beforeEach(() => {
  now = NOW
  before = webhook.messages.length
})

describe('the digest function', () => {
  it('tells the night once a day, however often it is invoked, and says where it did not happen', async () => {
    await deployed.afterNight()
    expect(await deployed.invoke('digest', { env })).toMatchObject({ value: { channels: { webhook: 'sent' } } })
    expect(await deployed.invoke('digest', { env, now: NOW + HOUR })).toMatchObject({
      value: { channels: { webhook: 'already-sent' } },
    })
    now = NOW + 2 * DAY
    expect(await deployed.invoke('digest', { env, now })).toMatchObject({ value: { channels: { webhook: 'sent' } } })
    const [first, second] = messages()
    expect(messages()).toHaveLength(2)
    expect(first?.text).toContain('key-source')
    expect(first?.text).not.toMatch(/did not run/)
    expect(second?.text).toMatch(/The audit of last night did not run/)
  })

  it('sends mail from its folder, with the report of every key', async () => {
    await deployed.afterNight()
    const login = { user: 'bot@corp.example', pass: 'synthetic-password' }
    const { mails, port, ca } = await startMailServer({ login })
    const options = `from=bot@corp.example&to=team@corp.example&password=env:MAIL&ca=${encodeURIComponent(ca)}`
    const env = { CMK_CHANNELS: `smtp://bot%40corp.example@127.0.0.1:${port}#${options}`, MAIL: login.pass }
    const sent = await deployed.invoke('digest', { env })
    expect(sent).toMatchObject({ value: { channels: { smtp: 'sent' } } })
    expect(sent.output).not.toMatch(/synthetic-password|127\.0\.0\.1/)
    expect(mails[0]?.parsed.text).toContain('key-source')
    expect(mails[0]?.parsed.attachments[0]?.content.toString()).toContain('key-source')
  })

  it('before any night tells that there was none', async () => {
    expect(await deployed.invoke('digest', { env })).toMatchObject({ value: { channels: { webhook: 'sent' } } })
    expect(messages()[0]?.text).toMatch(/Nothing has been audited yet/)
  })

  it('killed after it has sent sends once more when the platform calls again, and says so', async () => {
    await deployed.afterNight()
    const killed = deployed.invoke('digest', {
      env,
      onStart: (kill) => {
        const timer = setInterval(() => messages().length > 0 && kill(), 1)
        onTestFinished(() => clearInterval(timer))
      },
    })
    // The answer to the mark is late, so that the kill comes between the two.
    deployed.cloud.setFaults([{ where: { action: 'UpdateRow' }, effect: { kind: 'latency', ms: 2_000 } }])
    expect(await killed).toMatchObject({ outcome: 'died' })
    deployed.cloud.setFaults([])
    expect(messages()).toHaveLength(1)
    const [mark] = deployed.cloud.table('marks').rows()
    // Where the mark was written all the same, nothing is sent again; the cloud acts when it answers, so it was not.
    expect(mark?.value).toContain('claimed')
    now = NOW + 2 * HOUR
    expect(await deployed.invoke('digest', { env, now })).toMatchObject({
      value: { channels: { webhook: 'sent-again' } },
    })
    expect(messages().map(({ mayRepeat }) => mayRepeat)).toEqual([false, true])
    expect(await deployed.invoke('digest', { env, now })).toMatchObject({
      value: { channels: { webhook: 'already-sent' } },
    })
  })

  it('fails where a channel cannot be reached, so that the platform calls again, and names no address', async () => {
    await deployed.afterNight()
    const env = { CMK_CHANNELS: 'webhook:http://127.0.0.1:9/hooks/very-private-path-of-a-hook' }
    const attempts = await deployed.attempts('digest', { env, time: 'hurries', retries: 1, timeout: 60 })
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['threw', 'threw'])
    expect(attempts[0]).toMatchObject({ message: expect.stringContaining('webhook') })
    expect(attempts.map(({ output }) => output).join('')).not.toMatch(/very-private/)
  })
})

describe('the check of a night', () => {
  it('fails each attempt until the digest was sent, then calls the heartbeat, once', async () => {
    await deployed.afterNight()
    const { url, requests } = await startReceiver(() => ({ status: 200 }))
    const timer = { triggerName: 'check', triggerTime: '2026-11-23T01:00:00Z', payload: '{"check":true}' }
    const checked = { env: { ...env, CMK_HEARTBEAT_URL: `${url}/an-id-of-a-heartbeat` }, event: timer }
    const attempts = await deployed.attempts('digest', { ...checked, retries: 1 })
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['threw', 'threw'])
    const why = 'The last night was not good: channel webhook has no digest of today: it was not sent, or refused'
    expect(attempts[0]).toMatchObject({ message: why })
    await deployed.invoke('digest', { env })
    expect(await deployed.invoke('digest', checked)).toMatchObject({ value: { status: 'done', heartbeat: 'called' } })
    const again = await deployed.invoke('digest', checked)
    expect(again).toMatchObject({ value: { heartbeat: 'called-before' } })
    expect(again.output).not.toMatch(/an-id-of-a-heartbeat/)
    expect(requests.map(({ path }) => path)).toEqual(['/an-id-of-a-heartbeat'])
  })
})

describe('the query function', () => {
  const request = (rawPath: string, headers: Record<string, string> = {}) => ({
    ...{ version: 'v1', rawPath, body: '', isBase64Encoded: false, headers, queryParameters: {} },
    requestContext: { http: { method: 'GET', path: rawPath, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7' } },
  })

  it('answers behind the trigger, and to who has the token, with what the night left', async () => {
    await deployed.afterNight()
    const behind = { env: { CMK_API_TOKEN: 'trigger' } }
    const path = '/api/readiness/1000000000000001/cn-hangzhou/key-source'
    const answer = await deployed.invoke('query', { ...behind, event: request(path) })
    expect(answer).toMatchObject({ value: { statusCode: 200 } })
    const { body } = (answer as unknown as { value: { body: string } }).value
    const row = (await deployed.tables()).rows.find(({ keyId }) => keyId === 'key-source')
    expect(JSON.parse(body)).toEqual({ ...row, decidedBy: ['blocked-operation'], scenario: 2, decisions: [] })
    // The library of the charts is in the bundle too.
    const page = await deployed.invoke('query', { ...behind, event: request('/') })
    expect(page).toMatchObject({ value: { statusCode: 200, body: expect.stringContaining('<svg class="chart"') } })
    const token = 'a-token-of-twenty-six-chars'
    const own = { env: { CMK_API_TOKEN: token } }
    for (const [headers, statusCode] of [
      [{ Authorization: `Bearer ${token}` }, 200],
      [{ Authorization: 'Bearer another-token-than-that' }, 401],
      [{}, 401],
    ] as [Record<string, string>, number][]) {
      expect(await deployed.invoke('query', { ...own, event: request(path, headers) })).toMatchObject({
        value: { statusCode },
      })
    }
  })

  it('serves nothing while no token is set, and says so', async () => {
    const answer = await deployed.invoke('query', { event: request('/api/summary') })
    expect(answer).toMatchObject({ value: { statusCode: 403, body: expect.stringContaining('CMK_API_TOKEN') } })
    expect(deployed.cloud.count({ service: 'tablestore' })).toBe(0)
  })

  it('says that no audit has run, and what is wrong with its settings only to its log', async () => {
    const event = request('/api/readiness')
    const none = await deployed.invoke('query', { env: { CMK_API_TOKEN: 'trigger' }, event })
    expect(none).toMatchObject({ value: { statusCode: 503, body: expect.stringContaining('no-audit-yet') } })
    const wrong = await deployed.invoke('query', { env: { CMK_API_TOKEN: 'trigger', CMK_RULES: 'x' }, event })
    expect(wrong).toMatchObject({ value: { statusCode: 500, body: expect.not.stringContaining('CMK_RULES') } })
    expect(JSON.stringify(wrong.logs)).toContain('CMK_RULES')
  })

  // Where a machine has other work, the clock that hurries takes a process that it does not run for one that waits.
  it('answers within its time where the tables do not', { retry: 2 }, async () => {
    deployed.cloud.setFaults([])
    await deployed.afterNight()
    const event = request('/api/readiness')
    const order = { env: { CMK_API_TOKEN: 'trigger' }, event }
    expect(await deployed.invoke('query', order)).toMatchObject({ value: { statusCode: 200 } })
    deployed.cloud.setFaults([{ where: { action: 'GetRange' }, effect: { kind: 'stall', after: 'nothing' } }])
    const answer = await deployed.invoke('query', { ...order, timeout: 10, time: 'hurries' })
    expect(answer).toMatchObject({ value: { statusCode: 503, body: expect.stringContaining('store-busy') } })
  })
})
