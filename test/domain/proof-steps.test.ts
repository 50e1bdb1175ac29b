import { describe, expect, it } from 'vitest'
import {
  aroundCalls,
  CLOCK_SKEW,
  dueCalls,
  floorOf,
  isConfirmed,
  type Measure,
  problemOf,
  type SourceProof,
  startProof,
  withEvent,
  withOwnCalls,
} from '../../shared/domain/source-proof.ts'
import { DAY, MINUTE, SECOND } from '../../shared/domain/time.ts'

const asOf = Date.parse('2026-11-23T02:15:00Z')
const since = asOf - 90 * DAY
/** A run of a minute that began so many days before asOf. */
const ran = (days: number) => ({ from: asOf - days * DAY, to: asOf - days * DAY + MINUTE })
const WHOLE = [{ from: since - DAY, to: asOf }]
const proof = (more: Partial<SourceProof> = {}): SourceProof => ({ asOf, state: 'reading', seen: [], ...more })
const measure = (more: Partial<Measure> = {}): Measure => ({
  asOf,
  since,
  ownCalls: [],
  covered: WHOLE,
  read: WHOLE,
  ...more,
})
const event = (at: number, more: { own?: boolean; reads?: boolean } = {}) => ({ at, own: false, reads: false, ...more })

it('clocks may be five minutes apart', () => {
  expect(CLOCK_SKEW).toBe(300_000)
  expect(aroundCalls({ from: 1_000_000, to: 2_000_000 })).toEqual({ from: 700_000, to: 2_300_000 })
})

describe('the calls of runs', () => {
  it('are kept in the order of time, those of a run once', () => {
    const longer = { ...ran(2), to: ran(2).to + MINUTE }
    expect(withOwnCalls([ran(3), ran(2)], ran(1), since)).toEqual([ran(3), ran(2), ran(1)])
    expect(withOwnCalls([ran(3), ran(2), ran(1)], longer, since)).toEqual([ran(3), longer, ran(1)])
    expect(withOwnCalls([ran(1)], ran(3), since)).toEqual([ran(3), ran(1)])
  })

  it('are kept while they lie in the window', () => {
    const edge = { from: since - MINUTE, to: since }
    const gone = { from: since - MINUTE, to: since - 1 }
    expect(withOwnCalls([edge], ran(1), since)).toEqual([edge, ran(1)])
    expect(withOwnCalls([gone], ran(1), since)).toEqual([ran(1)])
  })

  it('are kept for a thousand runs, the newest', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => ({ from: since + n, to: since + n + 1 }))
    const kept = withOwnCalls(many, ran(1), since)
    expect(kept).toEqual([...many.slice(1), ran(1)])
  })

  it('are due when all of their events must be there', () => {
    const due = { from: asOf - CLOCK_SKEW - MINUTE, to: asOf - CLOCK_SKEW }
    const late = { from: due.from, to: due.to + 1 }
    const first = { from: since, to: since + MINUTE }
    const before = { from: since - 1, to: since + MINUTE }
    expect(dueCalls({ ownCalls: [due, late, first, before], asOf, since })).toEqual([due, first])
  })
})

describe('a proof begins', () => {
  it('with nothing', () => {
    expect(startProof(undefined, asOf)).toStrictEqual(proof())
  })

  it('with what an earlier run knew, and nothing that it was shown', () => {
    const seen = [{ at: 1, by: 2 }]
    const before = proof({ asOf: asOf - DAY, state: 'proven', seen, shownAt: 5, shownNow: 5, readAt: 4, floor: 3 })
    expect(startProof(before, asOf)).toStrictEqual(proof({ seen, shownAt: 5, readAt: 4 }))
    expect(startProof(proof({ asOf: asOf - DAY, seen, shownAt: 5 }), asOf)).toStrictEqual(proof({ seen, shownAt: 5 }))
  })

  it('not anew where the same run goes on', () => {
    const before = proof({ state: 'confirmed' })
    expect(startProof(before, asOf)).toBe(before)
  })
})

describe('an event', () => {
  const due = [ran(2), ran(1)]

  it('shows that the source lives, and by a read that it would show reads', () => {
    const shown = withEvent(proof(), event(100), due)
    expect(shown).toStrictEqual(proof({ shownAt: 100, shownNow: 100 }))
    expect(withEvent(shown, event(100, { reads: true }), due)).toStrictEqual({ ...shown, readAt: 100 })
    expect(withEvent(proof({ shownAt: 900 }), event(100), due)).toStrictEqual(proof({ shownAt: 900, shownNow: 100 }))
    expect(withEvent(proof({ readAt: 900 }), event(100, { reads: true }), due)).toMatchObject({ readAt: 900 })
    expect(withEvent(proof(), event(0), due)).toStrictEqual(proof({ shownAt: 0, shownNow: 0 }))
  })

  it('that is older than what was shown, and is nothing else, is no news', () => {
    const known = proof({ shownAt: 100, shownNow: 100, readAt: 50 })
    expect(withEvent(known, event(100), due)).toBe(known)
    expect(withEvent(known, event(99), due)).toBe(known)
    expect(withEvent(known, event(50, { reads: true }), due)).toBe(known)
    expect(withEvent(known, event(51, { reads: true }), due)).toStrictEqual({ ...known, readAt: 51 })
    expect(withEvent(known, event(101), due)).toStrictEqual({ ...known, shownAt: 101, shownNow: 101 })
  })

  it('of this suite’s own shows the calls of its run', () => {
    const at = ran(1).from
    const shown = withEvent(proof(), event(at, { own: true }), due)
    expect(shown.seen).toEqual([{ at, by: asOf }])
    expect(withEvent(shown, event(at, { own: true }), due)).toBe(shown)
    expect(withEvent(proof(), event(at), due).seen).toEqual([])
    expect(withEvent(proof(), event(at, { own: true }), [ran(2)]).seen).toEqual([])
  })

  it('of this suite’s own is news though others were shown after it', () => {
    const known = proof({ shownAt: asOf, shownNow: asOf, readAt: asOf })
    expect(withEvent(known, event(ran(1).from, { own: true, reads: true }), due)).toStrictEqual({
      ...known,
      seen: [{ at: ran(1).from, by: asOf }],
    })
  })

  it('takes the place of what an earlier run saw of the same calls, and of nothing else', () => {
    const seen = [
      { at: ran(2).from, by: asOf - DAY },
      { at: ran(1).from, by: asOf - DAY },
    ]
    expect(withEvent(proof({ seen }), event(ran(1).from, { own: true }), due).seen).toEqual([
      seen[0],
      { at: ran(1).from, by: asOf },
    ])
  })

  it('shows two runs that are minutes apart at once', () => {
    const close = [ran(1), { from: ran(1).from + 2 * MINUTE, to: ran(1).to + 2 * MINUTE }]
    const seen = close.map(({ from }) => ({ at: from, by: asOf - DAY }))
    expect(withEvent(proof({ seen }), event(ran(1).to, { own: true }), close).seen).toEqual(
      close.map(({ from }) => ({ at: from, by: asOf })),
    )
  })

  it.each([
    ['the second before the clocks’ difference', ran(1).from - CLOCK_SKEW - SECOND, false],
    ['within that second', ran(1).from - CLOCK_SKEW - SECOND + 1, true],
    ['at the end of it', ran(1).to + CLOCK_SKEW, true],
    ['behind it', ran(1).to + CLOCK_SKEW + 1, false],
  ])('%s', (_, at, isSeen) => {
    expect(withEvent(proof(), event(at, { own: true }), [ran(1)]).seen).toHaveLength(isSeen ? 1 : 0)
  })
})

describe('a problem is', () => {
  const seen = (by: number, ...days: readonly number[]) => days.map((day) => ({ at: ran(day).from, by }))
  const alive = { shownAt: asOf - MINUTE, shownNow: asOf - MINUTE }

  it.each<[string, SourceProof, Partial<Measure>, unknown]>([
    ['none where all was shown', proof({ ...alive, seen: seen(asOf, 1) }), { ownCalls: [ran(1)] }, undefined],
    [
      'the first calls that were not shown',
      proof({ ...alive, seen: seen(asOf, 3) }),
      { ownCalls: [ran(3), ran(2), ran(1)] },
      { why: 'own-calls-missing', at: ran(2).from },
    ],
    [
      'calls that an earlier run saw, and this one does not though it read them',
      proof({ ...alive, seen: seen(asOf - DAY, 1) }),
      { ownCalls: [ran(1)] },
      { why: 'own-calls-missing', at: ran(1).from },
    ],
    [
      'not what an earlier run saw and this one did not read',
      proof({ ...alive, seen: seen(asOf - DAY, 1) }),
      { ownCalls: [ran(1)], read: [] },
      undefined,
    ],
    [
      'what nobody saw though it was read before',
      proof(alive),
      { ownCalls: [ran(1)], read: [] },
      { why: 'own-calls-missing', at: ran(1).from },
    ],
    ['not what was not read', proof(alive), { ownCalls: [ran(2)], covered: [ran(1)], read: [] }, undefined],
    [
      'an event that was shown before',
      proof({ shownAt: asOf - MINUTE, shownNow: asOf - MINUTE - 1 }),
      {},
      { why: 'events-missing', at: asOf - MINUTE },
    ],
    [
      'that nothing was shown again',
      proof({ shownAt: asOf - MINUTE }),
      {},
      { why: 'events-missing', at: asOf - MINUTE },
    ],
    ['not that, where it was not read again', proof({ shownAt: asOf - MINUTE }), { read: [] }, undefined],
    [
      'not that, where its second was not read to the end',
      proof({ shownAt: asOf - MINUTE }),
      { read: [{ from: since, to: asOf - MINUTE + SECOND - 1 }] },
      undefined,
    ],
    ['that it shows nothing', proof(), {}, { why: 'no-event' }],
    ['not that, where nothing was read', proof(), { covered: [], read: [] }, undefined],
    ['that it shows nothing of the window', proof({ shownAt: since - 1 }), { read: [] }, { why: 'no-event' }],
    ['not that, where it shows the first moment of it', proof({ shownAt: since }), { read: [] }, undefined],
    [
      'its contradiction, whatever else',
      proof({ ...alive, state: { why: 'contradiction', what: 'region', name: 'x' } }),
      {},
      { why: 'contradiction', what: 'region', name: 'x' },
    ],
    [
      'none for the problem that an earlier reading had',
      proof({ ...alive, state: { why: 'no-event' } }),
      {},
      undefined,
    ],
  ])('%s', (_, known, more, problem) => {
    expect(problemOf(known, measure(more))).toEqual(problem)
  })

  it.each<[string, SourceProof, Partial<Measure>, boolean]>([
    ['it was shown an event', proof(alive), {}, true],
    ['nothing was shown to it', proof({ shownAt: asOf - MINUTE }), { read: [] }, false],
    ['it has a problem already', proof({ ...alive, state: { why: 'no-event' } }), {}, false],
    ['an event is missing that was shown before', proof({ ...alive, shownNow: alive.shownNow - MINUTE }), {}, false],
    ['it has one now', proof(alive), { ownCalls: [ran(1)] }, false],
    ['it saw all calls', proof({ ...alive, seen: seen(asOf, 2, 1) }), { ownCalls: [ran(2), ran(1)] }, true],
    [
      'an earlier run saw one of them that it has still to read',
      proof({ ...alive, seen: [...seen(asOf - DAY, 2), ...seen(asOf, 1)] }),
      { ownCalls: [ran(2), ran(1)], read: [] },
      false,
    ],
    ['it has still to read the calls', proof(alive), { ownCalls: [ran(1)], covered: [ran(5)], read: [] }, false],
  ])('a run has seen enough: %s', (_, known, more, isEnough) => {
    expect(isConfirmed(known, measure(more), [])).toBe(isEnough)
  })

  it('a run has seen enough where what it did not see is final', () => {
    const known = proof({ ...alive, seen: seen(asOf - DAY, 2) })
    const m = measure({ ownCalls: [ran(2)], read: [] })
    expect(isConfirmed(known, m, [aroundCalls(ran(2))])).toBe(true)
    expect(isConfirmed(known, m, [ran(2)])).toBe(false)
  })

  it.each<[string, SourceProof, Parameters<typeof floorOf>[2], number | undefined]>([
    [
      'up to the last calls that were seen',
      proof({ seen: seen(1, 5, 4) }),
      { why: 'own-calls-missing', at: ran(2).from },
      ran(4).to,
    ],
    ['up to the last read', proof({ readAt: ran(3).from }), { why: 'own-calls-missing', at: ran(2).from }, ran(3).from],
    [
      'up to the problem at most',
      proof({ readAt: ran(1).from }),
      { why: 'events-missing', at: ran(2).from },
      ran(2).from,
    ],
    [
      'not by calls that lie behind it',
      proof({ seen: seen(1, 1) }),
      { why: 'events-missing', at: ran(2).from },
      undefined,
    ],
    [
      'not by calls of the same moment',
      proof({ seen: seen(1, 2) }),
      { why: 'events-missing', at: ran(2).from },
      undefined,
    ],
    ['nowhere where nothing was seen', proof(), { why: 'own-calls-missing', at: ran(2).from }, undefined],
    ['nowhere where it shows nothing', proof({ readAt: 5 }), { why: 'no-event' }, undefined],
    [
      'nowhere where it contradicts itself',
      proof({ readAt: 5 }),
      { why: 'contradiction', what: 'account', name: 'x' },
      undefined,
    ],
  ])('earlier readings hold %s', (_, known, problem, floor) => {
    expect(floorOf(known, measure({ ownCalls: [5, 4, 2, 1].map(ran) }), problem)).toBe(floor)
  })
})
