import { describe, expect, it } from 'vitest'
import {
  AliasHistory,
  type AliasRecord,
  ANY_ALIAS,
  aliasRecords,
  mergeAliasRecords,
} from '../../shared/domain/alias-history.ts'
import { parseEvent } from '../../shared/domain/event.ts'
import { kmsEvent } from '../support/domain/events.ts'

const at = (time: string) => Date.parse(`2026-11-${time}Z`)
const record = (kind: AliasRecord['kind'], time: string, keyId: string | null): AliasRecord => ({
  alias: 'alias/pay',
  kind,
  at: at(time),
  keyId,
})

function meaning(records: readonly AliasRecord[], first: string, last = first, complete = true) {
  const found = new AliasHistory(records, complete).meaning('alias/pay', at(first), at(last))
  return found && { ...found, keyIds: [...found.keyIds].sort() }
}

describe('what an alias meant', () => {
  const moved = [
    record('set', '01T00:00:00', 'a'),
    record('set', '10T00:00:00', 'b'),
    record('seen', '20T00:00:00', 'b'),
  ]

  it.each([
    ['09T23:59:59', ['a']],
    ['10T00:00:01', ['b']],
    ['10T00:00:00', ['a', 'b']],
    ['21T00:00:00', ['b']],
  ])('at %s', (time, keyIds) => {
    expect(meaning(moved, time)).toEqual({ keyIds, certain: true })
  })

  it('over a time in which it moved is every key that it named', () => {
    expect(meaning(moved, '09T00:00:00', '11T00:00:00')).toEqual({ keyIds: ['a', 'b'], certain: true })
  })

  it('is what was seen later, when nothing moved it in between', () => {
    expect(meaning([record('seen', '20T00:00:00', 'a')], '05T00:00:00')).toEqual({ keyIds: ['a'], certain: true })
  })

  it.each([
    ['before the first record that moved it', [record('set', '10T00:00:00', 'b')], '05T00:00:00'],
    [
      'before it moved between two sightings',
      [record('set', '10T00:00:00', 'b'), record('seen', '20T00:00:00', 'b')],
      '05T00:00:00',
    ],
    [
      'after it was set to a key that the event does not tell',
      [record('seen', '01T00:00:00', 'a'), record('set', '10T00:00:00', null)],
      '15T00:00:00',
    ],
  ])('cannot be told %s', (_, records, time) => {
    expect(meaning(records, time)?.certain).toBe(false)
  })

  it('cannot be told while alias events are missing', () => {
    expect(meaning(moved, '15T00:00:00', '15T00:00:00', false)).toEqual({ keyIds: ['a', 'b'], certain: false })
  })

  it('is nothing for an alias that nobody knows', () => {
    expect(new AliasHistory(moved, true).meaning('alias/other', at('15T00:00:00'), at('15T00:00:00'))).toBeUndefined()
  })
})

describe('an alias event that cannot be read', () => {
  const unread: AliasRecord = { alias: ANY_ALIAS, at: at('10T00:00:00'), kind: 'set', keyId: null }
  const known = [record('seen', '01T00:00:00', 'a'), record('seen', '20T00:00:00', 'a')]
  const found = (first: string, last = first, records: readonly AliasRecord[] = [...known, unread]) =>
    meaning(records, first, last)?.certain

  it('leaves every alias uncertain until it is seen, set or listed again', () => {
    expect(found('05T00:00:00')).toBe(true)
    expect(found('15T00:00:00')).toBe(true)
    expect(found('15T00:00:00', '15T00:00:00', [...known.slice(0, 1), unread])).toBe(false)
    expect(found('05T00:00:00', '05T00:00:00', [...known.slice(1), unread])).toBe(false)
    expect(found('15T00:00:00', '15T00:00:00', [...known.slice(0, 1), unread, record('set', '12T00:00:00', 'b')])).toBe(
      true,
    )
    expect(found('11T00:00:00', '11T00:00:00', [...known.slice(0, 1), unread, record('set', '12T00:00:00', 'b')])).toBe(
      false,
    )
  })

  it('leaves an interval across it certain only where both of its sides are', () => {
    expect(found('09T00:00:00', '11T00:00:00')).toBe(true)
    expect(found('09T00:00:00', '11T00:00:00', [...known.slice(1), unread])).toBe(false)
    expect(found('09T00:00:00', '10T00:00:00', [...known.slice(0, 1), unread])).toBe(false)
  })
})

describe('what was set while the service failed', () => {
  it('may be so or not, until ListAliases shows it', () => {
    const tried = [record('set', '01T00:00:00', 'a'), record('maybe', '10T00:00:00', 'b')]
    expect(meaning(tried, '09T00:00:00')).toEqual({ keyIds: ['a'], certain: true })
    expect(meaning(tried, '11T00:00:00')).toEqual({ keyIds: ['a', 'b'], certain: true })
    expect(meaning([...tried, record('seen', '20T00:00:00', 'a')], '11T00:00:00')).toEqual({
      keyIds: ['a'],
      certain: true,
    })
    expect(meaning([...tried, record('seen', '20T00:00:00', 'b')], '11T00:00:00')).toEqual({
      keyIds: ['b'],
      certain: true,
    })
  })
})

describe('records that contradict what ListAliases shows', () => {
  it('miss something: what the alias meant in between is uncertain', () => {
    const missing = [record('set', '01T00:00:00', 'a'), record('seen', '20T00:00:00', 'b')]
    expect(meaning(missing, '10T00:00:00')).toEqual({ keyIds: ['a', 'b'], certain: false })
    expect(meaning(missing, '21T00:00:00')).toEqual({ keyIds: ['b'], certain: true })
  })

  it('only in the case of an id contradict nothing', () => {
    const spelled = [record('set', '01T00:00:00', 'a'), record('seen', '20T00:00:00', 'A')]
    expect(meaning(spelled, '10T00:00:00')).toEqual({ keyIds: ['a'], certain: true })
  })

  it('within one second tell no order', () => {
    const moved = [
      record('gone', '10T00:00:00', null),
      record('set', '10T00:00:00', 'b'),
      record('set', '01T00:00:00', 'a'),
    ]
    expect(meaning(moved, '11T00:00:00')).toEqual({ keyIds: ['b'], certain: true })
    expect(meaning([...moved, record('set', '10T00:00:00', 'c')], '11T00:00:00')).toEqual({
      keyIds: ['b', 'c'],
      certain: true,
    })
  })
})

describe('several records', () => {
  const of = (...records: readonly AliasRecord[]) => meaning(records, '11T00:00:00')

  it('that may be so stand beside what was so before', () => {
    const tried = record('maybe', '10T00:00:00', 'c')
    expect(of(tried)).toEqual({ keyIds: ['c'], certain: false })
    expect(of(record('set', '01T00:00:00', null), tried)).toEqual({ keyIds: ['c'], certain: false })
    const moved = [record('set', '01T00:00:00', 'a'), record('set', '05T00:00:00', 'b')]
    expect(of(...moved, tried)).toEqual({ keyIds: ['b', 'c'], certain: true })
  })

  it('of one second count together', () => {
    const first = record('set', '01T00:00:00', 'a')
    const second = (kind: AliasRecord['kind'], keyId: string | null) => record(kind, '10T00:00:00', keyId)
    expect(of(first, second('maybe', 'b'), second('set', 'c'))).toEqual({ keyIds: ['b', 'c'], certain: true })
    expect(of(first, second('set', null), second('set', 'b'))?.certain).toBe(false)
    expect(meaning([first, second('seen', 'a'), second('set', 'b')], '05T00:00:00')).toEqual({
      keyIds: ['a'],
      certain: true,
    })
    expect(meaning([first, second('seen', 'a'), second('seen', 'b')], '05T00:00:00')?.certain).toBe(false)
  })

  it('are of one second whatever part of it they say', () => {
    const moved = [record('set', '01T00:00:00', 'a'), record('set', '10T00:00:00.900', 'b')]
    expect(meaning(moved, '10T00:00:00.100')).toEqual({ keyIds: ['a', 'b'], certain: true })
    expect(meaning(moved, '10T00:00:01')).toEqual({ keyIds: ['b'], certain: true })
  })

  it('end with what a deleted alias had named: a call that named it then was refused', () => {
    expect(of(record('set', '01T00:00:00', 'a'), record('gone', '10T00:00:00', null))).toEqual({
      keyIds: ['a'],
      certain: true,
    })
  })
})

describe('records of aliases', () => {
  const of = (fields: Record<string, unknown>) => {
    const event = parseEvent(kmsEvent(fields))
    return event && aliasRecords(event)
  }

  const AliasName = 'alias/pay'
  const set = { alias: AliasName, kind: 'set', at: at('20T10:00:00') } as const

  it.each([
    ['a key', 'CreateAlias', { AliasName, KeyId: 'key-1' }, '', [{ ...set, keyId: 'key-1' }]],
    [
      'a key that is masked',
      'UpdateAlias',
      { AliasName, KeyId: 'key-hzz630494463****' },
      '',
      [{ ...set, keyId: null }],
    ],
    ['no key', 'UpdateAlias', { AliasName }, '', [{ ...set, keyId: null }]],
    ['a text that is no key', 'UpdateAlias', { AliasName, KeyId: 'a b' }, '', [{ ...set, keyId: null }]],
    [
      'two keys',
      'UpdateAlias',
      { AliasName, KeyId: ['key-1', 'key-2'] },
      '',
      [
        { ...set, keyId: 'key-1' },
        { ...set, keyId: 'key-2' },
      ],
    ],
    [
      'a key id in capitals',
      ' kms:updatealias',
      { aliasname: [AliasName], KeyId: 'KEY-1' },
      '',
      [{ ...set, keyId: 'key-1' }],
    ],
    ['nothing, being deleted', 'DeleteAlias', { AliasName }, '', [{ ...set, kind: 'gone', keyId: null }]],
    ['a refused key', 'UpdateAlias', { AliasName, KeyId: 'key-1' }, 'Forbidden.NoPermission', []],
    [
      'what the service failed',
      'UpdateAlias',
      { AliasName, KeyId: 'key-1' },
      'InternalFailure',
      [{ ...set, kind: 'maybe', keyId: 'key-1' }],
    ],
    [
      'what timed out',
      'CreateAlias',
      { AliasName, KeyId: 'key-1' },
      'ServiceUnavailableTemporary',
      [{ ...set, kind: 'maybe', keyId: 'key-1' }],
    ],
    ['nothing, perhaps deleted', 'DeleteAlias', { AliasName }, 'InternalFailure', []],
    [
      'an alias that is masked',
      'UpdateAlias',
      { AliasName: 'alias/****', KeyId: 'key-1' },
      '',
      [{ ...set, alias: '*', keyId: null }],
    ],
    ['an alias that is missing', 'UpdateAlias', { KeyId: 'key-1' }, '', [{ ...set, alias: '*', keyId: null }]],
    ['an alias that is missing, failed', 'CreateAlias', {}, 'InternalFailure', [{ ...set, alias: '*', keyId: null }]],
    ['an alias that is missing, refused', 'CreateAlias', {}, 'Forbidden.NoPermission', []],
    ['no alias operation', 'Decrypt', { AliasName, KeyId: 'key-1' }, '', []],
  ])('of an event that names %s', (_, eventName, requestParameters, errorCode, expected) => {
    expect(of({ eventName, requestParameters, errorCode, resourceName: AliasName })).toEqual(expected)
  })

  it('are kept once, and of sightings in a row the first and the last', () => {
    const kept = mergeAliasRecords(
      [record('seen', '01T00:00:00', 'a')],
      [
        record('seen', '02T00:00:00', 'a'),
        record('seen', '03T00:00:00', 'a'),
        record('seen', '04T00:00:00', 'b'),
        record('seen', '04T00:00:00', 'b'),
      ],
    )
    expect(kept.map(({ at: time, keyId }) => [new Date(time).getUTCDate(), keyId])).toEqual([
      [1, 'a'],
      [3, 'a'],
      [4, 'b'],
    ])
    expect(mergeAliasRecords(kept, kept)).toEqual(kept)
  })

  it('are kept in the order of time, whatever order they come in and however many aliases there are', () => {
    const other = { ...record('set', '02T00:00:00', 'z'), alias: 'alias/other' }
    const sights = ['03', '01', '02'].map((day) => record('seen', `${day}T00:00:00`, 'a'))
    expect(mergeAliasRecords(sights, [other])).toEqual([sights[1], other, sights[0]])
  })

  it('that moved it stay between sightings of the same key', () => {
    const kept = [
      record('seen', '01T00:00:00', 'a'),
      record('set', '02T00:00:00', 'a'),
      record('seen', '03T00:00:00', 'a'),
    ]
    expect(mergeAliasRecords(kept, [])).toEqual(kept)
  })
})
