import { describe, expect, it } from 'vitest'
import { parseEvent } from '../../shared/domain/event.ts'
import { originOf } from '../../shared/domain/event-origin.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { kmsEvent } from '../support/domain/events.ts'

const SCOPE = { accountId: '1000000000000001', region: 'cn-hangzhou' }
const KEY = '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d40001'
const NAMES = { scope: SCOPE, keys: new KeyIndex([{ keyId: KEY, versionIds: [] }]) }
const STRANGER = { type: 'ram-user', userName: 'app', accountId: '1000000000000009' }

function originOfRaw(fields: Record<string, unknown>) {
  const event = parseEvent(kmsEvent({ acsRegion: 'cn-hangzhou', ...fields }))
  if (!event) throw new Error('the event must be readable')
  return originOf(event, NAMES).kind
}

describe('an event without a recipient', () => {
  it('whose caller is of another account is of that account', () => {
    expect(originOfRaw({ userIdentity: STRANGER })).toBe('elsewhere')
    expect(originOfRaw({ userIdentity: STRANGER, requestParameters: { KeyId: KEY } })).toBe('elsewhere')
  })

  it('that calls a key by an ARN of this account is of this one, whoever calls', () => {
    const KeyId = `acs:kms:cn-hangzhou:1000000000000001:key/${KEY}`
    expect(originOfRaw({ userIdentity: STRANGER, requestParameters: { KeyId } })).toBe('here')
    expect(originOfRaw({ userIdentity: STRANGER, resourceName: KeyId.replace('1000000000000001', '100000****') })).toBe(
      'here',
    )
  })

  it.each([
    'acs:kms:cn-hangzhou:1000000000000009:alias/pay',
    'acs:kms:cn-shanghai:1000000000000001:alias/pay',
    'acs:kms:cn-hangzhou:*:alias/pay',
    'acs:kms:::alias/pay',
  ])('is of another account where %s is all that it names', (KeyId) => {
    expect(originOfRaw({ userIdentity: STRANGER, requestParameters: { KeyId } })).toBe('elsewhere')
  })

  it('of a service, or of nobody, says nothing of an account', () => {
    expect(originOfRaw({ userIdentity: { type: 'system', userName: 'ecs.aliyuncs.com', accountId: '99' } })).toBe(
      'here',
    )
    expect(originOfRaw({ userIdentity: {} })).toBe('here')
  })
})

describe('an event of a recipient', () => {
  it('is of the recipient, whoever calls', () => {
    expect(originOfRaw({ userIdentity: STRANGER, recipientAccountId: SCOPE.accountId })).toBe('here')
    expect(originOfRaw({ recipientAccountId: '1000000000000009' })).toBe('elsewhere')
    expect(originOfRaw({ recipientAccountId: '1000000000****' })).toBe('here')
  })
})
