import { describe, expect, it } from 'vitest'
import { Trend, trendOf } from '../../shared/domain/trend.ts'
import { change } from '../notify/rows.ts'

const at = (day: string) => `${day}T18:15:00Z`
const story = [
  change({ keyId: 'a', changedAt: at('2026-11-01'), before: null, after: 'unknown' }),
  change({ keyId: 'a', changedAt: at('2026-11-03'), before: 'unknown', after: 'ready' }),
  change({ keyId: 'b', changedAt: at('2026-11-03'), before: null, after: 'blocked' }),
  change({ keyId: 'b', changedAt: at('2026-11-05'), before: 'blocked', after: null }),
]
const told = [
  { day: '2026-11-01', counts: { unknown: 1 } },
  { day: '2026-11-02', counts: { unknown: 1 } },
  { day: '2026-11-03', counts: { blocked: 1, ready: 1 } },
  { day: '2026-11-04', counts: { blocked: 1, ready: 1 } },
  { day: '2026-11-05', counts: { ready: 1 } },
]

describe('the trend', () => {
  it('tells the counts of every day, those without a change among them', () => {
    expect(trendOf(story, '2026-11-05')).toEqual(told)
  })

  it('does not depend on the order of the changes', () => {
    expect(trendOf([...story].reverse(), '2026-11-05')).toEqual(told)
  })

  it('goes on to the day that is asked for, and no further', () => {
    expect(trendOf(story, '2026-11-07').slice(-2)).toEqual([
      { day: '2026-11-06', counts: { ready: 1 } },
      { day: '2026-11-07', counts: { ready: 1 } },
    ])
    expect(trendOf(story, '2026-11-03')).toEqual(told.slice(0, 3))
    expect(trendOf(story, '2026-10-31')).toEqual([{ day: '2026-10-31', counts: {} }])
  })

  it('counts a key whose first sight is no longer remembered', () => {
    expect(trendOf(story.slice(1), '2026-11-04')).toEqual(told.slice(2, 4))
  })

  it('counts two changes of one day as the last of them', () => {
    const twice = [
      change({ changedAt: '2026-11-01T01:00:00Z', before: null, after: 'blocked' }),
      change({ changedAt: '2026-11-01T09:00:00Z', before: 'blocked', after: 'ready' }),
    ]
    expect(trendOf(twice, '2026-11-01')).toEqual([{ day: '2026-11-01', counts: { ready: 1 } }])
  })

  it('is counted back from the counts of the end, keys without a change among them', () => {
    const trend = new Trend('2026-11-05')
    for (const each of story.slice(1)) trend.add({ ...each, day: each.changedAt.slice(0, 10), keys: 1 })
    expect(trend.days({ ready: 11, migrated: 2 })).toEqual([
      { day: '2026-11-03', counts: { blocked: 1, ready: 11, migrated: 2 } },
      { day: '2026-11-04', counts: { blocked: 1, ready: 11, migrated: 2 } },
      { day: '2026-11-05', counts: { ready: 11, migrated: 2 } },
    ])
  })

  it('leaves out what has no time', () => {
    expect(trendOf([...story, change({ keyId: 'c', changedAt: 'never' })], '2026-11-05')).toEqual(told)
  })
})
