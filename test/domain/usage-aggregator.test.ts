import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AliasHistory } from '../../shared/domain/alias-history.ts'
import { parseEvent, type TrailEvent } from '../../shared/domain/event.ts'
import { identifyCaller } from '../../shared/domain/identify-caller.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { OwnRanges } from '../../shared/domain/network.ts'
import { UsageAggregator } from '../../shared/domain/usage-aggregator.ts'
import { UsageDay } from '../../shared/domain/usage-day.ts'
import { summarizeUse } from '../../shared/domain/usage-summary.ts'
import { kmsEvent } from '../support/domain/events.ts'

const KEY = 'key-1'
const VERSION = '86a9efd9-3d16-4894-bd4f-1fc43f3f2abf'
const from = Date.parse('2026-11-20T09:30:00Z')
const to = Date.parse('2026-11-21T00:00:00Z')

function event(fields: Record<string, unknown>): TrailEvent {
  const parsed = parseEvent(kmsEvent(fields))
  if (!parsed) throw new Error('the event must parse')
  return parsed
}

function rowsOf(events: readonly TrailEvent[], target = KEY) {
  const day = new UsageDay('2026-11-20')
  for (const each of events) day.add(each, identifyCaller(each), [target])
  return day.rows()
}

function tally(options: { cidrs?: string[]; versionIds?: string[] } = {}) {
  const window = { from, to }
  return new UsageAggregator({
    keys: new KeyIndex([{ keyId: KEY, versionIds: options.versionIds ?? [] }]),
    aliases: new AliasHistory([], true),
    own: new OwnRanges(options.cidrs ?? []),
    window,
    windowOf: (keyId) => (keyId === KEY ? window : undefined),
    nominalWindowOf: (keyId) => (keyId === KEY ? window : undefined),
  })
}

describe('a day of usage', () => {
  it('is the same rows whatever the order of its events', () => {
    const events = Array.from({ length: 60 }, (_, n) =>
      event({
        eventId: `e${n}`,
        eventTime: `2026-11-20T${String(n % 24).padStart(2, '0')}:00:00Z`,
        eventName: n % 3 ? 'Decrypt' : 'Encrypt',
      }),
    )
    const indices = events.map((_, index) => index)
    const expected = rowsOf(events)
    expect(expected).toHaveLength(2)
    expect(expected.every((row) => row.events.length === 10)).toBe(true)
    fc.assert(
      fc.property(fc.shuffledSubarray(indices, { minLength: 60 }), (order) => {
        const shuffled = order.map((index) => events[index] as TrailEvent)
        expect(rowsOf(shuffled)).toEqual(expected)
      }),
      { numRuns: 20 },
    )
  })

  it('keeps outcomes, callers and networks apart', () => {
    const rows = rowsOf([
      event({ eventId: '1' }),
      event({ eventId: '2', errorCode: 'Forbidden.NoPermission' }),
      event({ eventId: '3', vpcId: '', sourceIpAddress: '203.0.113.7' }),
      event({ eventId: '4', userIdentity: { type: 'root-account' } }),
    ])
    expect(rows).toHaveLength(4)
    expect(rows.reduce((sum, row) => sum + row.failures, 0)).toBe(1)
  })

  it('holds a bounded number of addresses of one caller', () => {
    const events = Array.from({ length: 300 }, (_, n) =>
      event({ eventId: `e${n}`, vpcId: '', sourceIpAddress: `203.0.${n % 3}.${n % 250}` }),
    )
    const rows = rowsOf(events)
    expect(rows.length).toBeLessThanOrEqual(65)
    expect(rows.reduce((sum, row) => sum + row.calls, 0)).toBe(300)
  })
})

describe('the tally of a key', () => {
  it('counts what lies in its window, and no more', () => {
    const sum = tally()
    const rows = rowsOf([
      event({ eventId: 'before', eventTime: '2026-11-20T08:00:00Z' }),
      event({ eventId: 'within', eventTime: '2026-11-20T10:00:00Z' }),
    ])
    for (const row of rows) sum.add(row)
    const uses = sum.usesOf(KEY)
    expect(uses).toHaveLength(1)
    expect(uses[0]).toMatchObject({ calls: 1, events: [{ id: 'within' }] })
  })

  it('applies the operator’s ranges when the key is judged', () => {
    const rows = rowsOf([event({ vpcId: '', sourceIpAddress: '203.0.113.7' })])
    for (const [cidrs, network] of [
      [[], 'public'],
      [['203.0.113.0/24'], 'own-network'],
      [['198.51.100.0/24'], 'public'],
    ] as const) {
      const sum = tally({ cidrs: [...cidrs] })
      for (const row of rows) sum.add(row)
      expect(sum.usesOf(KEY)[0]?.caller.network).toBe(network)
    }
  })

  it('says from which VPCs a caller calls, and whether there are others', () => {
    const at = { eventTime: '2026-11-20T12:00:00Z', eventSource: 'kms-vpc.cn-hangzhou.aliyuncs.com' }
    const callersOf = (...vpcIds: (string | undefined)[]) => {
      const told = tally()
      for (const row of rowsOf(vpcIds.map((vpcId, n) => event({ ...at, eventId: `e${n}`, vpcId })))) told.add(row)
      return summarizeUse(told.usesOf(KEY), told.hoursOf(KEY)).callers
    }
    expect(callersOf('vpc-2', 'vpc-1', 'vpc-2')).toMatchObject([{ network: 'vpc', calls: 3, vpcs: ['vpc-1', 'vpc-2'] }])
    expect(callersOf('vpc-2')[0]).not.toHaveProperty('otherVpcs')
    expect(callersOf('vpc-2', undefined)).toMatchObject([{ calls: 2, vpcs: ['vpc-2'], otherVpcs: true }])
    expect(callersOf('vpc-2***')).toMatchObject([{ network: 'vpc', otherVpcs: true }])
    expect(callersOf('vpc-2***')[0]).not.toHaveProperty('vpcs')
    const [{ vpcs, otherVpcs } = {}] = callersOf(...Array.from({ length: 30 }, (_, n) => `vpc-${n}`))
    expect([vpcs?.length, otherVpcs]).toEqual([16, true])
  })

  it('learns whose version it was when that is known later', () => {
    const rows = rowsOf([event({ eventName: 'ExportDataKey' })], `version:${VERSION}`)
    const early = tally()
    const late = tally({ versionIds: [VERSION] })
    for (const row of rows) {
      early.add(row)
      late.add(row)
    }
    expect(early.usesOf(KEY)).toEqual([])
    expect(early.unattributed(false).deciding).toHaveLength(1)
    expect(early.unattributed(true).deciding).toEqual([])
    expect(late.usesOf(KEY)).toHaveLength(1)
    expect(late.unattributed(false).deciding).toEqual([])
  })
})

describe('an operation that nobody knows', () => {
  const row = (target: string) => rowsOf([event({ eventName: 'DeriveDataKey' })], target)

  it('is no use, and counts apart', () => {
    const sum = tally()
    for (const each of row(KEY)) sum.add(each)
    expect(sum.usesOf(KEY)).toEqual([])
    expect(sum.unknownOperationsOf(KEY)).toMatchObject([{ operation: 'DeriveDataKey', calls: 1 }])
    expect(sum.hoursOf(KEY).every((calls) => calls === 0)).toBe(true)
  })

  it('with a reference that is open counts like other use that ties to no key', () => {
    const sum = tally()
    for (const each of row('?')) sum.add(each)
    expect(sum.unattributed(true)).toMatchObject({ deciding: [], other: [{ operation: 'DeriveDataKey' }] })
  })

  it('counts no more once the list has it', () => {
    const sum = tally()
    for (const target of [KEY, '?']) {
      for (const each of row(target)) sum.add({ ...each, operation: 'DescribeKey' })
      for (const each of row(target)) sum.add({ ...each, operation: 'Sign' })
    }
    expect(sum.unknownOperationsOf(KEY)).toEqual([])
    expect(sum.usesOf(KEY).map(({ operation }) => operation)).toEqual(['Sign'])
    expect(sum.unattributed(true).other.map(({ operation }) => operation)).toEqual(['Sign'])
  })
})

describe('a target', () => {
  const STRANGER = '11111111-2222-4333-8444-555555555555'
  const found = (target: string, versionsComplete = true) => {
    const sum = tally({ versionIds: [VERSION] })
    for (const row of rowsOf([event({ eventName: 'ExportDataKey' })], target)) sum.add(row)
    return { used: sum.usesOf(KEY).length, open: sum.unattributed(versionsComplete).deciding.length }
  }

  it.each([
    ['a known key', KEY, 1, 0, 0],
    ['a known key in capitals', KEY.toUpperCase(), 1, 0, 0],
    ['a known version', `version:${VERSION}`, 1, 0, 0],
    ['an id of no known key', STRANGER, 0, 0, 1],
    ['a version of no known key', `version:${STRANGER}`, 0, 0, 1],
    ['a mask that fits none', 'masked:99999999-1111-4222-*', 0, 0, 1],
    ['a key of another account', `acs:kms:cn-hangzhou:2:key/${STRANGER}`, 0, 0, 0],
    ['an alias of another account', 'acs:kms:cn-hangzhou:2:alias/pay', 0, 0, 0],
    ['an alias that nobody knows', 'alias:alias/nobody', 0, 1, 1],
    ['an alias beside what settles it', 'also:alias:alias/nobody', 0, 0, 0],
    ['a known key beside what settles it', `also:${KEY}`, 1, 0, 0],
    ['a text that an older version took for an id', 'key-wrapping', 0, 1, 1],
    ['nothing', '?', 0, 1, 1],
  ])('that is %s', (_, target, used, open, openWithoutVersions) => {
    expect(found(target)).toEqual({ used, open })
    expect(found(target, false)).toEqual({ used, open: openWithoutVersions })
  })

  it('that turns out to be a key beside it counts once', () => {
    const sum = tally({ versionIds: [VERSION] })
    const events = [event({ eventName: 'ExportDataKey' })]
    const beside = [`also:version:${VERSION}|${KEY}`, `version:${VERSION}|${KEY.toUpperCase()},key-2`, KEY]
    for (const row of beside.flatMap((target) => rowsOf(events, target))) sum.add(row)
    expect(sum.usesOf(KEY)).toMatchObject([{ calls: 1 }])
    expect(sum.unattributed(true).deciding).toEqual([])
  })

  it('that may be one of several keys leaves no other in doubt', () => {
    const window = { from, to }
    const ids = ['key-hzz62f1cb66fa42qo0001', 'key-hzz62f1cb66fa42qo0002']
    const sum = new UsageAggregator({
      keys: new KeyIndex([...ids, KEY].map((keyId) => ({ keyId, versionIds: [] }))),
      aliases: new AliasHistory([], true),
      own: new OwnRanges([]),
      window,
      windowOf: () => window,
      nominalWindowOf: () => window,
    })
    for (const row of rowsOf([event({ eventName: 'ExportDataKey' })], 'masked:key-hzz62f1cb66fa42qo*')) sum.add(row)
    expect(sum.unattributed(true).deciding).toMatchObject([{ among: ids }])
    expect(sum.unattributed(false).deciding[0]).not.toHaveProperty('among')
  })
})

describe('an alias of a service key', () => {
  it('is no candidate, listed or not', () => {
    const sum = tally()
    for (const row of rowsOf([event({ eventName: 'GenerateAndExportDataKey' })], 'alias:alias/acs/oss')) sum.add(row)
    for (const row of rowsOf([event({ eventName: 'ExportDataKey' })], 'alias:alias/nobody')) sum.add(row)
    expect(sum.unattributed(true).deciding.map(({ operation }) => operation)).toEqual(['ExportDataKey'])
  })
})

describe('the summary of use', () => {
  it('lists at most 50 callers, the most telling first, and says how many more there are', () => {
    const sum = tally()
    const events = Array.from({ length: 60 }, (_, n) =>
      event({
        eventId: `e${n}`,
        userIdentity: { type: 'ram-user', userName: `u${n}` },
        ...(n === 59 ? { eventName: 'ReEncrypt' } : {}),
      }),
    )
    for (const row of rowsOf(events)) sum.add(row)
    const summary = summarizeUse(sum.usesOf(KEY), sum.hoursOf(KEY))
    expect(summary).toMatchObject({
      calls: 60,
      failures: 0,
      moreCallers: 10,
      byOperation: { Decrypt: 59, ReEncrypt: 1 },
    })
    expect(summary.callers).toHaveLength(50)
    expect(summary.callers[0]).toMatchObject({ principal: 'user/u59', operations: ['ReEncrypt'] })
  })
})
