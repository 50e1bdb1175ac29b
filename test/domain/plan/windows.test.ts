import { describe, expect, it } from 'vitest'
import { textIn } from '../../../shared/domain/messages/text-in.ts'
import { makePlan } from '../../../shared/domain/plan/make-plan.ts'
import type { Batch, PlanOptions } from '../../../shared/domain/plan/plan.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { DAY, HOUR, hourOfWeek, iso } from '../../../shared/domain/time.ts'
import { AS_OF, NOW, OPTIONS, readyRow, weekOf } from '../../support/domain/plan-rows.ts'

/** Busy but for hours that are named by a moment of any week. */
function quietAt(...times: readonly string[]): readonly number[] {
  const hours = times.flatMap((time) => [0, 1].map((more) => hourOfWeek(Date.parse(time) + more * HOUR)))
  return weekOf(1_300, Object.fromEntries(hours.map((hour) => [hour, 13])))
}

function batchesOf(rows: readonly ReadinessRow[], options: Partial<PlanOptions> = {}): readonly Batch[] {
  return makePlan(rows, { ...OPTIONS, ...options }).batches
}

function windowOf(week: readonly number[], options: Partial<PlanOptions> = {}) {
  return batchesOf([readyRow('key-1', { week })], options)[0]?.window
}

const why = (batch: Batch | undefined) => batch?.why.map((text) => textIn(text, 'en')).join(' ') ?? ''

describe('the quiet window', () => {
  it('is where the fewest calls are expected, in the zone of the reader, and says on what evidence', () => {
    // 19:00 to 21:00 UTC on a Saturday is Sunday morning in China.
    expect(windowOf(quietAt('2026-11-28T19:00:00Z'))).toEqual({
      from: '2026-11-28T19:00:00Z',
      to: '2026-11-28T21:00:00Z',
      weekday: 'Sunday',
      // Two hours of 13 calls in 13 weeks.
      expectedCalls: 2,
      weeksOfEvidence: 13,
    })
  })

  it('is the earliest of equals, from tomorrow on or from the day that is asked for', () => {
    const week = quietAt('2026-11-23T18:00:00Z', '2026-11-26T18:00:00Z')
    expect(windowOf(week)?.from).toBe('2026-11-23T18:00:00Z')
    expect(windowOf(week, { from: '2026-11-25' })?.from).toBe('2026-11-26T18:00:00Z')
    // Today, but not in what is past of it.
    expect(windowOf(weekOf(0), { from: '2026-11-23' })?.from).toBe('2026-11-23T08:00:00Z')
    expect(windowOf(weekOf(0))?.from).toBe('2026-11-23T16:00:00Z')
  })

  it.each([
    [1, '2026-11-25T20:00:00Z', 1],
    [5, '2026-11-25T16:00:00Z', 305],
  ])('takes %i hours', (windowHours, from, expectedCalls) => {
    const week = weekOf(1_300, {
      [hourOfWeek(Date.parse('2026-11-25T20:00:00Z'))]: 13,
      [hourOfWeek(Date.parse('2026-11-25T17:00:00Z'))]: 50,
    })
    const window = windowOf(week, { windowHours })
    expect(window?.from).toBe(from)
    expect(Date.parse(window?.to ?? '') - Date.parse(from)).toBe(windowHours * HOUR)
    expect(window?.expectedCalls).toBe(expectedCalls)
  })

  it('touches no frozen day, from its first hour to its last', () => {
    const week = quietAt('2026-11-28T15:00:00Z')
    // 23:00 on Saturday to 01:00 on Sunday.
    expect(windowOf(week)?.from).toBe('2026-11-28T15:00:00Z')
    for (const day of ['2026-11-28', '2026-11-29'])
      expect(windowOf(week, { freezes: [{ from: day, to: day }] })?.from).toBe('2026-12-05T15:00:00Z')
  })

  it('looks further than a month ahead only where a freeze leaves none before', () => {
    const freezes = [{ from: '2026-11-24', to: '2026-12-31' }]
    expect(windowOf(quietAt('2026-11-25T18:00:00Z'), { freezes })?.from).toBe('2027-01-06T18:00:00Z')
    const [batch] = batchesOf([readyRow('key-1')], { freezes: [{ from: '2026-01-01', to: '2027-12-31' }] })
    expect(batch?.window).toBeNull()
    expect(why(batch)).toContain('No window is free within 8 weeks')
  })

  it('begins at a full hour where the clocks are half an hour off, and when they are changed', () => {
    const kolkata = windowOf(quietAt('2026-11-25T19:00:00Z'), { timezone: 'Asia/Kolkata' })
    expect(kolkata).toMatchObject({ from: '2026-11-25T18:30:00Z', to: '2026-11-25T20:30:00Z', weekday: 'Thursday' })
    const night = Date.parse('2026-11-01T06:00:00Z')
    const row = readyRow('key-1', {
      week: quietAt('2026-11-01T06:00:00Z'),
      checkedAt: iso(night - 2 * DAY),
      observed: { from: iso(night - 60 * DAY), to: iso(night - 2 * DAY) },
    })
    const [batch] = batchesOf([row], { timezone: 'America/New_York', now: night - 2 * DAY })
    // 01:00 comes twice in that night: this is the second.
    expect(batch?.window).toMatchObject({ from: '2026-11-01T06:00:00Z', to: '2026-11-01T08:00:00Z', weekday: 'Sunday' })
  })

  it('has no evidence for a key of an older version, or that was observed for less than a week', () => {
    const [older] = batchesOf([readyRow('key-1', { week: undefined })])
    expect(older?.window).toBeNull()
    expect(why(older)).toContain('No evidence of a quiet window: an older version judged 1 key')
    const [young] = batchesOf([readyRow('key-1', { days: 6.9 })])
    expect(young?.window).toBeNull()
    expect(why(young)).toContain('less than a week of the use of 1 key')
    const [old, week] = [7.1, 91].map((days) => batchesOf([readyRow('key-1', { days })])[0]?.window?.weeksOfEvidence)
    expect([old, week]).toEqual([1, 13])
  })

  it('counts hours of a gap as not observed', () => {
    const gaps = [{ from: iso(AS_OF - 80 * DAY), to: iso(AS_OF - 10 * DAY) }]
    const [batch] = batchesOf([readyRow('key-1', { week: weekOf(40), observed: { gaps } })])
    expect(batch?.window).toMatchObject({ weeksOfEvidence: 3, expectedCalls: 27 })
  })

  it('says that any would do where no use was seen', () => {
    const [batch] = batchesOf([readyRow('key-1')])
    expect(batch?.window).toMatchObject({ expectedCalls: 0 })
    expect(why(batch)).toContain('No use of these keys was seen')
    expect(why(batchesOf([readyRow('key-1', { week: weekOf(1) })])[0])).not.toContain('No use')
  })

  it('of one instance comes after the other, and production after everything else', () => {
    const tagged = (keyId: string, env: string, callers: readonly string[]) =>
      readyRow(keyId, { tags: [{ key: 'env', value: env }], callers, week: quietAt('2026-11-28T19:00:00Z') })
    const rows = [
      tagged('key-a', 'prod', ['role/a']),
      tagged('key-b', '测试', ['role/b']),
      tagged('key-c', 'UAT', ['role/c']),
    ]
    const batches = batchesOf(rows)
    expect(batches.map(({ environment, window }) => [environment, window?.from.slice(0, 10)])).toEqual([
      ['test', '2026-11-28'],
      ['staging', '2026-12-05'],
      ['prod', '2026-12-12'],
    ])
    expect(why(batches[2])).toContain('comes after those of the environments before production')
    const elsewhere = readyRow('key-d', { region: 'cn-shanghai', week: quietAt('2026-11-28T19:00:00Z') })
    expect(batchesOf([...rows, elsewhere]).at(-1)?.window?.from).toBe('2026-11-28T19:00:00Z')
  })
})

it('a plan is of the newest verdict', () => {
  const rows = [
    readyRow('key-1', { checkedAt: iso(NOW - 20 * HOUR) }),
    readyRow('key-2', { checkedAt: iso(NOW - HOUR) }),
  ]
  expect(makePlan(rows, OPTIONS)).toMatchObject({ asOf: iso(NOW - HOUR), timezone: 'Asia/Shanghai' })
  expect(makePlan([], OPTIONS)).toEqual({
    ...{ asOf: null, timezone: 'Asia/Shanghai', batches: [], left: [] },
    ...{ destinations: [], instances: [] },
  })
})
