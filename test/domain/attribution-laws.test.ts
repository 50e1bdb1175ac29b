import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AliasHistory } from '../../shared/domain/alias-history.ts'
import { attributeEvent } from '../../shared/domain/attribution.ts'
import { parseEvent } from '../../shared/domain/event.ts'
import { identifyCaller } from '../../shared/domain/identify-caller.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { OwnRanges } from '../../shared/domain/network.ts'
import { DECIDING_OPERATIONS } from '../../shared/domain/operations.ts'
import { UsageAggregator } from '../../shared/domain/usage-aggregator.ts'
import { UsageDay } from '../../shared/domain/usage-day.ts'
import { ciphertextOf, kmsEvent } from '../support/domain/events.ts'
import { spelledAs } from '../support/domain/spellings.ts'

const KEYS = [
  '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d40001',
  'key-hzz630494463ejqjx0002',
  '17c33a6f-4e0a-4a1b-a3fa-7ddfa1d40003',
]
const VERSIONS = [
  '86a9efd9-3d16-4894-bd4f-1fc43f3f2abf',
  '2ab1a983-7072-4bbc-a582-584b5bd80002',
  '3ab1a983-7072-4bbc-a582-584b5bd80003',
]
const STRANGER = '11111111-2222-4333-8444-555555555555'
const scope = { accountId: '1000000000000001', region: 'cn-hangzhou' }
const keys = new KeyIndex(KEYS.map((keyId, n) => ({ keyId, versionIds: [VERSIONS[n] ?? ''] })))

/** What a field may hold: names of known keys, of keys that nobody knows, and what names nothing. */
const value = fc.constantFrom(
  ...KEYS,
  ...KEYS.map((id) => `acs:kms:cn-hangzhou:1000000000000001:key/${id}`),
  ...VERSIONS,
  'alias/known',
  'alias/nobody',
  STRANGER,
  'key-wrapping',
  '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d4****',
  '99999999-4e0a-4a1b-****',
  '****',
  'acs:kms:cn-beijing:2000000000000002:alias/known',
  `acs:kms:cn-beijing:2000000000000002:key/${STRANGER}`,
  'HIDDEN',
)
const ciphertext = fc.constantFrom(...VERSIONS.map(ciphertextOf), ciphertextOf(STRANGER), '****')
const request = fc.record(
  {
    KeyId: value,
    DestinationKeyId: value,
    SourceKeyId: value,
    SourceKeyVersionId: value,
    CiphertextBlob: ciphertext,
  },
  { requiredKeys: [] },
)
const fields = fc.record(
  {
    requestParameters: request,
    requestParameterJson: request.map((each) => JSON.stringify(each)),
    responseElements: fc.record(
      { KeyId: value, KeyVersionId: value, CiphertextBlob: ciphertext },
      { requiredKeys: [] },
    ),
    resourceName: fc.array(value, { maxLength: 3 }).map((each) => each.join(',')),
    referencedResources: fc.array(value, { maxLength: 2 }).map((each) => ({ 'ACS::KMS::Key': each })),
  },
  { requiredKeys: [] },
)
const operation = fc.constantFrom(...DECIDING_OPERATIONS, 'Decrypt', 'Encrypt', 'NobodyKnows')

function eventOf(raw: Record<string, unknown>) {
  const event = parseEvent(kmsEvent(raw))
  if (!event) throw new Error('the event must parse')
  return event
}

const targetsIn = (raw: Record<string, unknown>) => attributeEvent(eventOf(raw), { scope, keys })
/** What a target names, whether or not it leaves anything open. */
const names = (raw: Record<string, unknown>) => new Set(targetsIn(raw).map((each) => each.replace(/^also:|\|.*$/g, '')))

/** What the event comes to when a key is judged: the keys that it counts for, and whether anything of it is open. */
function judged(raw: Record<string, unknown>, versionsComplete = true) {
  const event = eventOf(raw)
  const day = new UsageDay('2026-11-20')
  day.add(event, identifyCaller(event), attributeEvent(event, { scope, keys }))
  const window = { from: event.at - 1_000, to: event.at + 1_000 }
  const known = (keyId: string) => (keys.known(keyId) === undefined ? undefined : window)
  const aliases = new AliasHistory(
    [{ alias: 'alias/known', at: event.at + 500_000, kind: 'seen', keyId: KEYS[2] ?? '' }],
    true,
  )
  const aggregator = new UsageAggregator({
    keys,
    aliases,
    own: new OwnRanges([]),
    window,
    windowOf: known,
    nominalWindowOf: known,
  })
  for (const row of day.rows()) aggregator.add(row)
  const { deciding, other } = aggregator.unattributed(versionsComplete)
  return {
    mostCalls: Math.max(0, ...KEYS.flatMap((keyId) => aggregator.usesOf(keyId).map(({ calls }) => calls))),
    keys: KEYS.filter((keyId) => aggregator.usesOf(keyId).length + aggregator.unknownOperationsOf(keyId).length > 0),
    isOpen: deciding.length + other.length > 0,
  }
}

describe('an event', () => {
  it('always counts somewhere, and once for a key', () => {
    fc.assert(
      fc.property(operation, fields, (eventName, raw) => {
        expect(targetsIn({ eventName, ...raw }).length).toBeGreaterThan(0)
        const { keys: found, isOpen, mostCalls } = judged({ eventName, ...raw }, false)
        expect(mostCalls).toBeLessThanOrEqual(1)
        const elsewhere = targetsIn({ eventName, ...raw }).some((each) => each.startsWith('acs:'))
        expect(found.length > 0 || isOpen || elsewhere).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('loses no name by another that is added among what it refers to', () => {
    fc.assert(
      fc.property(operation, fields, value, (eventName, raw, added) => {
        const before = names({ eventName, ...raw })
        const resourceName = [raw.resourceName ?? '', added].join(',')
        const after = names({ eventName, ...raw, resourceName })
        before.delete('?')
        for (const each of before) expect(after).toContain(each)
      }),
      { numRuns: 500 },
    )
  })

  it('is not settled by what names no known key, added anywhere loose', () => {
    const strange = fc.constantFrom(
      STRANGER,
      'key-wrapping',
      '****',
      '99999999-4e0a-4a1b-****',
      'alias/nobody',
      'HIDDEN',
      `acs:kms:cn-beijing:2000000000000002:key/${STRANGER}`,
    )
    fc.assert(
      fc.property(operation, fields, strange, (eventName, raw, added) => {
        const before = judged({ eventName, ...raw })
        const after = judged({ eventName, ...raw, resourceName: [raw.resourceName ?? '', added].join(',') })
        expect(after.keys).toEqual(before.keys)
        if (before.isOpen) expect(after.isOpen).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('counts for every known key that any path names', () => {
    fc.assert(
      fc.property(operation, fields, fc.constantFrom(...KEYS), (eventName, raw, keyId) => {
        for (const more of [
          { resourceName: [raw.resourceName ?? '', keyId].join(',') },
          { responseElements: { ...raw.responseElements, KeyId: keyId } },
          { requestParameters: { ...raw.requestParameters, KeyId: keyId } },
        ]) {
          expect(judged({ eventName, ...raw, ...more }).keys).toContain(keyId)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('keeps an end that nothing tells open, whatever tells of the other', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KEYS), fc.constantFrom('****', undefined), (DestinationKeyId, CiphertextBlob) => {
        const reEncrypt = { eventName: 'ReEncrypt', requestParameters: { DestinationKeyId, CiphertextBlob } }
        for (const resourceName of [
          '',
          DestinationKeyId,
          `${DestinationKeyId},${STRANGER}`,
          'alias/known',
          'key-wrapping',
        ]) {
          expect(judged({ ...reEncrypt, resourceName }).isOpen).toBe(true)
        }
      }),
    )
  })

  it('has the same targets however its names are spelled', () => {
    const spelled = fc.constantFrom(...KEYS, ...VERSIONS).chain((id) => fc.tuple(fc.constant(id), spelledAs(id, [''])))
    fc.assert(
      fc.property(operation, spelled, fc.boolean(), (name, [id, other], list) => {
        const plain = targetsIn({ eventName: name, requestParameters: { KeyId: id } })
        expect(targetsIn({ eventName: name, requestParameters: { keyid: list ? [other] : other } })).toEqual(plain)
      }),
      { numRuns: 300 },
    )
  })
})
