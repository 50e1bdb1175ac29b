import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../shared/domain/readiness.ts'
import { ChangeCounter, type DayOfChange, type TrendEnd, trendOf } from '../../shared/domain/trend.ts'
import { VERDICTS, type VerdictCounts } from '../../shared/domain/verdict.ts'
import { change } from '../support/rows.ts'

const utcDay: DayOfChange = ({ changedAt }) => changedAt.slice(0, 10)

const at = (day: number, time = '18:15:00') => `2026-11-${String(day).padStart(2, '0')}T${time}Z`

const counted = (day: number, before: Change['before'], after: Change['after'], keys = 1) => {
  return { changedAt: at(day), before, after, keys }
}

/** A table in which nothing is stale. */
const end = (day: number, counts: VerdictCounts): TrendEnd => ({
  day: at(day).slice(0, 10),
  stored: counts,
  shown: counts,
})

describe('the trend', () => {
  it('is counted back from the end, keys without a change among them', () => {
    const changes = [counted(5, 'blocked', null), counted(3, 'unknown', 'ready', 4), counted(3, null, 'blocked')]
    expect(trendOf(end(5, { ready: 11, migrated: 2 }), changes, utcDay)).toEqual([
      { day: '2026-11-03', counts: { blocked: 1, ready: 11, migrated: 2 } },
      { day: '2026-11-04', counts: { blocked: 1, ready: 11, migrated: 2 } },
      { day: '2026-11-05', counts: { ready: 11, migrated: 2 } },
    ])
  })

  it('goes over the end of a month and a year', () => {
    const changes = [{ changedAt: '2026-12-31T18:15:00Z', before: null, after: 'ready' as const, keys: 1 }]
    const days = trendOf({ ...end(1, { ready: 1 }), day: '2027-01-01' }, changes, utcDay)
    expect(days.map(({ day }) => day)).toEqual(['2026-12-31', '2027-01-01'])
  })

  it('is the last day alone where nothing had changed by then', () => {
    const last = { day: '2026-11-05', counts: { ready: 1 } }
    expect(trendOf(end(5, { ready: 1 }), [], utcDay)).toEqual([last])
    expect(trendOf(end(5, { ready: 1 }), [counted(6, 'ready', 'migrated')], utcDay)).toEqual([last])
  })

  it('never falls below nothing', () => {
    const changes = [counted(4, null, 'ready'), counted(5, null, 'blocked', 3)]
    const counts = trendOf(end(5, { ready: 11 }), changes, utcDay).map((point) => point.counts)
    expect(counts).toEqual([{ ready: 11 }, { ready: 11 }])
  })

  it('shows today what is stale, and before it what was stored', () => {
    const stale: TrendEnd = { day: '2026-11-05', stored: { ready: 2 }, shown: { ready: 1, unknown: 1 } }
    expect(trendOf(stale, [counted(4, null, 'ready', 2)], utcDay)).toEqual([
      { day: '2026-11-04', counts: { ready: 2 } },
      { day: '2026-11-05', counts: { ready: 1, unknown: 1 } },
    ])
  })

  it('goes by the days of the reader', () => {
    const inShanghai: DayOfChange = ({ changedAt }) =>
      new Date(Date.parse(changedAt) + 8 * 3_600_000).toISOString().slice(0, 10)
    expect(trendOf(end(5, { ready: 1 }), [counted(3, null, 'ready')], inShanghai)[0]?.day).toBe('2026-11-04')
  })
})

describe('laws of the trend', () => {
  const keys = ['a', 'b', 'c']
  const history = fc
    .array(
      fc.record({
        keyId: fc.constantFrom(...keys),
        day: fc.integer({ min: 1, max: 9 }),
        after: fc.constantFrom(...VERDICTS, null),
      }),
      { maxLength: 12 },
    )
    .map((steps) => {
      const last = new Map<string, Change['after']>()
      return steps
        .sort((a, b) => a.day - b.day)
        .map(({ keyId, day, after }, index) => {
          const before = last.get(keyId) ?? null
          last.set(keyId, after)
          return change({ keyId, before, after, changedAt: at(day, `00:00:${String(index).padStart(2, '0')}`) })
        })
    })

  /** The same, told forward: what each key was at the end of the day. */
  function standing(changes: readonly Change[], day: string): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const key of keys) {
      const verdict = changes.findLast((each) => each.keyId === key && utcDay(each) <= day)?.after ?? null
      if (verdict !== null) counts[verdict] = (counts[verdict] ?? 0) + 1
    }
    return counts
  }

  it('each day has every key as it was at its end, whatever the order of the changes', () => {
    fc.assert(
      fc.property(history, fc.boolean(), (changes, turned) => {
        const tally = new ChangeCounter()
        for (const each of turned ? [...changes].reverse() : changes) tally.add(each)
        const points = trendOf(end(10, standing(changes, '2026-11-10')), tally.counts, utcDay)
        expect(points.map(({ day }) => day)[0]).toBe(changes[0] ? utcDay(changes[0]) : '2026-11-10')
        for (const { day, counts } of points) expect(counts).toEqual(standing(changes, day))
      }),
    )
  })
})
