import { describe, expect, it } from 'vitest'
import { targetsOf } from '../../shared/domain/attribution.ts'
import { parseEvent } from '../../shared/domain/event.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { ciphertextOf, kmsEvent } from './events.ts'

const UUID = '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d40001'
const OTHER = 'key-hzz630494463ejqjx0002'
const VERSION = '86a9efd9-3d16-4894-bd4f-1fc43f3f2abf'
const OTHER_VERSION = '2ab1a983-7072-4bbc-a582-584b5bd80002'
const STRANGER = '11111111-2222-4333-8444-555555555555'

const keys = new KeyIndex([
  { keyId: UUID, versionIds: [VERSION] },
  { keyId: OTHER, versionIds: [OTHER_VERSION] },
])
const names = { scope: { accountId: '1000000000000001', region: 'cn-hangzhou' }, keys }

function targets(fields: Record<string, unknown>): readonly string[] {
  const event = parseEvent(kmsEvent(fields))
  if (!event) throw new Error('the event must parse')
  return [...targetsOf(event, names)].sort()
}

describe('tying an event to keys', () => {
  it.each([
    ['a key id', { requestParameters: { KeyId: UUID } }],
    ['a key id in capitals', { requestParameters: { KeyId: UUID.toUpperCase() } }],
    ['an ARN', { requestParameters: { KeyId: `acs:kms:cn-hangzhou:1000000000000001:key/${UUID}` } }],
    ['a masked key id', { requestParameters: { KeyId: '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d4****' } }],
    ['the ciphertext', { requestParameters: { CiphertextBlob: ciphertextOf(VERSION) } }],
    ['a masked ciphertext', { requestParameters: { CiphertextBlob: `${ciphertextOf(VERSION).slice(0, 60)}****` } }],
    ['the ciphertext of the response', { responseElements: { CiphertextBlob: ciphertextOf(VERSION) } }],
    ['the key id of the response', { responseElements: { KeyId: UUID } }],
    ['the key version id of the response', { responseElements: { KeyVersionId: VERSION } }],
    ['a masked key version id', { responseElements: { KeyVersionId: '86a9efd9-3d16-4894-bd4f-1fc43f3f****' } }],
    [
      'the request as a JSON string',
      { requestParameters: undefined, requestParameterJson: JSON.stringify({ KeyId: UUID }) },
    ],
    ['the response as a JSON string', { responseElements: JSON.stringify({ KeyId: UUID }) }],
    ['referenced resources', { referencedResources: { 'ACS::KMS::Key': [UUID] } }],
    ['the resource name', { resourceType: 'ACS::KMS::Key', resourceName: UUID }],
  ])('goes by %s', (_, fields) => {
    expect(targets(fields)).toEqual([UUID])
  })

  it('knows a newer key id', () => {
    expect(targets({ requestParameters: { KeyId: OTHER } })).toEqual([OTHER])
  })

  it('leaves an alias to be asked when the key is judged', () => {
    expect(targets({ requestParameters: { KeyId: 'alias/pay' } })).toEqual(['alias:alias/pay'])
    expect(targets({ requestParameters: { KeyId: 'acs:kms:cn-hangzhou:1000000000000001:alias/pay' } })).toEqual([
      'alias:alias/pay',
    ])
    expect(targets({ requestParameters: { KeyId: 'alias/pay' }, responseElements: { KeyId: UUID } })).toEqual([UUID])
  })

  it('takes both forms of a request, whichever says more', () => {
    const full = JSON.stringify({ KeyId: UUID })
    expect(targets({ requestParameters: { KeyId: '****' }, requestParameterJson: full })).toEqual([UUID])
  })

  it.each(['-', 'null', 'HIDDEN_DUE_TO_SECURITY_REASONS', `\${KEY_ID}`, 'password=hunter2'])(
    'does not take %s for a key',
    (KeyId) => {
      expect(targets({ requestParameters: { KeyId } })).toEqual(['?'])
      expect(targets({ requestParameters: { KeyVersionId: KeyId } })).toEqual(['?'])
    },
  )

  it('keeps the reference that nobody answers to', () => {
    expect(targets({ requestParameters: { KeyId: 'alias/nobody' } })).toEqual(['alias:alias/nobody'])
    expect(targets({ requestParameters: { CiphertextBlob: ciphertextOf(STRANGER) } })).toEqual([`version:${STRANGER}`])
    expect(targets({ requestParameters: {} })).toEqual(['?'])
    expect(targets({ requestParameters: { CiphertextBlob: '****' } })).toEqual(['?'])
    expect(targets({ requestParameters: { KeyId: '****' } })).toEqual(['?'])
    expect(targets({ requestParameters: { KeyId: '99999999-1111-4222-****' } })).toEqual([
      'masked:99999999-1111-4222-*',
    ])
  })

  it('does not take another account’s alias for its own', () => {
    const arn = 'acs:kms:cn-hangzhou:2000000000000002:alias/old'
    expect(targets({ requestParameters: { KeyId: arn } })).toEqual([arn])
    expect(targets({ requestParameters: { KeyId: 'acs:kms:cn-hangzhou:10000000000****:alias/old' } })).toEqual([
      'alias:alias/old',
    ])
  })

  it('reads a list of resource names', () => {
    expect(targets({ resourceName: `${UUID}, ${OTHER}` })).toEqual([UUID, OTHER].sort())
    expect(targets({ resourceName: `key/${UUID}` })).toEqual([UUID])
    expect(targets({ resourceName: `${UUID}/${OTHER}` })).toEqual([UUID, OTHER].sort())
  })

  it('names a key of somewhere else by its id', () => {
    expect(targets({ requestParameters: { KeyId: STRANGER } })).toEqual([STRANGER])
  })
})

describe('the two ends of ReEncrypt', () => {
  const reEncrypt = (request: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    targets({ eventName: 'ReEncrypt', requestParameters: request, ...more })

  it('are both counted', () => {
    expect(reEncrypt({ CiphertextBlob: ciphertextOf(VERSION), DestinationKeyId: OTHER })).toEqual([UUID, OTHER].sort())
    expect(reEncrypt({ SourceKeyId: UUID, SourceKeyVersionId: VERSION, DestinationKeyId: OTHER })).toEqual(
      [UUID, OTHER].sort(),
    )
  })

  it('stay open one by one', () => {
    expect(reEncrypt({ DestinationKeyId: OTHER })).toEqual(['?', OTHER].sort())
    expect(reEncrypt({ CiphertextBlob: ciphertextOf(VERSION) })).toEqual(['?', UUID].sort())
    expect(reEncrypt({ CiphertextBlob: ciphertextOf(STRANGER), DestinationKeyId: OTHER })).toEqual(
      [OTHER, `version:${STRANGER}`].sort(),
    )
  })

  it('are told by the response and by what the event refers to', () => {
    expect(reEncrypt({ CiphertextBlob: ciphertextOf(VERSION) }, { responseElements: { KeyId: OTHER } })).toEqual(
      [UUID, OTHER].sort(),
    )
    const resources = { referencedResources: { 'ACS::KMS::Key': [UUID, OTHER] } }
    expect(reEncrypt({ DestinationKeyId: OTHER }, resources)).toEqual([UUID, OTHER].sort())
    expect(reEncrypt({ DestinationKeyId: OTHER }, { referencedResources: { 'ACS::KMS::Key': [OTHER] } })).toEqual(
      ['?', OTHER].sort(),
    )
    expect(reEncrypt({}, { referencedResources: { 'ACS::KMS::Key': [OTHER] } })).toEqual(['?', OTHER].sort())
  })
})

describe('events that say little', () => {
  it('cannot be told without a name, a time or an id', () => {
    expect(parseEvent({ test: 'test', test2: 1 })).toBeUndefined()
    expect(parseEvent(kmsEvent({ eventTime: 'yesterday' }))).toBeUndefined()
    expect(parseEvent('text')).toBeUndefined()
  })

  it('are read with everything else missing', () => {
    expect(parseEvent({ requestId: 'r', eventTime: '2026-11-20T10:00:00Z', eventName: 'Decrypt' })).toMatchObject({
      id: 'r',
      request: new Map(),
    })
  })
})
