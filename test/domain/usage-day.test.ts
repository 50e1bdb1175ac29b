import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Caller } from '../../shared/domain/caller.ts'
import { parseEvent, type TrailEvent } from '../../shared/domain/event.ts'
import { identifyCaller } from '../../shared/domain/identify-caller.ts'
import { HOUR, iso, SECOND } from '../../shared/domain/time.ts'
import { isByHour, UsageDay } from '../../shared/domain/usage-day.ts'
import { kmsEvent } from '../support/domain/events.ts'

const MIDNIGHT = Date.parse('2026-11-20T00:00:00Z')

function eventsOf(hour: number, seconds: readonly number[], errorCode: string): TrailEvent[] {
  return seconds.flatMap((second, n) => {
    const eventTime = iso(MIDNIGHT + hour * HOUR + second * SECOND)
    return parseEvent(kmsEvent({ eventId: `${hour}-${n}-${errorCode}`, eventTime, errorCode })) ?? []
  })
}

/** At the begin of an hour. */
function callIn(hour: number): TrailEvent {
  const [event] = eventsOf(hour, [0], '')
  if (!event) throw new Error('the event can be read')
  return event
}

const groups = fc.array(
  fc.record({
    hour: fc.integer({ min: 0, max: 23 }),
    seconds: fc.array(fc.integer({ min: 0, max: 3_599 }), { minLength: 1, maxLength: 30 }),
    errorCode: fc.constantFrom('', 'Forbidden.NoPermission', 'InternalFailure'),
  }),
  { maxLength: 6 },
)

it('calls that a source has counted come to the same rows as their events one by one', () => {
  fc.assert(
    fc.property(groups, (all) => {
      const [single, grouped] = [new UsageDay('2026-11-20'), new UsageDay('2026-11-20')]
      all.forEach(({ hour, seconds, errorCode }, nth) => {
        const events = eventsOf(hour, seconds, errorCode).map((event) => ({ ...event, id: `${nth}-${event.id}` }))
        for (const event of events) single.add(event, identifyCaller(event), ['key', 'other'])
        const [last, ...earlier] = events.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
        if (!last) return
        const newest = [last, ...earlier].slice(0, 10).map(({ id, at }) => ({ id, at }))
        const calls = { calls: events.length, firstAt: (earlier.at(-1) ?? last).at, newest }
        grouped.add(last, identifyCaller(last), ['key', 'other'], calls)
      })
      expect(grouped.rows()).toEqual(single.rows())
    }),
  )
})

it('keeps apart what unknown clients call themselves, the first of them, and no more than a few', () => {
  const day = new UsageDay('2026-11-20')
  const event = callIn(1)
  const agents = ['orders-service/1', 'Orders-Service/2', ...Array.from({ length: 40 }, (_, at) => `x${at}/1`), '<b>/1']
  for (const userAgent of agents) {
    const sent = { ...event, userAgent }
    day.add(sent, identifyCaller(sent), ['key'])
  }
  const rows = day.rows()
  const calls = new Map(rows.map(({ caller, calls: made }) => [caller.agent, made]))
  expect(calls.get('orders-service')).toBe(2)
  expect(rows).toHaveLength(17)
  expect(calls.get(undefined)).toBe(26)
})

it('keeps the VPCs of a caller apart, the first of them, and the others under none', () => {
  const day = new UsageDay('2026-11-20')
  const event = callIn(1)
  const masked = 'vpc-bp1****'
  for (const vpcId of ['vpc-a', ' VPC-A', masked, ...Array.from({ length: 20 }, (_, at) => `vpc-${at}`)]) {
    const sent = { ...event, vpcId }
    day.add(sent, identifyCaller(sent), ['key'])
  }
  const rows = day.rows()
  const calls = new Map(rows.map(({ caller, calls: made }) => [caller.vpc, made]))
  expect(rows.every(({ caller }) => caller.network === 'vpc')).toBe(true)
  expect(calls.get('vpc-a')).toBe(2)
  expect(rows).toHaveLength(17)
  // The masked one, and five that are too many.
  expect(calls.get(undefined)).toBe(6)
})

it('counts calls of several hours, and works out once what groups that are alike say', () => {
  const day = new UsageDay('2026-11-20')
  const [first, second] = [callIn(1), callIn(5)]
  const hours = (calls: Readonly<Record<number, number>>) => Array.from({ length: 24 }, (_, hour) => calls[hour] ?? 0)
  const like = {}
  const group = (event: TrailEvent, calls: number, ofHours: readonly number[]) => ({
    ...{ calls, hours: ofHours, firstAt: event.at - HOUR, newest: [{ id: event.id, at: event.at }], like },
  })
  const caller = identifyCaller(first)
  day.add(first, caller, ['key'], group(first, 3, hours({ 0: 1, 1: 2 })))
  day.add(second, caller, ['key'], group(second, 4, hours({ 1: 1, 5: 3 })))
  const [row, ...others] = day.rows()
  expect(others).toEqual([])
  expect(row).toMatchObject({
    calls: 7,
    hours: hours({ 0: 1, 1: 3, 5: 3 }),
    events: [{ id: second.id }, { id: first.id }],
  })
  expect([row?.firstAt, row?.lastAt]).toEqual([iso(first.at - HOUR), iso(second.at)])
})

it('keeps calls by an alias apart by hour, be they alike or not', () => {
  expect([['alias:a'], ['key', 'also:alias:a'], ['key'], ['unalias:a'], []].map(isByHour)).toEqual([
    ...[true, true, false, false, false],
  ])
  const day = new UsageDay('2026-11-20')
  const like = {}
  for (const event of [1, 1, 5].flatMap((hour, nth) => eventsOf(hour, [nth], ''))) {
    const newest = [{ id: event.id, at: event.at }]
    day.add(event, identifyCaller(event), ['alias:a'], { calls: 1, firstAt: event.at, newest, like })
  }
  expect(
    day
      .rows()
      .map(({ calls }) => calls)
      .sort(),
  ).toEqual([1, 2])
})

it('keeps the addresses of a caller apart, the first of them, and the others under none', () => {
  const day = new UsageDay('2026-11-20')
  const event = callIn(1)
  for (let at = 0; at < 70; at += 1) {
    const sent = { ...event, vpcId: '', sourceIp: `203.0.113.${at}` }
    day.add(sent, identifyCaller(sent), ['key'])
  }
  const calls = new Map(day.rows().map(({ caller, calls: made }) => [caller.address, made]))
  expect(calls.size).toBe(65)
  expect(calls.get(undefined)).toBe(6)
})

// Rows of older versions are replaced by rows of the same series: what a series is made of stays.
it.each<[string, Partial<Caller>, string]>([
  ['a caller', {}, 'e4d8b8e74ed9e532900701d1'],
  ['an address', { network: 'public', address: '203.0.113.7' }, 'f0335a3b45f879b1bd881378'],
  ['an agent', { client: 'unknown', agent: 'orders-service' }, 'f5153915dcd141494c18ec98'],
  ['a VPC', { vpc: 'vpc-a' }, '83f8d5597a742dddb5ee2d48'],
  ['an agent in a VPC', { client: 'unknown', agent: 'orders-service', vpc: 'vpc-a' }, '8c4004ea7475453254484030'],
])('names the series of %s as ever', (_, more, series) => {
  const day = new UsageDay('2026-11-20')
  const event = callIn(1)
  day.add(event, { kind: 'application', principal: 'role/app', client: 'java', network: 'vpc', ...more }, ['key'])
  expect(day.rows().map((row) => row.series)).toEqual([series])
})
