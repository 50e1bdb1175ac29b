import { describe, expect, it } from 'vitest'
import type { Finding } from '../../shared/domain/readiness.ts'
import {
  applyStaleness,
  freshUntil,
  isStale,
  ShownVerdicts,
  STALE_AFTER,
  shownVerdict,
  staleSince,
  staleTexts,
} from '../../shared/domain/stale.ts'
import { blockedRow, row } from '../support/rows.ts'

const CHECKED_AT = '2026-11-22T18:15:00Z'
const checked = Date.parse(CHECKED_AT)
const HOUR = 3_600_000

describe('a check says nothing of today', () => {
  it.each([
    ['just made', 0, false],
    ['48 hours old', 48 * HOUR, false],
    ['older than 48 hours', 48 * HOUR + 1, true],
    ['an hour ahead, as clocks may differ', -HOUR, false],
    ['further ahead', -HOUR - 1, true],
  ])('%s', (_, age, expected) => {
    expect(isStale(CHECKED_AT, checked + age)).toBe(expected)
    expect(applyStaleness(row({ checkedAt: CHECKED_AT }), checked + age).verdict).toBe(expected ? 'unknown' : 'ready')
  })

  it('of one key or of many at a moment', () => {
    const at = checked + STALE_AFTER + 1
    const fresh = { checkedAt: '2026-11-24T18:15:00Z', verdict: 'ready' } as const
    const stale = { checkedAt: CHECKED_AT, verdict: 'blocked' } as const
    const verdicts = new ShownVerdicts(at)
    for (const [key, shown] of [
      [fresh, 'ready'],
      [stale, 'unknown'],
      [{ ...stale, verdict: 'ready' }, 'unknown'],
      [{ ...fresh, verdict: 'blocked' }, 'blocked'],
    ] as const) {
      expect(shownVerdict(key, at)).toBe(shown)
      expect(verdicts.of(key)).toBe(shown)
    }
  })

  it('whose time cannot be read', () => {
    expect(isStale('', checked)).toBe(true)
    expect(isStale('yesterday', checked)).toBe(true)
  })
})

describe('a row is shown as it is', () => {
  it.each([
    ['until 48 hours after its check', 0, checked + STALE_AFTER],
    ['for ever once it is stale', STALE_AFTER + 1, Number.POSITIVE_INFINITY],
    ['until an hour before its check, where that lies ahead', -2 * HOUR, checked - HOUR - 1],
  ])('%s', (_, age, until) => {
    const now = checked + age
    expect(freshUntil(CHECKED_AT, now)).toBe(until)
    if (Number.isFinite(until)) {
      expect(isStale(CHECKED_AT, until)).toBe(isStale(CHECKED_AT, now))
      expect(isStale(CHECKED_AT, until + 1)).not.toBe(isStale(CHECKED_AT, now))
    }
  })

  it('for ever where its time cannot be read', () => {
    expect(freshUntil('', checked)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('the stale finding', () => {
  const late = () => applyStaleness(blockedRow({ checkedAt: CHECKED_AT }), checked + 3 * STALE_AFTER)
  const early = () => applyStaleness(row({ checkedAt: CHECKED_AT }), checked - 3 * HOUR)

  it('stands first, and says when the row was checked and what it was', () => {
    const shown = late()
    expect(shown).toMatchObject({ verdict: 'unknown', staleVerdict: 'blocked' })
    expect(shown.findings).toHaveLength(2)
    expect(shown.findings[0]).toMatchObject({
      rule: 'stale',
      effect: 'unknown',
      source: '',
      events: [],
      data: { checkedAt: CHECKED_AT, verdict: 'blocked' },
    })
    expect(shown.findings[0]?.data).not.toHaveProperty('ahead')
  })

  it('says of a check that lies ahead that it does', () => {
    expect(early().findings[0]?.data).toEqual({ checkedAt: CHECKED_AT, verdict: 'ready', ahead: 1 })
  })

  it('has the English texts of its data', () => {
    for (const { findings } of [late(), early()])
      for (const { data, message, action } of findings.slice(0, 1))
        expect(staleTexts(data, 'en')).toMatchObject({ message, action })
  })

  it('reads differently by language and by kind, and names time and verdict in each', () => {
    const texts = (['en', 'zh'] as const).flatMap((language) =>
      [late(), early()].map((each) => staleTexts(each.findings[0]?.data ?? {}, language)),
    )
    expect(new Set(texts.map(({ title }) => title)).size).toBe(4)
    expect(new Set(texts.map(({ action }) => action)).size).toBe(4)
    for (const { message } of texts) expect(message).toContain(CHECKED_AT)
    expect(texts.map(({ message }) => message.includes('48'))).toEqual([true, false, true, false])
    expect(texts.map(({ message }) => /blocked|ready/.exec(message)?.[0])).toEqual([
      'blocked',
      'ready',
      'blocked',
      'ready',
    ])
    expect(texts.map(({ title }) => /\p{Script=Han}/u.test(title))).toEqual([false, false, true, true])
  })
})

it('a row is made stale once', () => {
  const shown = applyStaleness(row({ checkedAt: CHECKED_AT }), checked + 2 * STALE_AFTER)
  expect(applyStaleness(shown, checked + 3 * STALE_AFTER)).toBe(shown)
})

describe('a row became stale', () => {
  it('48 hours after its check', () => {
    expect(staleSince(row({ checkedAt: CHECKED_AT }))).toBe('2026-11-24T18:15:00Z')
    expect(staleSince(applyStaleness(blockedRow({ checkedAt: CHECKED_AT }), checked + 3 * STALE_AFTER))).toBe(
      '2026-11-24T18:15:00Z',
    )
  })

  it('at no time that is known, where its check has none or was made by a wrong clock', () => {
    expect(staleSince(row({ checkedAt: '' }))).toBeUndefined()
    const other = { ...blockedRow().findings[0], data: { ahead: 1 } } as Finding
    expect(staleSince(row({ checkedAt: CHECKED_AT, findings: [other] }))).toBe('2026-11-24T18:15:00Z')
    expect(staleSince(applyStaleness(row({ checkedAt: CHECKED_AT }), checked - 3 * HOUR))).toBeUndefined()
  })
})
