import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEvent, type TrailEvent } from '../../shared/domain/event.ts'
import { firstId, isNoId } from '../../shared/domain/event-id.ts'
import { identityOfEvent } from '../../shared/domain/event-identity.ts'

const AT = '2026-11-20T10:00:00Z'
const raw = (more: Record<string, unknown> = {}) => ({
  eventId: 'e-1',
  eventTime: AT,
  eventName: 'DescribeKey',
  serviceName: 'Kms',
  requestParameters: { KeyId: 'key-a', EncryptionContext: '{}' },
  ...more,
})
const parsed = (more: Record<string, unknown> = {}): TrailEvent => {
  const event = parseEvent(raw(more))
  if (!event) throw new Error('the event can be read')
  return event
}
const same = (a: Record<string, unknown>, b: Record<string, unknown>) =>
  identityOfEvent(parsed(a)) === identityOfEvent(parsed(b))

describe('an event is the same as another', () => {
  it('when it is shown again, with its fields in any order', () => {
    expect(same({}, {})).toBe(true)
    expect(same({}, { requestParameters: { EncryptionContext: '{}', KeyId: 'key-a' } })).toBe(true)
    expect(same({}, { eventId: ' E-1 ' })).toBe(true)
  })

  it('when it is shown again with its fields, and those within them, in another order', () => {
    const names = ['b', 'c', 'a', 'd']
    const turned = [...names].reverse()
    const fields = (order: readonly string[]) => Object.fromEntries(order.map((name) => [name, name]))
    for (const order of [turned, [...names].sort()]) {
      expect(same({ requestParameters: fields(names) }, { requestParameters: fields(order) })).toBe(true)
      expect(same({ responseElements: fields(names) }, { responseElements: fields(order) })).toBe(true)
      const within = (each: readonly string[]) => ({ requestParameters: { KeyId: 'k', Tags: [fields(each)] } })
      expect(same(within(names), within(order))).toBe(true)
    }
    expect(same({ requestParameters: { Tags: ['a', 'b'] } }, { requestParameters: { Tags: ['b', 'a'] } })).toBe(false)
  })

  it('unless something within its fields differs', () => {
    const within = (tag: unknown) => ({ requestParameters: { KeyId: 'key-a', Tags: [tag] } })
    const tag = { key: 'team', value: { name: 'pay' } }
    expect(same(within(tag), within(structuredClone(tag)))).toBe(true)
    for (const other of [
      {},
      'team',
      [],
      { ...tag, value: {} },
      { ...tag, value: { name: 'data' } },
      { ...tag, more: 1 },
    ])
      expect(same(within(tag), within(other))).toBe(false)
  })

  it('by the first text that is at least there, where none is an id', () => {
    expect(firstId('', '-')).toBe('-')
    expect(firstId('', '')).toBe('')
    expect(firstId()).toBe('')
  })

  it.each([
    ['id', { eventId: 'e-2' }],
    ['name', { eventName: 'Encrypt' }],
    ['time', { eventTime: '2026-11-20T10:00:01Z' }],
    ['key', { requestParameters: { KeyId: 'key-b', EncryptionContext: '{}' } }],
    ['field', { requestParameters: { KeyId: 'key-a', EncryptionContexts: '{}' } }],
    ['caller', { userIdentity: { type: 'ram-user', userName: 'bob' } }],
    ['outcome', { errorCode: 'Forbidden.NoPermission' }],
    ['answer', { responseElements: { KeyId: 'key-a' } }],
    ['agent', { userAgent: 'x' }],
    ['resource', { resourceName: 'key-c' }],
  ])('unless its %s differs', (_, more) => {
    expect(same({}, more)).toBe(false)
  })

  it.each([
    '-',
    '--',
    'null',
    'NULL',
    ' null ',
    '0',
    '000',
    'unknown',
    'n/a',
    'N/A',
    'none',
    'undefined',
    '00000000-0000-0000-0000-000000000000',
  ])('but not because both have the id %j', (eventId) => {
    expect(isNoId(eventId)).toBe(true)
    expect(same({ eventId }, { eventId, eventName: 'Encrypt' })).toBe(false)
    expect(same({ eventId }, { eventId })).toBe(true)
    expect(parsed({ eventId, requestId: 'r-1' }).id).toBe('r-1')
    expect(same({ eventId, requestId: 'r-1' }, { eventId, requestId: 'r-2' })).toBe(false)
    expect(parseEvent(raw({ eventId }))).toBeDefined()
  })

  it.each(['e-1', '0a', '6E1F-22', '00000000-0000-0000-0000-000000000001', 'nullable'])('%j is an id', (id) => {
    expect(isNoId(id)).toBe(false)
    expect(firstId('-', id, 'other')).toBe(id)
  })

  it('by something short, whatever it says', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), (userAgent, requestParameters) => {
        expect(identityOfEvent(parsed({ userAgent, requestParameters }))).toHaveLength(24)
      }),
    )
  })
})
