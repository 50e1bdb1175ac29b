import { describe, expect, it } from 'vitest'
import { attributeEvent } from '../../shared/domain/attribution.ts'
import { parseEvent } from '../../shared/domain/event.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { ciphertextOf, kmsEvent } from '../support/domain/events.ts'

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
  return attributeEvent(event, names)
    .map((target) => target.replace(/\|.*/, ''))
    .sort()
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
    expect(targets({ requestParameters: { KeyId: 'alias/pay' }, responseElements: { KeyId: UUID } })).toEqual([
      UUID,
      'also:alias:alias/pay',
    ])
  })

  it('takes both forms of a request, whichever says more', () => {
    const full = JSON.stringify({ KeyId: UUID })
    expect(targets({ requestParameters: { KeyId: '****' }, requestParameterJson: full })).toEqual([UUID])
  })

  it.each([
    '-',
    'null',
    'alias/pay|x',
    'alias/pay x',
    'HIDDEN_DUE_TO_SECURITY_REASONS',
    `\${KEY_ID}`,
    'password=hunter2',
  ])('does not take %s for a key', (KeyId) => {
    expect(targets({ requestParameters: { KeyId } })).toEqual(['?'])
    expect(targets({ requestParameters: { KeyVersionId: KeyId } })).toEqual(['?'])
  })

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
    for (const account of ['10000000000****', '1000****0001', '****', '*', '']) {
      expect(targets({ requestParameters: { KeyId: `ACS:kms:CN-Hangzhou:${account}:alias/old` } })).toEqual([
        'alias:alias/old',
      ])
    }
    for (const account of ['2000****0001', '1000****0002', '10000000000000011']) {
      expect(targets({ requestParameters: { KeyId: `acs:kms:cn-hangzhou:${account}:alias/old` } })).toEqual([
        `acs:kms:cn-hangzhou:${account}:alias/old`,
      ])
    }
  })

  it('reads a list of resource names', () => {
    expect(targets({ resourceName: `${UUID}, ${OTHER}` })).toEqual([UUID, OTHER].sort())
    expect(targets({ resourceName: `key/${UUID}` })).toEqual([UUID])
    for (const list of [
      `${UUID}/${OTHER}`,
      `${UUID};${OTHER}`,
      `${UUID} ${OTHER}`,
      `${UUID}\n${OTHER}`,
      `${UUID}\uff0c${OTHER}`,
      `${UUID}\u3001${OTHER}`,
      `${UUID}\uff0f${OTHER}`,
      `alias/x/${UUID},key/${OTHER}`,
      `acs:kms:cn-hangzhou:1000000000000001:key/${UUID}/acs:kms:cn-hangzhou:1000000000000001:key/${OTHER}`,
    ]) {
      expect(targets({ resourceName: list }).filter((target) => !target.includes('alias'))).toEqual(
        [UUID, OTHER].sort(),
      )
    }
    expect(targets({ resourceName: [UUID, OTHER] })).toEqual([UUID, OTHER].sort())
    expect(targets({ referencedResources: [{ type: 'ACS::KMS::Key', names: [UUID, OTHER] }] })).toEqual(
      [UUID, OTHER].sort(),
    )
  })

  it('names a key of somewhere else by its id', () => {
    expect(targets({ requestParameters: { KeyId: STRANGER } })).toEqual([STRANGER])
  })
})

describe('an id that nobody knows', () => {
  const NOBODYS = 'key-hzz62f1cb66fa42qo9999'
  const masked = { CiphertextBlob: 'ODZhOWVm****' }

  it.each([
    [
      'beside the alias, in the resource name',
      { KeyId: 'alias/u' },
      `alias/u,${STRANGER}`,
      ['alias:alias/u', `also:${STRANGER}`],
    ],
    ['alone in the resource name', {}, STRANGER, ['?', `also:${STRANGER}`]],
    [
      'as an ARN of another account in the resource name',
      {},
      `acs:kms:cn-hangzhou:2000000000000002:key/${STRANGER}`,
      ['?', `also:acs:kms:cn-hangzhou:2000000000000002:key/${STRANGER}`],
    ],
    ['that is no key id at all', { KeyId: 'key-wrapping' }, '', ['?']],
    ['as an ARN of no key id', { KeyId: 'acs:kms:cn-hangzhou:2000000000000002:key/key-wrapping' }, '', ['?']],
    ['in the request', { KeyId: STRANGER }, '', [STRANGER]],
    ['of the newer form in the request', { KeyId: NOBODYS }, '', [NOBODYS]],
    ['beside a known key', { KeyId: STRANGER }, UUID, [UUID, STRANGER]],
    [
      'of another account',
      { KeyId: `acs:kms:cn-hangzhou:2000000000000002:key/${STRANGER}` },
      '',
      [`acs:kms:cn-hangzhou:2000000000000002:key/${STRANGER}`],
    ],
    [
      'of another region',
      { KeyId: `acs:kms:cn-beijing:1000000000000001:key/${NOBODYS}` },
      '',
      [`acs:kms:cn-beijing:1000000000000001:key/${NOBODYS}`],
    ],
  ])('%s', (_, request, resourceName, expected) => {
    expect(targets({ eventName: 'GenerateAndExportDataKey', requestParameters: request, resourceName })).toEqual(
      [...expected].sort(),
    )
  })

  it('settles no operation whose request takes no key id', () => {
    const named = { ...masked, KeyId: STRANGER }
    expect(targets({ eventName: 'ExportDataKey', requestParameters: named })).toEqual(['?', `also:${STRANGER}`])
    expect(targets({ eventName: 'ExportDataKey', requestParameters: { ...masked, KeyId: 'key-wrapping' } })).toEqual([
      '?',
    ])
    expect(targets({ eventName: 'ReEncrypt', requestParameters: { ...named, DestinationKeyId: OTHER } })).toEqual(
      ['?', `also:${STRANGER}`, OTHER].sort(),
    )
    expect(
      targets({ eventName: 'ExportDataKey', requestParameters: masked, responseElements: { KeyId: STRANGER } }),
    ).toEqual([STRANGER])
  })
})

describe('what contradicts itself is counted for all that it names', () => {
  it.each([
    ['the request and the resource name', { requestParameters: { KeyId: UUID }, resourceName: OTHER }],
    [
      'the two forms of a request',
      { requestParameters: { KeyId: UUID }, requestParameterJson: `{"KeyId":"${OTHER}"}` },
    ],
    ['the ciphertext and the key id', { requestParameters: { CiphertextBlob: ciphertextOf(VERSION), KeyId: OTHER } }],
    ['the request and the response', { requestParameters: { KeyId: UUID }, responseElements: { KeyId: OTHER } }],
  ])('%s', (_, fields) => {
    for (const eventName of ['Encrypt', 'ExportDataKey', 'GenerateAndExportDataKey', 'NobodyKnows']) {
      expect(targets({ eventName, ...fields })).toEqual([UUID, OTHER].sort())
    }
  })

  it('a reference says beside which keys it stands', () => {
    const event = parseEvent(
      kmsEvent({ requestParameters: { KeyId: 'alias/u' }, resourceName: `${OTHER},${UUID},${STRANGER}` }),
    )
    expect(event && attributeEvent(event, names)).toEqual([
      OTHER,
      UUID,
      `alias:alias/u|${UUID},${OTHER}`,
      `also:${STRANGER}|${UUID},${OTHER}`,
    ])
  })

  it('an alias beside another reference', () => {
    const request = { KeyId: 'alias/u', KeyVersionId: STRANGER }
    expect(targets({ requestParameters: request })).toEqual(['alias:alias/u', `version:${STRANGER}`])
    expect(targets({ requestParameters: { KeyId: ['alias/u', '99999999-1111-4222-****'] } })).toEqual([
      'alias:alias/u',
      'masked:99999999-1111-4222-*',
    ])
    expect(targets({ requestParameters: { KeyId: 'alias/u' }, resourceName: UUID })).toEqual([UUID, 'alias:alias/u'])
    expect(
      targets({ eventName: 'ReEncrypt', requestParameters: { DestinationKeyId: 'alias/u' }, resourceName: 'alias/u' }),
    ).toEqual(['?', 'alias:alias/u'])
  })
})

describe('a masked id', () => {
  const twins = new KeyIndex([
    { keyId: 'key-hzz62f1cb66fa42qo0001', versionIds: [] },
    { keyId: 'key-hzz62f1cb66fa42qo0002', versionIds: [] },
  ])
  const of = (KeyId: string) => {
    const event = parseEvent(kmsEvent({ eventName: 'GenerateAndExportDataKey', requestParameters: { KeyId } }))
    return event && attributeEvent(event, { ...names, keys: twins })
  }

  it('is one key, one of several, none, or nothing', () => {
    expect(of('key-hzz62f1cb66fa42qo***1')).toEqual(['key-hzz62f1cb66fa42qo0001'])
    expect(of('key-hzz62f1cb66fa42qo****')).toEqual(['masked:key-hzz62f1cb66fa42qo*'])
    expect(of('key-hzz7771cb66fa42qo****')).toEqual(['masked:key-hzz7771cb66fa42qo*'])
    expect(of('key-****')).toEqual(['?'])
    expect(of('****')).toEqual(['?'])
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

describe('spelling', () => {
  it.each([
    ['\u200b', 'zero-width space'],
    [' ', 'space'],
    ['\ufeff', 'byte order mark'],
  ])('does not matter: %j', (invisible) => {
    const spelled = `${invisible}${UUID.toUpperCase()}${invisible}`
    expect(targets({ requestParameters: { keyID: spelled } })).toEqual([UUID])
    expect(targets({ requestParameters: { KeyId: `${invisible}ALIAS/Pay` } })).toEqual(['alias:alias/Pay'])
  })

  it('of what KMS lists does not matter either, and ids are given as listed', () => {
    const listed = new KeyIndex([{ keyId: UUID.toUpperCase(), versionIds: [VERSION.toUpperCase()] }])
    for (const request of [{ KeyId: UUID }, { CiphertextBlob: ciphertextOf(VERSION) }, { KeyId: VERSION }]) {
      const event = parseEvent(kmsEvent({ requestParameters: request }))
      expect(event && attributeEvent(event, { ...names, keys: listed })).toEqual([UUID.toUpperCase()])
    }
  })

  it('of values in lists, JSON texts and numbers neither throws nor loses any', () => {
    for (const KeyId of [[UUID], [[UUID]], `["${UUID}"]`, { id: UUID }]) {
      expect(targets({ requestParameters: { KeyId } })).toEqual([UUID])
      expect(targets({ requestParameters: [{ KeyId }] })).toEqual([UUID])
      expect(targets({ requestParameters: JSON.stringify([{ KeyId }]) })).toEqual([UUID])
    }
    expect(targets({ requestParameters: { KeyId: 7, DryRun: 1 }, responseElements: 5, resourceName: 8 })).toEqual(['?'])
    expect(targets({ requestParameters: 'cut off: {"KeyId":"', referencedResources: 'x', userIdentity: [] })).toEqual([
      '?',
    ])
  })
})

describe('events that say little', () => {
  it('cannot be told without a name, a time or an id', () => {
    expect(parseEvent({ test: 'test', test2: 1 })).toBeUndefined()
    for (const eventTime of [
      'yesterday',
      '2026-13-01T00:00:00Z',
      '2026-02-30T00:00:00Z',
      '2026-11-20T25:00:00Z',
      '2026-11-20T24:00:00Z',
      '2026-11-20T10:61:00Z',
      '2026-11-20T10:00:00Z and more',
      '2026-11-20',
      1_795_168_800_000,
      {},
    ]) {
      expect(parseEvent(kmsEvent({ eventTime }))).toBeUndefined()
    }
    for (const eventName of ['', ' ', '\u200b', 'kms:', {}, []]) {
      expect(parseEvent(kmsEvent({ eventName }))).toBeUndefined()
    }
    expect(parseEvent('text')).toBeUndefined()
  })

  it('are in UTC where they name no zone, wherever this runs', () => {
    const zone = process.env.TZ
    try {
      for (const TZ of ['Asia/Shanghai', 'America/New_York', 'UTC']) {
        process.env.TZ = TZ
        for (const eventTime of [
          '2026-11-20T10:00:00',
          '2026-11-20T10:00:00.000',
          '2026-11-20 10:00:00',
          '2026-11-20 10:00:00Z',
          '2026-11-20T10:00Z',
          '2026-11-20T18:00:00+08:00',
        ]) {
          expect(parseEvent(kmsEvent({ eventTime }))?.at).toBe(Date.UTC(2026, 10, 20, 10))
        }
      }
    } finally {
      if (zone === undefined) delete process.env.TZ
      else process.env.TZ = zone
    }
  })

  it('are read with everything else missing', () => {
    expect(parseEvent({ requestId: 'r', eventTime: '2026-11-20T10:00:00Z', eventName: 'Decrypt' })).toMatchObject({
      id: 'r',
      request: new Map(),
    })
  })
})
