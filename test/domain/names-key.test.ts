import { describe, expect, it } from 'vitest'
import { namesKey } from '../../shared/domain/attribution.ts'
import { parseEvent } from '../../shared/domain/event.ts'
import { originOf } from '../../shared/domain/event-origin.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { ciphertextOf, kmsEvent } from '../support/domain/events.ts'

const KEY = '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d40001'
const VERSION = '86a9efd9-3d16-4894-bd4f-1fc43f3f2abf'
const STRANGE_ID = '11111111-2222-4333-8444-555555555555'
const SCOPE = { accountId: '1000000000000001', region: 'cn-hangzhou' }
const NAMES = { scope: SCOPE, keys: new KeyIndex([{ keyId: KEY, versionIds: [VERSION] }]) }

function eventOf(fields: Record<string, unknown>) {
  const event = parseEvent(kmsEvent({ eventName: 'DeriveDataKey', ...fields }))
  if (!event) throw new Error('the event must parse')
  return event
}

describe('an event names a key', () => {
  it.each<[string, Record<string, unknown>]>([
    ...['KeyId', 'DestinationKeyId', 'SourceKeyId', 'KeyVersionId', 'SourceKeyVersionId'].flatMap(
      (name): [string, Record<string, unknown>][] => [
        [`by ${name} of the request`, { requestParameters: { [name]: 'anything' } }],
        [`by ${name} of the response`, { responseElements: { [name]: 'anything' } }],
      ],
    ),
    ['by a ciphertext of the request, readable or not', { requestParameters: { CiphertextBlob: '****' } }],
    ['by a ciphertext of the response', { responseElements: { PrivateKeyCiphertextBlob: 'x' } }],
    ['by what it refers to', { resourceName: KEY }],
    ['by an id of no known key that it refers to', { resourceName: STRANGE_ID }],
    ['by one field beside placeholders', { requestParameters: { KeyId: '-', SourceKeyId: 'x' } }],
  ])('%s', (_, fields) => {
    expect(namesKey(eventOf(fields), NAMES)).toBe(true)
  })

  it.each<[string, Record<string, unknown>]>([
    ['where it has no such field', { requestParameters: { SecretName: 'prod/db' } }],
    ['by a placeholder', { requestParameters: { KeyId: '-' }, responseElements: { KeyVersionId: 'null' } }],
    ['by an empty ciphertext', { requestParameters: { CiphertextBlob: '' } }],
    ['by the name of something else', { resourceName: 'prod/db' }],
  ])('not %s', (_, fields) => {
    expect(namesKey(eventOf(fields), NAMES)).toBe(false)
  })
})

describe('an event is of a scope', () => {
  const origin = (fields: Record<string, unknown>) =>
    originOf(eventOf({ userIdentity: undefined, acsRegion: undefined, ...fields }), NAMES)

  it.each<[string, Record<string, unknown>]>([
    ['by its region', { acsRegion: 'cn-hangzhou' }],
    ['by its region in capitals', { acsRegion: ' CN-Hangzhou' }],
    ['by a key of the scope', { requestParameters: { KeyId: KEY } }],
    ['by such a key beside an alias', { requestParameters: { KeyId: 'alias/pay' }, resourceName: KEY }],
    ['by a version of such a key', { requestParameters: { CiphertextBlob: ciphertextOf(VERSION) } }],
  ])('%s', (_, fields) => {
    expect(origin(fields)).toEqual({ kind: 'here' })
  })

  it.each<[string, Record<string, unknown>]>([
    ['nothing', {}],
    ['a region that is none', { acsRegion: '-' }],
    ['a key that nobody knows', { requestParameters: { KeyId: STRANGE_ID } }],
    ['an alias', { requestParameters: { KeyId: 'alias/pay' } }],
    ['the account alone', { recipientAccountId: SCOPE.accountId }],
  ])('or does not say by %s', (_, fields) => {
    expect(origin(fields)).toEqual({ kind: 'unsaid' })
  })

  it.each<[string, Record<string, unknown>, 'region' | 'account', string]>([
    ['its region', { acsRegion: ' cn-beijing ' }, 'region', 'cn-beijing'],
    ['its recipient', { recipientAccountId: '2000000000000002' }, 'account', '2000000000000002'],
    [
      'its region before its recipient',
      { acsRegion: 'cn-beijing', recipientAccountId: '2000000000000002' },
      'region',
      'cn-beijing',
    ],
    ['its caller', { userIdentity: { accountId: '2000000000000002' } }, 'account', '2000000000000002'],
    ['a masked account', { recipientAccountId: '2000****0002' }, 'account', '2000****0002'],
    ['a region that nobody may be told', { acsRegion: 'cn beijing<b>' }, 'region', '?'],
    ['a region too long to tell', { acsRegion: 'c'.repeat(65) }, 'region', '?'],
    ['the longest name that is told', { acsRegion: 'c'.repeat(64) }, 'region', 'c'.repeat(64)],
  ])('or of another by %s', (_, fields, what, name) => {
    expect(origin(fields)).toEqual({ kind: 'elsewhere', what, name })
  })

  it.each([
    ['whose account shows four digits', 'acs:kms:cn-hangzhou:1000****:key/x', 'unsaid'],
    ['whose account shows fewer', 'acs:kms:cn-hangzhou:100****:key/x', 'elsewhere'],
  ])('where a stranger calls a key by an ARN %s: %s', (_, KeyId, kind) => {
    const userIdentity = { type: 'ram-user', accountId: '2000000000000002' }
    expect(origin({ userIdentity, requestParameters: { KeyId } }).kind).toBe(kind)
    expect(origin({ userIdentity, requestParameters: { KeyId: ['x', KeyId] } }).kind).toBe(kind)
  })

  it('whatever a service’s caller says of its account', () => {
    const userIdentity = { type: 'System ', accountId: '2000000000000002' }
    expect(origin({ userIdentity }).kind).toBe('unsaid')
    expect(origin({ userIdentity: { ...userIdentity, type: 'root' } }).kind).toBe('elsewhere')
    expect(origin({ userIdentity: { type: 'root', accountId: '-' } }).kind).toBe('unsaid')
  })
})
