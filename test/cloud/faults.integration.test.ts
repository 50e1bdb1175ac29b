import { beforeEach, describe, expect, test } from 'vitest'
import { key } from '../../simulator/cloud/world.ts'
import { failure, open, SCOPE } from '../support/cloud/open.ts'
import { useLeapingClock } from '../support/leaping-clock.ts'

const SHORT = { timeouts: { connect: 2_000, read: 150 } }
const keys = [key({ keyId: 'k' })]

describe('what passes is tried again', () => {
  beforeEach(useLeapingClock)

  const passing = [
    ['HTML', { kind: 'html', status: 502 }],
    ['HTML with success', { kind: 'html', status: 200 }],
    ['cut JSON', { kind: 'truncated' }],
    ['a reset', { kind: 'reset' }],
    ['500', { kind: 'error', status: 500, code: 'InternalFailure' }],
    ['KMS throttles', { kind: 'throttle' }],
    ['POP throttles', { kind: 'error', status: 400, code: 'Throttling.User' }],
    ['429 in HTML', { kind: 'html', status: 429 }],
  ] as const
  for (const [name, effect] of passing) {
    test(name, async () => {
      const { cloud, server } = await open({ keys }, { faults: [{ where: { nth: [1, 2] }, effect }] })
      expect(await cloud.kms(SCOPE).describeKey('k')).toMatchObject({ keyId: 'k' })
      expect(server.calls).toHaveLength(3)
    })
  }

  test('but a slow answer is waited for, however short the time to connect', async () => {
    const timing = { timeouts: { connect: 300, read: 5_000 } }
    const { cloud, server } = await open({ keys }, { latency: 700, timing })
    expect(await cloud.kms(SCOPE).describeKey('k')).toMatchObject({ keyId: 'k' })
    expect(server.calls).toHaveLength(1)
  })

  test('stalls, before and after the headers', async () => {
    const faults = [
      { where: { nth: [1] }, effect: { kind: 'stall', after: 'nothing' } },
      { where: { nth: [2] }, effect: { kind: 'stall', after: 'headers' } },
    ] as const
    const { cloud, server } = await open({ keys }, { faults, timing: SHORT })
    expect(await cloud.kms(SCOPE).describeKey('k')).toMatchObject({ keyId: 'k' })
    expect(server.calls).toHaveLength(3)
  })
})

describe('what does not pass', () => {
  beforeEach(useLeapingClock)

  const lasting = [
    ['HTML', { kind: 'html', status: 200 }, 'bad-response'],
    ['a broken gateway', { kind: 'html', status: 502 }, 'server'],
    ['cut JSON', { kind: 'truncated' }, 'bad-response'],
    ['resets', { kind: 'reset' }, 'network'],
    ['503', { kind: 'error', status: 503, code: 'ServiceUnavailableTemporary' }, 'server'],
  ] as const
  for (const [name, effect, kind] of lasting) {
    test(`${name}: six attempts`, async () => {
      const { cloud, server } = await open({ keys }, { faults: [{ effect }] })
      expect(await failure(cloud.kms(SCOPE).describeKey('k'))).toMatchObject({ kind })
      expect(server.calls).toHaveLength(6)
    })
  }

  const final = [
    ['denied', { kind: 'denied' }, 'denied'],
    ['denied with 400', { kind: 'error', status: 400, code: 'Forbidden.NoPermission' }, 'denied'],
    ['an unknown access key', { kind: 'error', status: 404, code: 'InvalidAccessKeyId.NotFound' }, 'denied'],
    ['a bad parameter', { kind: 'error', status: 400, code: 'InvalidParameter' }, 'invalid'],
    ['a missing secret', { kind: 'error', status: 404, code: 'Forbidden.ResourceNotFound' }, 'not-found'],
  ] as const
  for (const [name, effect, kind] of final) {
    test(`${name}: one attempt`, async () => {
      const { cloud, server } = await open({ keys }, { faults: [{ effect }] })
      expect(await failure(cloud.kms(SCOPE).describeKey('k'))).toMatchObject({ kind })
      expect(server.calls).toHaveLength(1)
    })
  }

  test('throttling never exhausts a call', async () => {
    const { cloud, server } = await open({ keys }, { faults: [{ where: { to: 7 }, effect: { kind: 'throttle' } }] })
    expect(await cloud.kms(SCOPE).describeKey('k')).toMatchObject({ keyId: 'k' })
    expect(server.calls).toHaveLength(8)
    expect(cloud.pace(SCOPE, 'kms')).toMatchObject({ calls: 8, throttled: 7 })
  }, 20_000)

  test('an expired token that cannot be renewed', async () => {
    const { cloud, server } = await open({ keys }, { faults: [{ effect: { kind: 'expired-token' } }] })
    const error = await failure(cloud.kms(SCOPE).describeKey('k'))
    expect(error).toMatchObject({ kind: 'expired-token', code: 'InvalidSecurityToken.Expired' })
    expect(server.calls).toHaveLength(2)
  })
})

describe('an abort', () => {
  test('ends a call that waits for its answer', async () => {
    const { cloud, server } = await open({ keys }, { faults: [{ effect: { kind: 'stall', after: 'headers' } }] })
    const stop = new AbortController()
    server.killAfter(1, () => stop.abort())
    expect(await failure(cloud.kms(SCOPE).describeKey('k', { signal: stop.signal }))).toMatchObject({ kind: 'aborted' })
  })

  test('ends a call in the queue and one that backs off', async () => {
    const effect = { kind: 'error', status: 500, code: 'InternalFailure' } as const
    const timing = { backoff: { first: 60_000, longest: 60_000 } }
    const { cloud, server } = await open({ keys }, { faults: [{ effect }], timing, env: { CMK_KMS_QPS: '0.1' } })
    const stop = new AbortController()
    const kms = cloud.kms(SCOPE)
    const calls = [1, 2, 3].map(() => failure(kms.describeKey('k', { signal: stop.signal })))
    await expect.poll(() => server.calls.length).toBe(1)
    stop.abort()
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ kind: 'aborted' })
    expect(server.calls).toHaveLength(1)
  })
})
