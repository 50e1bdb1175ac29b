import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../shared/domain/readiness.ts'
import { TrendSum, trendBackFrom, trendOf } from '../../shared/domain/trend.ts'
import { VERDICTS } from '../../shared/domain/verdict.ts'
import { change } from '../notify/rows.ts'

/** A change on a day of November 2026, at 18:15 UTC unless said. */
function on(day: number, before: Change['before'], after: Change['after'], keyId = 'a', time = '18:15:00'): Change {
  return change({ keyId, before, after, changedAt: `2026-11-${String(day).padStart(2, '0')}T${time}Z` })
}

const counts = (changes: readonly Change[], until: string) => trendOf(changes, until).map((point) => point.counts)

describe('the trend', () => {
  it('has every day from the first change to the last day asked for', () => {
    expect(trendOf([on(3, null, 'blocked'), on(5, 'blocked', 'ready')], '2026-11-06')).toEqual([
      { day: '2026-11-03', counts: { blocked: 1 } },
      { day: '2026-11-04', counts: { blocked: 1 } },
      { day: '2026-11-05', counts: { ready: 1 } },
      { day: '2026-11-06', counts: { ready: 1 } },
    ])
  })

  it('goes over the end of a month and a year', () => {
    const changes = [change({ before: null, after: 'ready', changedAt: '2026-12-31T18:15:00Z' })]
    expect(trendOf(changes, '2027-01-01').map(({ day }) => day)).toEqual(['2026-12-31', '2027-01-01'])
  })

  it('is empty where nothing had changed by then', () => {
    expect(trendOf([], '2026-11-06')).toEqual([])
    expect(trendOf([on(7, null, 'ready')], '2026-11-06')).toEqual([])
  })

  it('leaves out what came later', () => {
    expect(counts([on(3, null, 'blocked'), on(4, 'blocked', 'ready')], '2026-11-03')).toEqual([{ blocked: 1 }])
  })

  it('counts a key from when it was first seen until it is gone', () => {
    const changes = [on(3, null, 'ready'), on(4, null, 'ready', 'b'), on(5, 'ready', null)]
    expect(counts(changes, '2026-11-05')).toEqual([{ ready: 1 }, { ready: 2 }, { ready: 1 }])
  })

  it('takes the last of several changes a day', () => {
    const changes = [on(3, null, 'unknown', 'a', '01:00:00'), on(3, 'unknown', 'ready', 'a', '02:00:00')]
    expect(counts(changes, '2026-11-03')).toEqual([{ ready: 1 }])
    expect(counts([...changes].reverse(), '2026-11-03')).toEqual([{ ready: 1 }])
  })

  it('follows a key that changed and changed back', () => {
    const changes = [on(3, null, 'ready'), on(4, 'ready', 'unknown'), on(5, 'unknown', 'ready')]
    expect(counts(changes, '2026-11-05')).toEqual([{ ready: 1 }, { unknown: 1 }, { ready: 1 }])
  })

  it('follows a key that was gone and came back', () => {
    const changes = [on(3, null, 'ready'), on(4, 'ready', null), on(5, null, 'blocked')]
    expect(counts(changes, '2026-11-05')).toEqual([{ ready: 1 }, {}, { blocked: 1 }])
  })

  it('tells keys of the same id in two scopes apart', () => {
    const changes = [on(3, null, 'ready'), { ...on(3, null, 'blocked'), region: 'cn-beijing' }]
    expect(counts(changes, '2026-11-03')).toEqual([{ ready: 1, blocked: 1 }])
  })

  it('counts a key whose first change is not kept any more as what it was, from the first day on', () => {
    expect(counts([on(3, null, 'ready'), on(4, 'blocked', 'ready', 'old')], '2026-11-04')).toEqual([
      { ready: 1, blocked: 1 },
      { ready: 2 },
    ])
  })

  it('counts a key once where a change in between is missing', () => {
    expect(counts([on(3, null, 'unknown'), on(4, 'blocked', 'ready')], '2026-11-04')).toEqual([
      { unknown: 1 },
      { ready: 1 },
    ])
  })

  it('goes by the days of a reader where he says which', () => {
    const inShanghai = ({ changedAt }: Pick<Change, 'changedAt'>) =>
      new Date(Date.parse(changedAt) + 8 * 3_600_000).toISOString().slice(0, 10)
    expect(trendOf([on(3, null, 'ready')], '2026-11-04', inShanghai)).toEqual([
      { day: '2026-11-04', counts: { ready: 1 } },
    ])
  })
})

describe('the trend from its end', () => {
  const counted = (day: number, before: Change['before'], after: Change['after'], keys = 1) => {
    return { day: `2026-11-${String(day).padStart(2, '0')}`, before, after, keys }
  }
  const end = { day: '2026-11-05', counts: { ready: 11, migrated: 2 } }

  it('is counted back, keys without a change among them', () => {
    const changes = [counted(5, 'blocked', null), counted(3, 'unknown', 'ready', 4), counted(3, null, 'blocked')]
    expect(trendBackFrom(end, changes)).toEqual([
      { day: '2026-11-03', counts: { blocked: 1, ready: 11, migrated: 2 } },
      { day: '2026-11-04', counts: { blocked: 1, ready: 11, migrated: 2 } },
      end,
    ])
  })

  it('is the last day alone where nothing had changed by then', () => {
    expect(trendBackFrom(end, [])).toEqual([end])
    expect(trendBackFrom(end, [counted(6, 'ready', 'migrated')])).toEqual([end])
  })

  it('never falls below nothing', () => {
    const changes = [counted(4, null, 'ready'), counted(5, null, 'blocked', 3)]
    expect(trendBackFrom(end, changes).map(({ counts }) => counts)).toEqual([end.counts, end.counts])
  })
})

describe('laws of the trend', () => {
  const history = fc
    .array(
      fc.record({
        keyId: fc.constantFrom('a', 'b', 'c'),
        day: fc.integer({ min: 1, max: 9 }),
        after: fc.constantFrom(...VERDICTS, null),
      }),
      { maxLength: 12 },
    )
    .map((steps) => {
      const sorted = steps.map((step, index) => ({ ...step, index })).sort((a, b) => a.day - b.day)
      const last = new Map<string, Change['after']>()
      return sorted.map(({ keyId, day, after }, index) => {
        const made = on(day, last.get(keyId) ?? null, after, keyId, `00:00:${String(index).padStart(2, '0')}`)
        last.set(keyId, after)
        return made
      })
    })

  it('the last day has each key as it was last, whatever the order of the changes', () => {
    fc.assert(
      fc.property(history, fc.integer(), (changes, seed) => {
        const last = new Map(changes.map((each) => [each.keyId, each.after]))
        const expected: Record<string, number> = {}
        for (const verdict of last.values()) if (verdict !== null) expected[verdict] = (expected[verdict] ?? 0) + 1
        const turned = seed % 2 === 0 ? changes : [...changes].reverse()
        expect(trendOf(turned, '2026-11-10').at(-1)?.counts ?? {}).toEqual(expected)
      }),
    )
  })

  it('changes that stream in the order of the history give the same', () => {
    fc.assert(
      fc.property(history, (changes) => {
        const sum = new TrendSum('2026-11-08')
        for (const keyId of ['a', 'b', 'c']) for (const each of changes) if (each.keyId === keyId) sum.add(each)
        expect(sum.points()).toEqual(trendOf(changes, '2026-11-08'))
      }),
    )
  })
})
