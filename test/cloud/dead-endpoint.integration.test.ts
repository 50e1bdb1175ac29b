import { createServer, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sleep } from '../../shared/net/sleep.ts'
import { key } from '../../simulator/cloud/world.ts'
import { clientOf, failure, open, SCOPE } from '../support/cloud/open.ts'
import { leaping } from '../support/leaping-clock.ts'

const SHORT = { timeouts: { connect: 2_000, read: 150 }, recovery: 100 }
const keys = [key({ keyId: 'k' })]

describe('a dead endpoint', () => {
  test('fails every call, queued ones too, after three timeouts in a row', async () => {
    const { cloud, server } = await open(
      { keys },
      { faults: [{ effect: { kind: 'stall', after: 'nothing' } }], timing: SHORT, env: { CMK_KMS_QPS: '20' } },
    )
    const kms = cloud.kms(SCOPE)
    // At 20 a second the queue alone would take 25 seconds.
    const errors = await Promise.all(Array.from({ length: 500 }, () => failure(kms.describeKey('k'))))
    expect(errors.every(({ kind }) => kind === 'unreachable')).toBe(true)
    const sent = server.calls.length
    expect(sent).toBeLessThan(60)
    expect(await failure(kms.listKeys())).toMatchObject({ kind: 'unreachable' })
    expect(server.calls).toHaveLength(sent)
  })

  test('is found out when nobody listens there', async () => {
    const { server } = await open({})
    const variables = { ...server.environment(), CMK_ENDPOINTS: '{"kms":{"cn-hangzhou":"http://127.0.0.1:1"}}' }
    const kms = clientOf(variables).kms(SCOPE)
    expect(await failure(kms.listKeys())).toMatchObject({ kind: 'network', code: 'ECONNREFUSED' })
    expect(await failure(kms.listKeys())).toMatchObject({ kind: 'unreachable' })
  })

  test('is found out when connections never come about', async () => {
    // A server that accepts and then says nothing: TLS never gets done, as with an address that swallows packets.
    const sockets: Socket[] = []
    const server = createServer((socket) => sockets.push(socket))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const keyPair = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'id', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' }
    const variables = { ...keyPair, CMK_ENDPOINTS: `{"kms":{"cn-hangzhou":"https://127.0.0.1:${port}"}}` }
    const kms = clientOf(variables, { timeouts: { connect: 150, read: 60_000 } }).kms(SCOPE)
    expect(await failure(kms.listKeys())).toMatchObject({ kind: 'unreachable' })
    expect(sockets).toHaveLength(3)
  })

  test('is not what a single key that hangs makes of it', async () => {
    const faults = [{ where: { keyId: 'k' }, effect: { kind: 'stall', after: 'nothing' } }] as const
    const { cloud } = await open({ keys: [...keys, key({ keyId: 'fine' })] }, { faults, timing: SHORT })
    const kms = cloud.kms(SCOPE)
    const stop = new AbortController()
    const others = (async () => {
      while (!stop.signal.aborted) await kms.describeKey('fine')
    })()
    expect(await failure(kms.describeKey('k'))).toMatchObject({ kind: 'timeout' })
    stop.abort()
    await others
  })

  test('is not what one that hangs makes of it after all others have ended', async () => {
    const faults = [{ where: { keyId: 'k' }, effect: { kind: 'stall', after: 'nothing' } }] as const
    const { cloud, server } = await open({ keys: [...keys, key({ keyId: 'fine' })] }, { faults, timing: SHORT })
    const kms = cloud.kms(SCOPE)
    await kms.describeKey('fine')
    expect(await failure(kms.describeKey('k'))).toMatchObject({ kind: 'timeout' })
    expect(server.calls).toHaveLength(7)
    expect(await kms.listSecrets()).toEqual([])
  })

  test('is found out when it dies while it is read', async () => {
    const faults = [{ where: { from: 2 }, effect: { kind: 'stall', after: 'nothing' } }] as const
    const { cloud, server } = await open({ keys }, { faults, timing: SHORT, env: { CMK_KMS_QPS: '20' } })
    const kms = cloud.kms(SCOPE)
    await kms.describeKey('k')
    const errors = await Promise.all(Array.from({ length: 100 }, (_, n) => failure(kms.describeKey(`key-${n}`))))
    expect(errors.every(({ kind }) => kind === 'unreachable')).toBe(true)
    expect(server.calls.length).toBeLessThan(60)
  })

  test('costs no call where it answers again before it is given up', async () => {
    const faults = [{ where: { from: 2, to: 21 }, effect: { kind: 'stall', after: 'nothing' } }] as const
    const { cloud, server } = await open({ keys }, { faults })
    const kms = cloud.kms(SCOPE)
    const calls = await leaping(async () => {
      await kms.describeKey('k')
      return Promise.all(Array.from({ length: 20 }, () => kms.describeKey('k')))
    })
    expect(calls.every(({ keyId }) => keyId === 'k')).toBe(true)
    expect(server.calls).toHaveLength(41)
  })

  test('is tried again after a while', async () => {
    const faults = [{ where: { to: 3 }, effect: { kind: 'stall', after: 'nothing' } }] as const
    const { cloud } = await open({ keys }, { faults, timing: { ...SHORT, coolDown: 300 } })
    const kms = cloud.kms(SCOPE)
    expect(await failure(kms.describeKey('k'))).toMatchObject({ kind: 'unreachable' })
    await sleep(300, [])
    expect(await kms.describeKey('k')).toMatchObject({ keyId: 'k' })
  })
})
