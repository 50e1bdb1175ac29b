import { describe, expect, it } from 'vitest'
import { AliasHistory } from '../../shared/domain/alias-history.ts'
import type { Interval } from '../../shared/domain/coverage.ts'
import { parseEvent } from '../../shared/domain/event.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { OwnRanges } from '../../shared/domain/network.ts'
import { HOUR, iso } from '../../shared/domain/time.ts'
import type { UsageRow } from '../../shared/domain/usage.ts'
import { UsageAggregator } from '../../shared/domain/usage-aggregator.ts'
import { UsageDay } from '../../shared/domain/usage-day.ts'
import { application } from '../support/domain/case-factory.ts'
import { kmsEvent } from '../support/domain/events.ts'

const KEY = 'key-hzz62f1cb66fa42qo0001'
const LISTED = 'KEY-HZZ62F1CB66FA42QO0002'
const MIDNIGHT = Date.parse('2026-11-20T00:00:00Z')
const WINDOW = { from: MIDNIGHT + 9.5 * HOUR, to: MIDNIGHT + 20 * HOUR }
/** `HH:MM:SS` of the day. */
const at = (time: string) => `2026-11-20T${time}Z`

function hoursWith(calls: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: 24 }, (_, hour) => calls[hour] ?? 0)
}

function row(more: Partial<UsageRow> = {}): UsageRow {
  return {
    day: '2026-11-20',
    keyId: KEY,
    series: 's',
    operation: 'Decrypt',
    outcome: 'made',
    caller: application(),
    calls: 1,
    failures: 0,
    hours: hoursWith({ 12: 1 }),
    firstAt: at('12:00:00'),
    lastAt: at('12:00:00'),
    events: [{ id: 'e', at: at('12:00:00') }],
    ...more,
  }
}

function tallied(rows: readonly UsageRow[], windows: { own?: string[]; nominal?: Interval; window?: Interval } = {}) {
  const { window = WINDOW, nominal = window } = windows
  const isHere = (keyId: string) => keyId === KEY || keyId === LISTED
  const aggregator = new UsageAggregator({
    keys: new KeyIndex([KEY, LISTED].map((keyId) => ({ keyId, versionIds: [] }))),
    aliases: new AliasHistory([{ alias: 'alias/a', at: MIDNIGHT, kind: 'seen', keyId: KEY }], true),
    own: new OwnRanges(windows.own ?? []),
    window,
    windowOf: (keyId) => (isHere(keyId) ? window : undefined),
    nominalWindowOf: (keyId) => (isHere(keyId) ? nominal : undefined),
  })
  for (const each of rows) aggregator.add(each)
  return aggregator
}

describe('a row counts', () => {
  it.each([
    ['that ended before the window', '09:29:59', '09:29:59', 0],
    ['that ended with its first moment', '09:30:00', '09:30:00', 1],
    ['that began before it and ended in it', '08:00:00', '12:00:00', 1],
    ['that began with its last second', '19:59:59', '21:00:00', 1],
    ['that began with its end', '20:00:00', '21:00:00', 0],
  ])('%s', (_, first, last, uses) => {
    const one = row({ firstAt: at(first), lastAt: at(last), calls: 9 })
    expect(tallied([one]).usesOf(KEY)).toHaveLength(uses)
    expect(tallied([{ ...one, keyId: '?' }]).unattributed(true).other).toHaveLength(uses)
  })

  it('without the hours that ended before the window, and without the events before it', () => {
    const calls = { 7: 4, 8: 3, 9: 2, 12: 1 }
    const part = row({
      calls: 10,
      failures: 9,
      hours: hoursWith(calls),
      firstAt: at('07:00:00'),
      events: ['12:00:00', '09:30:00', '09:29:59'].map((time) => ({ id: time, at: at(time) })),
    })
    // The hour in which the window begins counts as a whole.
    expect(tallied([part]).usesOf(KEY)).toMatchObject([
      { calls: 3, failures: 3, events: [{ id: '12:00:00' }, { id: '09:30:00' }] },
    ])
    expect(tallied([part], { window: { ...WINDOW, from: MIDNIGHT + 9 * HOUR } }).usesOf(KEY)).toMatchObject([
      { calls: 3 },
    ])
    expect(tallied([part], { window: { ...WINDOW, from: MIDNIGHT + 7 * HOUR } }).usesOf(KEY)).toMatchObject([
      { calls: 10, failures: 9 },
    ])
    expect(tallied([{ ...part, firstAt: at('09:30:00') }]).usesOf(KEY)).toMatchObject([{ calls: 10 }])
  })

  it('of a deciding operation by the window that was asked for', () => {
    const early = row({ firstAt: at('08:00:00'), lastAt: at('08:00:00'), operation: 'ReEncrypt' })
    const nominal = { ...WINDOW, from: MIDNIGHT }
    expect(tallied([early]).usesOf(KEY)).toEqual([])
    expect(tallied([early], { nominal }).usesOf(KEY)).toHaveLength(1)
    expect(tallied([{ ...early, operation: 'Decrypt' }], { nominal }).usesOf(KEY)).toEqual([])
  })

  it('for no key that is none of the scope', () => {
    const stranger = '11111111-2222-4333-8444-555555555555'
    expect(tallied([row({ keyId: stranger })]).usesOf(stranger)).toEqual([])
    expect(tallied([row({ keyId: stranger })]).hoursOf(stranger)).toEqual(hoursWith({}))
  })
})

describe('rows of one use', () => {
  it('are one use: calls, failures, first, last and newest events', () => {
    const one = row({ calls: 3, failures: 1, lastAt: at('13:00:00'), events: [{ id: 'b', at: at('13:00:00') }] })
    const other = row({ calls: 5, failures: 2, firstAt: at('11:00:00'), events: [{ id: 'a', at: at('12:00:00') }] })
    const merged = {
      calls: 8,
      failures: 3,
      firstAt: at('11:00:00'),
      lastAt: at('13:00:00'),
      events: [
        { id: 'b', at: at('13:00:00') },
        { id: 'a', at: at('12:00:00') },
      ],
    }
    expect(tallied([one, other]).usesOf(KEY)).toMatchObject([merged])
    expect(tallied([other, one]).usesOf(KEY)).toMatchObject([merged])
    expect(tallied([one, other].map((each) => ({ ...each, keyId: '?' }))).unattributed(true).other).toMatchObject([
      merged,
    ])
  })

  it.each<[string, Partial<UsageRow>]>([
    ['operation', { operation: 'Encrypt' }],
    ['outcome', { outcome: 'refused' }],
    ['kind', { caller: application({ kind: 'unlisted-service-role' }) }],
    ['principal', { caller: application({ principal: 'role/other' }) }],
    ['client', { caller: application({ client: 'go' }) }],
    ['network', { caller: application({ network: 'internal' }) }],
    ['address', { caller: application({ address: '203.0.113.1' }) }],
  ])('are two of another %s', (_, more) => {
    expect(tallied([row(), row(more)]).usesOf(KEY)).toHaveLength(2)
    expect(tallied([row({ keyId: '?' }), row({ ...more, keyId: '?' })]).unattributed(true).other).toHaveLength(2)
  })

  it('are two by addresses of their own, and one by two of the operator’s', () => {
    const from = (address: string) => row({ caller: application({ network: 'public', address }) })
    const rows = [from('203.0.113.1'), from('203.0.113.2')]
    expect(
      tallied(rows)
        .usesOf(KEY)
        .map(({ caller }) => caller),
    ).toEqual(rows.map(({ caller }) => caller))
    const [use, ...more] = tallied(rows, { own: ['203.0.113.0/24'] }).usesOf(KEY)
    expect(more).toEqual([])
    expect(use).toMatchObject({ calls: 2 })
    expect(use?.caller).toStrictEqual(application({ network: 'own-network' }))
  })

  it('are two by references that are open', () => {
    const open = ['alias:alias/x', 'alias:alias/y'].map((keyId) => row({ keyId, operation: 'ReEncrypt' }))
    expect(tallied(open).unattributed(true)).toMatchObject({ deciding: [{ calls: 1 }, { calls: 1 }], other: [] })
  })
})

describe('a key', () => {
  it('is asked for in any spelling', () => {
    const aggregator = tallied([row({ keyId: LISTED.toLowerCase() })])
    for (const keyId of [LISTED, LISTED.toLowerCase()]) {
      expect(aggregator.usesOf(keyId)).toHaveLength(1)
      expect(aggregator.hoursOf(keyId)).toEqual(hoursWith({ 12: 1 }))
      expect(aggregator.earliestOf(keyId)).toBe(at('12:00:00'))
    }
  })

  it('has its calls by hour, those of all rows together', () => {
    const rows = [
      row({ hours: hoursWith({ 0: 1, 12: 2 }) }),
      row({ operation: 'Encrypt', hours: hoursWith({ 12: 3, 23: 4 }) }),
    ]
    expect(tallied(rows).hoursOf(KEY)).toEqual(hoursWith({ 0: 1, 12: 5, 23: 4 }))
    expect(tallied([]).hoursOf(KEY)).toEqual(hoursWith({}))
    expect(tallied([row({ operation: 'DeriveDataKey' })]).hoursOf(KEY)).toEqual(hoursWith({}))
    expect(tallied([row({ firstAt: at('01:00:00'), lastAt: at('01:00:00') })]).hoursOf(KEY)).toEqual(hoursWith({}))
  })

  it('has its calls by hour of the week, those of its window alone', () => {
    // A Friday, and the Thursday and the Friday a week before.
    const friday = 4 * 24
    const lastWeek = { firstAt: '2026-11-13T12:00:00Z', lastAt: '2026-11-13T12:59:59Z' }
    const window = { from: Date.parse('2026-11-12T22:30:00Z'), to: WINDOW.to }
    const rows = [
      row({ hours: hoursWith({ 0: 1, 12: 2 }) }),
      row({ operation: 'Encrypt', hours: hoursWith({ 12: 3 }) }),
      row({ ...lastWeek, hours: hoursWith({ 12: 10 }) }),
      // What ended before the window is left out, and the hour in which it begins is not.
      row({
        firstAt: '2026-11-12T21:00:00Z',
        lastAt: '2026-11-12T23:59:59Z',
        calls: 7,
        hours: hoursWith({ 21: 1, 22: 2, 23: 4 }),
      }),
    ]
    const week = (calls: Readonly<Record<number, number>>) => Array.from({ length: 168 }, (_, at) => calls[at] ?? 0)
    expect(tallied(rows, { window }).weekOf(KEY)).toEqual(
      week({ [friday]: 1, [friday + 12]: 15, [friday - 2]: 2, [friday - 1]: 4 }),
    )
    expect(tallied(rows).weekOf(KEY)).toEqual(week({ [friday + 12]: 5 }))
    expect(tallied([]).weekOf(KEY)).toEqual(week({}))
    expect(tallied([row({ operation: 'DeriveDataKey' })]).weekOf(KEY)).toEqual(week({}))
    expect(tallied([row({ keyId: LISTED })]).weekOf(LISTED.toLowerCase())).toEqual(week({ [friday + 12]: 1 }))
  })

  it('was first named by a call of its own, whatever its window', () => {
    const called = (time: string, keyId = KEY) => row({ keyId, firstAt: at(time), lastAt: at(time) })
    expect(tallied([called('12:00:00'), called('01:00:00'), called('13:00:00')]).earliestOf(KEY)).toBe(at('01:00:00'))
    expect(tallied([called('01:00:00', 'alias:alias/a'), called('12:00:00')]).earliestOf(KEY)).toBe(at('12:00:00'))
    expect(tallied([called('01:00:00', 'alias:alias/a')]).earliestOf(KEY)).toBeUndefined()
    expect(tallied([called('01:00:00', '?')]).earliestOf(KEY)).toBeUndefined()
  })

  it('has no use that nobody knows to be one', () => {
    const aggregator = tallied([row({ operation: 'DeriveDataKey' }), row(), row({ operation: 'DescribeKey' })])
    expect(aggregator.usesOf(KEY).map(({ operation }) => operation)).toEqual(['Decrypt'])
    expect(aggregator.unknownOperationsOf(KEY).map(({ operation }) => operation)).toEqual(['DeriveDataKey'])
    expect(tallied([]).usesOf(KEY)).toEqual([])
  })
})

describe('a day', () => {
  const event = (time: string, more: Record<string, unknown> = {}) => {
    const parsed = parseEvent(kmsEvent({ eventId: time, eventTime: at(time), ...more }))
    if (!parsed) throw new Error('the event must parse')
    return parsed
  }

  it('counts calls, failures, hours and moments, and keeps the ten newest events', () => {
    const times = Array.from({ length: 45 }, (_, n) => `1${n % 3}:${String((n * 7) % 60).padStart(2, '0')}:00`)
    const day = new UsageDay('2026-11-20')
    expect(day.day).toBe('2026-11-20')
    for (const time of times)
      day.add(event(time, time.startsWith('10') ? { errorCode: 'InternalFailure' } : {}), application(), [KEY])
    const [failed, made] = [...day.rows()].sort((a, b) => (a.outcome < b.outcome ? 1 : -1))
    const newest = (prefixes: readonly string[]) =>
      times
        .filter((time) => prefixes.some((prefix) => time.startsWith(prefix)))
        .sort()
        .reverse()
    expect(made).toEqual({
      day: '2026-11-20',
      keyId: KEY,
      series: expect.stringMatching(/^[0-9a-f]{24}$/),
      operation: 'Decrypt',
      outcome: 'made',
      caller: application(),
      calls: 30,
      failures: 0,
      hours: hoursWith({ 11: 15, 12: 15 }),
      firstAt: at(newest(['11', '12']).at(-1) ?? ''),
      lastAt: at(newest(['11', '12'])[0] ?? ''),
      events: newest(['11', '12'])
        .slice(0, 10)
        .map((time) => ({ id: time, at: at(time) })),
    })
    expect(failed).toMatchObject({ outcome: 'service-failure', calls: 15, failures: 15, hours: hoursWith({ 10: 15 }) })
  })

  it('keeps the first of many events of one moment by their ids', () => {
    const day = new UsageDay('2026-11-20')
    const ids = Array.from({ length: 30 }, (_, n) => `e${String((n * 11) % 30).padStart(2, '0')}`)
    for (const eventId of ids) day.add(event('10:00:00', { eventId }), application(), [KEY])
    expect(day.rows()[0]?.events.map(({ id }) => id)).toEqual([...ids].sort().slice(0, 10))
  })

  it('keeps calls by an alias apart by hour, and others not', () => {
    const rowsOf = (target: string) => {
      const day = new UsageDay('2026-11-20')
      for (const time of ['10:00:00', '10:30:00', '11:00:00']) day.add(event(time), application(), [target])
      return day.rows().map(({ calls }) => calls)
    }
    expect(rowsOf('alias:alias/a').sort()).toEqual([1, 2])
    expect(rowsOf('also:alias:alias/a').sort()).toEqual([1, 2])
    for (const target of [KEY, '?', 'masked:alias:', `x-alias:a`]) expect(rowsOf(target)).toEqual([3])
  })

  it('gives its rows in the order of keys and series', () => {
    const day = new UsageDay('2026-11-20')
    for (const target of ['key-b', 'key-c', 'key-a'])
      for (const eventName of ['Encrypt', 'Decrypt', 'Sign'])
        day.add(event('10:00:00', { eventName }), application(), [target])
    const names = day.rows().map(({ keyId, series }) => `${keyId} ${series}`)
    expect(names).toEqual([...names].sort())
    expect(new Set(names).size).toBe(9)
  })

  it('keeps 64 addresses of a caller, for each key, operation, principal and client', () => {
    const caller = (n: number) => application({ network: 'public', address: `203.0.113.${n}` })
    const day = new UsageDay('2026-11-20')
    for (let n = 0; n < 70; n += 1) day.add(event('10:00:00'), caller(n), [KEY])
    day.add(event('10:00:00'), caller(3), [KEY])
    const rows = day.rows()
    expect(rows).toHaveLength(65)
    expect(rows.filter((one) => one.caller.address === undefined)).toMatchObject([{ calls: 6 }])
    expect(rows.find((one) => one.caller.address === '203.0.113.3')).toMatchObject({ calls: 2 })
    const others: readonly (readonly [string, Record<string, unknown>, object])[] = [
      ['key-other', {}, {}],
      [KEY, { eventName: 'Encrypt' }, {}],
      [KEY, {}, { principal: 'role/other' }],
      [KEY, {}, { client: 'go' }],
    ]
    for (const [target, fields, who] of others) day.add(event('10:00:00', fields), { ...caller(99), ...who }, [target])
    expect(day.rows().filter((one) => one.caller.address === '203.0.113.99')).toHaveLength(4)
    day.add(event('10:00:00'), application(), [KEY])
    expect(day.rows()).toHaveLength(70)
    expect(iso(MIDNIGHT)).toBe(at('00:00:00'))
  })
})
