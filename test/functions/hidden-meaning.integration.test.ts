import { describe, expect, it } from 'vitest'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import type { RawEvent } from '../../simulator/cloud/world.ts'
import { hoursAgo, NOW, named, smallCompany } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const ENV = { CMK_REGIONS: 'cn-hangzhou', CMK_OWN_CIDRS: '198.51.100.0/24', CMK_OBSERVATION_DAYS: '10' }
const STRANGER = '11111111-2222-4333-8444-555555555555'
const NODE = 'AlibabaCloud (linux; x64) Node.js/v20.20.2 Core/1.0.1 TeaDSL/2'

/** What a night finds where these events, hours before it, come to those of a small company. */
async function nightAfter(...events: readonly (readonly [hours: number, raw: RawEvent])[]) {
  const world = smallCompany()
  const here = world.accounts[0]?.regions['cn-hangzhou']
  here?.keys.push(named('signing', { keySpec: 'RSA_2048', keyUsage: 'SIGN/VERIFY' }))
  here?.events.push(...events.map(([hours, raw]) => hoursAgo(hours, { eventId: `event-${hours}`, ...raw })))
  const cloud = await startCloud(world, { clock: () => NOW, quotas: NO_QUOTAS })
  const laboratory = await Laboratory.open()
  try {
    await laboratory.night(cloud, { now: NOW, env: ENV })
    const rows = new Map((await laboratory.rows()).map((row) => [row.keyId, row]))
    return (name: string) => told(rows.get(`key-${name}`))
  } finally {
    await cloud.close()
    await laboratory.close()
  }
}

function told(row: ReadinessRow | undefined) {
  if (!row) throw new Error('the key must have a row')
  return [row.verdict, ...row.findings.filter(({ effect }) => effect === row.verdict).map(({ rule }) => rule)]
}

const READY = ['ready']
const BLOCKED = ['blocked', 'blocked-operation']
const OPEN = ['unknown', 'unattributed-operation']
const exported = (KeyId: string, more: RawEvent = {}): RawEvent => ({
  eventName: 'GenerateAndExportDataKey',
  requestParameters: { KeyId },
  ...more,
})

describe('an id that nobody knows', () => {
  it('beside an alias does not hide what the alias means', async () => {
    const key = await nightAfter([100, exported('alias/unused', { resourceName: `alias/unused,${STRANGER}` })])
    expect(key('unused')).toEqual(BLOCKED)
    expect(key('plain')).toEqual(READY)
  })

  it('that is none settles no ExportDataKey', async () => {
    const requestParameters = { CiphertextBlob: 'ODZhOWVm****', KeyId: 'key-wrapping' }
    const key = await nightAfter([100, { eventName: 'ExportDataKey', requestParameters }])
    expect(key('unused')).toEqual(OPEN)
    expect(key('plain')).toEqual(OPEN)
    // It encrypts nothing that could be exported.
    expect(key('signing')).toEqual(READY)
  })

  it('as that of a key that was deleted makes no other key unknown', async () => {
    const key = await nightAfter(
      [100, exported(STRANGER)],
      [90, { eventName: 'Encrypt', requestParameters: { KeyId: STRANGER }, userAgent: NODE }],
      [80, exported('acs:kms:cn-hangzhou:2000000000000002:key/key-hzz62f1cb66fa42qo9999')],
    )
    expect(key('unused')).toEqual(READY)
    expect(key('plain')).toEqual(READY)
  })
})

describe('an alias event that cannot be read', () => {
  const change = (requestParameters: RawEvent, more: RawEvent = {}): RawEvent => ({
    eventName: 'UpdateAlias',
    requestParameters,
    ...more,
  })

  it.each([
    ['masked', change({ AliasName: 'alias/****', KeyId: 'key-plain' })],
    ['missing, named among the resources', change({ KeyId: 'key-plain' }, { resourceName: 'alias/plain' })],
    ['missing, failed by the service', change({}, { eventName: 'CreateAlias', errorCode: 'InternalFailure' })],
  ])('(%s) leaves it open what an alias meant before', async (_, event) => {
    const key = await nightAfter([50, event], [100, exported('alias/plain')])
    expect(key('unused')).toEqual(OPEN)
    // What it names now, it may have named then.
    expect(key('plain')).toEqual(BLOCKED)
  })

  it('changes nothing after it for an alias that is listed in this run', async () => {
    const key = await nightAfter([60, change({ AliasName: '****', KeyId: '****' })], [20, exported('alias/plain')])
    expect(key('plain')).toEqual(BLOCKED)
    expect(key('unused')).toEqual(READY)
  })

  it('that was refused changes nothing', async () => {
    const key = await nightAfter(
      [50, change({ KeyId: 'key-plain' }, { errorCode: 'Forbidden.NoPermission' })],
      [100, exported('alias/plain')],
    )
    expect(key('plain')).toEqual(BLOCKED)
    expect(key('unused')).toEqual(READY)
  })
})

describe('spelling', () => {
  it('hides no operation', async () => {
    const requestParameters = { SourceKeyId: 'KEY-UNUSED', DestinationKeyId: 'key-plain\u200b' }
    const key = await nightAfter([100, { eventName: 'kms:ReEncrypt', requestParameters }])
    expect(key('unused')).toEqual(BLOCKED)
    expect(key('plain')).toEqual(BLOCKED)
  })

  it('of an account that is masked hides no alias', async () => {
    const key = await nightAfter([100, exported('acs:kms:cn-hangzhou:1000****0001:alias/unused')])
    expect(key('unused')).toEqual(BLOCKED)
    expect(key('plain')).toEqual(READY)
  })

  it('of an alias in another case names nobody’s key', async () => {
    const key = await nightAfter([100, exported('alias/UNUSED')])
    expect(key('unused')).toEqual(OPEN)
  })

  it('of an alias operation hides no move', async () => {
    const requestParameters = { AliasName: 'alias/plain', KeyId: 'key-plain' }
    const key = await nightAfter(
      [50, { eventName: 'kms:updatealias', requestParameters }],
      [100, exported('alias/plain')],
    )
    expect(key('unused')).toEqual(OPEN)
  })
})

describe('an operation', () => {
  it.each(['GenerateDataKeyPair', 'Sign', 'GenerateMac', 'AdvanceDecrypt'])('%s is use', async (eventName) => {
    const key = await nightAfter([100, { eventName, requestParameters: { KeyId: 'key-unused' }, userAgent: NODE }])
    expect(key('unused')).toEqual(['support-required', 'unsupported-language'])
    expect(key('plain')).toEqual(READY)
  })

  it('that nobody knows makes the key unknown that it names, and no other', async () => {
    const derive = (KeyId: string, more: RawEvent = {}): RawEvent => ({
      eventName: 'DeriveDataKey',
      requestParameters: { KeyId },
      userAgent: NODE,
      ...more,
    })
    const key = await nightAfter(
      [100, derive('key-unused')],
      [99, derive('alias/secretive')],
      [98, derive('key-tried', { errorCode: 'UnsupportedOperation' })],
    )
    expect(key('unused')).toEqual(['unknown', 'unknown-operation'])
    expect(key('secretive')).toEqual(['unknown', 'unknown-operation'])
    expect(key('tried')).toEqual(READY)
    expect(key('plain')).toEqual(READY)
  })
})

describe('a key that was used before it is said to have been made', () => {
  it('has no window that could be relied on', async () => {
    const requestParameters = { DestinationKeyId: 'key-young', SourceKeyId: 'key-young' }
    const key = await nightAfter([200, { eventName: 'ReEncrypt', requestParameters }])
    expect(key('young')).toEqual(['unknown', 'evidence-incomplete'])
    expect(key('unused')).toEqual(READY)
  })

  it('is one that an alias named meanwhile, and stays as it is', async () => {
    const key = await nightAfter([200, { eventName: 'Encrypt', requestParameters: { KeyId: 'alias/young' } }])
    expect(key('young')).toEqual(READY)
  })
})
