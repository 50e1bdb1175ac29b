import { describe, expect, it } from 'vitest'
import { attributeEvent } from '../../shared/domain/attribution.ts'
import { parseEvent } from '../../shared/domain/event.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { ciphertextOf, kmsEvent } from '../support/domain/events.ts'

const ONE = '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d40001'
const TWO = '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d40002'
const OTHER = 'key-hzz630494463ejqjx0002'
const VERSION = '86a9efd9-3d16-4894-bd4f-1fc43f3f2abf'
const STRANGER = '11111111-2222-4333-8444-555555555555'
const SCOPE = { accountId: '1000000000000001', region: 'cn-hangzhou' }
const KEYS = new KeyIndex([
  { keyId: ONE, versionIds: [VERSION] },
  { keyId: TWO, versionIds: ['86a9efd9-9999-4894-bd4f-1fc43f3f2abf'] },
  { keyId: OTHER, versionIds: [] },
])

function targets(eventName: string, requestParameters: Record<string, unknown>, resourceName = '', keys = KEYS) {
  const event = parseEvent(kmsEvent({ eventName, requestParameters, resourceName }))
  if (!event) throw new Error('the event must parse')
  return attributeEvent(event, { scope: SCOPE, keys })
}

describe('a call with one end', () => {
  it.each<[string, Record<string, unknown>, string, readonly string[]]>([
    ['an alias that it refers to is the key', {}, 'alias/pay', ['alias:alias/pay']],
    ['a mask that it refers to and that fits several', {}, '08c33a6f****', ['masked:08c33a6f*']],
    ['a mask that it refers to and that fits none', {}, '99999999****', ['?', 'also:masked:99999999*']],
    ['a key of the scope under another account', { KeyId: `acs:kms:cn-hangzhou:2:key/${ONE}` }, '', [ONE]],
    ['a masked version that fits several', { KeyVersionId: '86a9efd9****' }, '', ['version:86a9efd9****']],
    ['a masked version that fits one', { KeyVersionId: '86a9efd9-3d16****' }, '', [ONE]],
    ['a masked version that fits none', { KeyVersionId: '99999999****' }, '', ['version:99999999****']],
    ['a version that is none', { KeyVersionId: 'version-1' }, '', ['?']],
    ['a ciphertext of another kind', { CiphertextBlob: 'A'.repeat(80) }, '', ['?']],
  ])('%s', (_, request, resourceName, expected) => {
    expect(targets('Decrypt', request, resourceName)).toEqual(expected)
  })
})

describe('a call with two ends', () => {
  it.each<[string, Record<string, unknown>, string, readonly string[]]>([
    ['the source by its id', { SourceKeyId: ONE, DestinationKeyId: OTHER }, '', [ONE, OTHER]],
    ['the source by its version', { SourceKeyVersionId: VERSION, DestinationKeyId: OTHER }, '', [ONE, OTHER]],
    ['the source by what may be any version', { KeyVersionId: VERSION, DestinationKeyId: OTHER }, '', [OTHER, ONE]],
    ['the source by its ciphertext', { CiphertextBlob: ciphertextOf(VERSION), DestinationKeyId: TWO }, '', [ONE, TWO]],
    ['nothing of the source', { DestinationKeyId: OTHER }, '', [OTHER, '?']],
    ['an alias of the destination alone', { DestinationKeyId: 'alias/a' }, '', ['alias:alias/a', '?']],
    [
      'a source that nobody knows',
      { SourceKeyId: STRANGER, DestinationKeyId: OTHER },
      '',
      [OTHER, `${STRANGER}|${OTHER}`],
    ],
  ])('%s', (_, request, resourceName, expected) => {
    for (const name of ['ReEncrypt', 'NobodyKnows']) expect(targets(name, request, resourceName)).toEqual(expected)
  })
})

it('a reference says beside which keys it stands, of many the first four', () => {
  const ids = [5, 1, 6, 3, 2, 4].map((n) => `key-hzz630494463ejqjx000${n}`)
  const keys = new KeyIndex(ids.map((keyId) => ({ keyId, versionIds: [] })))
  const first = [...ids].sort().slice(0, 4).join(',')
  expect(targets('Decrypt', {}, `${ids.join(',')},alias/a`, keys)).toEqual([...ids, `also:alias:alias/a|${first}`])
})
