import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Strike } from '../../simulator/receivers/receiver.ts'
import { selfSigned } from '../../simulator/receivers/self-signed.ts'
import { message } from '../support/channels/messages.ts'
import { channelAt, sendTo, Waiting } from '../support/channels/open.ts'
import { type ProxyOptions, startProxy } from '../support/net/proxy-server.ts'
import { startWebhook } from '../support/receivers.ts'
import { change, NOW, row } from '../support/rows.ts'

const SECRET = 'synthetic secret'

async function receiver(suffix = `#secret=${encodeURIComponent(SECRET)}`) {
  const time = new Waiting(NOW)
  const hook = await startWebhook({ clock: time.clock, secret: SECRET })
  return { time, hook, channel: await channelAt(`${hook.address}${suffix}`, time.services) }
}

describe('a webhook', () => {
  it('gets the digest as data and as text, signed, with an id that stays the same', async () => {
    const { time, hook, channel } = await receiver()
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    const { digest } = (await message()).data(500)
    expect(hook.messages).toHaveLength(1)
    expect(hook.messages[0]).toMatchObject({ id: 'team/2026-11-23', language: 'en', mayRepeat: false, digest })
    expect(hook.messages[0]?.markdown).toMatch(/^# CMK migration readiness/)
    expect(hook.requests[0]?.body.toString()).toBe(await channel.body(await message()))
  })

  it('gets lists of 500 keys at most, how many they had more, and the numbers of all', async () => {
    const { time, hook, channel } = await receiver()
    const rows = Array.from({ length: 1_200 }, (_, at) => row({ keyId: `key-${at}` }))
    const changes = rows.map(({ keyId }) => change({ keyId }))
    expect(await sendTo(channel, await message({ rows, changes }), time)).toBeUndefined()
    const sent = hook.messages[0]
    expect(sent).toMatchObject({ left: { ready: 700, 'changes.newlyReady': 700 }, digest: { totals: { keys: 1_200 } } })
    expect(sent?.digest.ready).toHaveLength(500)
    expect(Buffer.byteLength(String(sent?.markdown))).toBeLessThanOrEqual(200_000)
  })

  it('is told that a digest may have come before', async () => {
    const { time, hook, channel } = await receiver(`#lang=zh&secret=${encodeURIComponent(SECRET)}`)
    await sendTo(channel, await message({ mayRepeat: true }), time)
    expect(hook.messages[0]).toMatchObject({ mayRepeat: true, language: 'zh', id: 'team/2026-11-23' })
    expect(hook.messages[0]?.text).toContain('可能已经发送过')
  })

  it('refuses another signature for good', async () => {
    const { time, hook, channel } = await receiver('#secret=another')
    expect(await sendTo(channel, await message(), time)).toMatchObject({ kind: 'permanent', code: 'HTTP 401' })
    expect(hook.messages).toEqual([])
  })

  it.each([400, 401, 403, 404, 410, 413, 422])('that answers %d is not tried again', async (status) => {
    const { time, hook, channel } = await receiver()
    hook.strike({ status, body: SECRET })
    const error = await sendTo(channel, await message(), time)
    expect(error).toMatchObject({ kind: 'permanent', code: `HTTP ${status}` })
    expect(error?.message).not.toContain(SECRET)
    expect(hook.requests).toHaveLength(1)
  })

  it('that answers with a redirect is not followed', async () => {
    const { time, hook, channel } = await receiver()
    hook.strike({ status: 307, headers: { location: '/hooks/cmk' } })
    expect(await sendTo(channel, await message(), time)).toMatchObject({ kind: 'permanent', code: 'HTTP 307' })
    expect(hook.requests).toHaveLength(1)
  })

  it.each([
    ['seconds', '7'],
    ['a date', new Date(NOW + 7_000).toUTCString()],
  ])('that answers 429 is left alone for as long as it says, in %s', async (_, value) => {
    const { time, hook, channel } = await receiver()
    hook.strike({ status: 429, headers: { 'retry-after': value } })
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect(time.waits[0]).toBeGreaterThanOrEqual(7_000)
  })

  it('that asks for more time than there is, is told as throttled at once', async () => {
    const { time, hook, channel } = await receiver()
    hook.strike({ status: 429, headers: { 'retry-after': '3600' } })
    expect(await sendTo(channel, await message(), time)).toMatchObject({ kind: 'throttled' })
    expect(time.waits).toEqual([])
  })

  it('that fails for a moment is tried again', async () => {
    const { time, hook, channel } = await receiver()
    hook.strike({ status: 500 }, { status: 503 }, { status: 408 })
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect([hook.requests.length, hook.messages.length]).toEqual([4, 1])
  })

  it('that has taken the message is believed, though its answer breaks off', async () => {
    const { time, hook, channel } = await receiver()
    hook.strike('truncated')
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect(hook.messages).toHaveLength(1)
  })

  it.each<Strike>(['reset', 'lost', { status: 504 }])(
    'that may have the message (%j) is not sent it again',
    async (strike) => {
      const { time, hook, channel } = await receiver()
      hook.strike(strike)
      expect(await sendTo(channel, await message(), time)).toMatchObject({ kind: 'uncertain' })
      expect(hook.requests).toHaveLength(1)
    },
  )

  it('whose certificate is not trusted is not tried again, and told what to do', async () => {
    const server = createServer(selfSigned('127.0.0.1'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const time = new Waiting(NOW)
    const error = await sendTo(
      await channelAt(`webhook:https://127.0.0.1:${port}/`, time.services),
      await message(),
      time,
    )
    expect(error).toMatchObject({ kind: 'permanent', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    expect(error?.message).toMatch(/certificate.*NODE_EXTRA_CA_CERTS/)
    expect(time.waits).toEqual([])
  })

  it('that speaks no TLS is not tried again, and told what to do', async () => {
    const { hook, time } = await receiver()
    const channel = await channelAt(`webhook:${hook.url.replace('http:', 'https:')}/hooks/cmk`, time.services)
    const error = await sendTo(channel, await message(), time)
    expect(error).toMatchObject({ kind: 'permanent', advice: expect.stringContaining('does not speak TLS') })
    expect(time.waits).toEqual([])
  })
})

describe('through a proxy', () => {
  const PASSWORD = 'passw0rd-of-the-proxy'

  /** A channel whose host only the proxy knows. */
  async function behind(scheme: 'http' | 'https', options: ProxyOptions = {}) {
    const { hook, time } = await receiver()
    const port = Number(new URL(hook.url).port)
    const proxy = await startProxy({ names: { 'hooks.svc.test:80': port }, ...options })
    const env = { [`${scheme.toUpperCase()}_PROXY`]: `http://me:${PASSWORD}@${proxy.at}` }
    const address = `webhook:${scheme}://hooks.svc.test/hooks/cmk#secret=${encodeURIComponent(SECRET)}`
    const channel = await channelAt(address, time.services, env)
    return { hook, time, proxy, channel }
  }

  it('the digest arrives', async () => {
    const { hook, time, proxy, channel } = await behind('http', { login: `me:${PASSWORD}` })
    expect(await sendTo(channel, await message(), time)).toBeUndefined()
    expect(hook.messages).toHaveLength(1)
    expect(proxy.asked).toEqual(['POST http://hooks.svc.test'])
  })

  it.each([
    ['https', { status: 403 }, 'permanent', 'ProxyRefused', 0],
    ['https', { login: 'you:x' }, 'permanent', 'ProxyAuthRequired', 0],
    ['http', { login: 'you:x' }, 'permanent', 'ProxyAuthRequired', 0],
    ['https', { status: 502 }, 'transient', 'ProxyCannotConnect', 5],
    ['http', { status: 504 }, 'uncertain', 'HTTP 504', 0],
  ] as const)('%s, where it answers %j: %s, %s', async (scheme, options, kind, code, waits) => {
    const { hook, time, proxy, channel } = await behind(scheme, options)
    const error = await sendTo(channel, await message(), time)
    expect(error).toMatchObject({ kind, code })
    if (kind !== 'uncertain') expect(error?.message).toContain(`the proxy ${proxy.at} (${scheme.toUpperCase()}_PROXY)`)
    expect(`${error?.stack} ${JSON.stringify(error)}`).not.toMatch(new RegExp(`${PASSWORD}|svc.test`))
    expect([time.waits.length, hook.requests.length]).toEqual([waits, 0])
  })

  it('that is not there', async () => {
    const time = new Waiting(NOW)
    const channel = await channelAt('webhook:https://hooks.svc.test/', time.services, { HTTPS_PROXY: '127.0.0.1:1' })
    expect(await sendTo(channel, await message(), time)).toMatchObject({
      kind: 'transient',
      code: 'ProxyUnreachable',
      advice: expect.stringContaining('127.0.0.1:1'),
    })
  })
})
