import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseEvent, type TrailEvent } from '../../shared/domain/event.ts'
import { identifyCaller } from '../../shared/domain/identify-caller.ts'
import { HOUR, iso, SECOND } from '../../shared/domain/time.ts'
import { UsageDay } from '../../shared/domain/usage-day.ts'
import { kmsEvent } from '../support/domain/events.ts'

const MIDNIGHT = Date.parse('2026-11-20T00:00:00Z')

function eventsOf(hour: number, seconds: readonly number[], errorCode: string): TrailEvent[] {
  return seconds.flatMap((second, n) => {
    const eventTime = iso(MIDNIGHT + hour * HOUR + second * SECOND)
    return parseEvent(kmsEvent({ eventId: `${hour}-${n}-${errorCode}`, eventTime, errorCode })) ?? []
  })
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
  const [event] = eventsOf(1, [0], '')
  if (!event) throw new Error('no event')
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
  const [event] = eventsOf(1, [0], '')
  if (!event) throw new Error('no event')
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
