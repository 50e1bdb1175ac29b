import { beforeEach, expect, test } from 'vitest'
import { DEFAULT_ACCOUNT, key } from '../../simulator/cloud/world.ts'
import { failure, open, SCOPE } from '../support/cloud/open.ts'
import { useLeapingClock } from '../support/leaping-clock.ts'

beforeEach(useLeapingClock)

const SHORT = { timeouts: { connect: 2_000, read: 150 } }
const keys = [key({ keyId: 'k' })]
const LOOKUP = {
  attribute: { key: 'ServiceName', value: 'Kms' },
  from: Date.now() - 3_600_000,
  to: Date.now(),
} as const

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
