import { describe, expect, test } from 'vitest'
import { DEFAULT_ACCOUNT, key } from '../cloud/world.ts'
import { clientOf, failure, open, SCOPE } from './open.ts'

const SHORT = { timeouts: { connect: 2_000, read: 150 } }
const keys = [key({ keyId: 'k' })]

describe('what passes is tried again', () => {
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
    const variables = { ...server.environment(), CMK_ENDPOINTS: '{"kms":"http://127.0.0.1:1"}' }
    const kms = clientOf(variables).kms(SCOPE)
    expect(await failure(kms.listKeys())).toMatchObject({ kind: 'network', code: 'ECONNREFUSED' })
    expect(await failure(kms.listKeys())).toMatchObject({ kind: 'unreachable' })
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

  test('is tried again after a while', async () => {
    const faults = [{ where: { to: 3 }, effect: { kind: 'stall', after: 'nothing' } }] as const
    const { cloud } = await open({ keys }, { faults, timing: { ...SHORT, coolDown: 0 } })
    const kms = cloud.kms(SCOPE)
    expect(await failure(kms.describeKey('k'))).toMatchObject({ kind: 'unreachable' })
    expect(await kms.describeKey('k')).toMatchObject({ keyId: 'k' })
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

test('no error tells a secret, a token or an address', async () => {
  const effects = [
    { kind: 'html', status: 502 },
    { kind: 'reset' },
    { kind: 'truncated' },
    { kind: 'denied' },
    { kind: 'expired-token' },
    { kind: 'stall', after: 'nothing' },
    {
      kind: 'error',
      status: 400,
      code: 'SignatureDoesNotMatch',
      message: 'string to sign is: SecurityToken=token-of-mine',
    },
    { kind: 'error', status: 400, code: 'http://u:token-of-mine@host/?SecurityToken=x' },
  ] as const
  const { cloud, server } = await open({ keys }, { timing: { ...SHORT, coolDown: 0 } })
  for (const effect of effects) {
    server.setFaults([{ effect }])
    const scope = { accountId: DEFAULT_ACCOUNT, region: SCOPE.region }
    const attempts = [
      cloud.kms(scope).describeKey('k'),
      cloud.actionTrail(scope).lookupEvents(LOOKUP),
      cloud.accounts(),
    ]
    for (const error of await Promise.all(attempts.map(failure))) {
      const told = [error.message, error.stack, JSON.stringify(error), String(error.cause)].join('\n')
      for (const hidden of [
        `secret-of-${DEFAULT_ACCOUNT}`,
        'LTAIauditor',
        'token-of-mine',
        'Signature=',
        '127.0.0.1',
        'http://',
      ]) {
        expect(told).not.toContain(hidden)
      }
      expect(error.cause).toBeUndefined()
      expect(error.message).toMatch(/\. [A-Z].*\.$/)
    }
  }
})

const LOOKUP = {
  attribute: { key: 'ServiceName', value: 'Kms' },
  from: Date.now() - 3_600_000,
  to: Date.now(),
} as const
