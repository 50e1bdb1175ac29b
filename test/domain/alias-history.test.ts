import { describe, expect, it } from 'vitest'
import { AliasHistory, type AliasRecord, aliasRecords, mergeAliasRecords } from '../../shared/domain/alias-history.ts'
import { parseEvent } from '../../shared/domain/event.ts'
import { kmsEvent } from './events.ts'

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

describe('records of aliases', () => {
  const of = (fields: Record<string, unknown>) => {
    const event = parseEvent(kmsEvent(fields))
    return event && aliasRecords(event)
  }

  it('come of successful alias events', () => {
    const requestParameters = { AliasName: 'alias/pay', KeyId: 'key-1' }
    expect(of({ eventName: 'CreateAlias', requestParameters })).toMatchObject({ kind: 'set', keyId: 'key-1' })
    expect(
      of({ eventName: 'UpdateAlias', requestParameters: { ...requestParameters, KeyId: 'key-hzz630494463****' } }),
    ).toMatchObject({ kind: 'set', keyId: null })
    expect(of({ eventName: 'DeleteAlias', requestParameters })).toMatchObject({ kind: 'gone', keyId: null })
    expect(of({ eventName: 'UpdateAlias', requestParameters, errorCode: 'Forbidden.NoPermission' })).toBeUndefined()
    expect(of({ eventName: 'Decrypt', requestParameters })).toBeUndefined()
  })

  it('are kept once, and sightings only where they tell something new', () => {
    const kept = mergeAliasRecords(
      [record('seen', '01T00:00:00', 'a')],
      [record('seen', '02T00:00:00', 'a'), record('seen', '03T00:00:00', 'b'), record('seen', '03T00:00:00', 'b')],
    )
    expect(kept.map(({ keyId }) => keyId)).toEqual(['a', 'b'])
  })
})
