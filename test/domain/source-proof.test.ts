import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CLOCK_SKEW,
  dueCalls,
  floorOf,
  isConfirmed,
  type Measure,
  type OwnCalls,
  problemOf,
  type SourceProof,
  startProof,
  withEvent,
  withOwnCalls,
} from '../../shared/domain/source-proof.ts'
import { DAY, HOUR, MINUTE, SECOND, startOfDay } from '../../shared/domain/time.ts'
import { formatProof, parseProof } from '../../shared/store/stored-proof.ts'

const asOf = Date.parse('2026-11-23T02:15:00Z')
const since = asOf - 90 * DAY
const WHOLE = [{ from: startOfDay(since), to: asOf }]
const RECENT = [{ from: startOfDay(asOf) - DAY, to: asOf }]
/** Calls of the run of so many nights ago. */
const nightAgo = (nights: number): OwnCalls => ({
  from: asOf + 15 * MINUTE - nights * DAY,
  to: asOf + 16 * MINUTE - nights * DAY,
})
const NIGHTS = [3, 2, 1, 0].map(nightAgo)
const measure = (more: Partial<Measure> = {}): Measure => ({
  asOf,
  since,
  ownCalls: NIGHTS,
  covered: WHOLE,
  read: RECENT,
  ...more,
})
const fresh: SourceProof = { asOf, state: 'reading', seen: [] }
const own = (at: number) => ({ at, own: true, reads: true })
const seeing = (proof: SourceProof, moments: readonly number[], m = measure()) =>
  moments.reduce((known, at) => withEvent(known, own(at), dueCalls(m)), proof)

const wholeSeconds = (least: number, most: number) =>
  fc.integer({ min: Math.ceil(least / SECOND), max: Math.floor(most / SECOND) }).map((seconds) => seconds * SECOND)

describe('a source', () => {
  it('is proven when it shows an event and the calls of every earlier run', () => {
    const proof = seeing(
      fresh,
      NIGHTS.slice(0, 3).map(({ from }) => from),
    )
    expect(problemOf(proof, measure())).toBeUndefined()
    expect(isConfirmed(proof, measure(), [])).toBe(true)
  })

  it('is not proven for want of any one of them', () => {
    fc.assert(
      fc.property(fc.subarray([3, 2, 1]), (nights) => {
        const proof = seeing(
          fresh,
          [asOf - 10 * DAY, ...nights.map((each) => nightAgo(each).from)],
          measure({ read: WHOLE }),
        )
        const problem = problemOf(proof, measure({ read: WHOLE }))
        const missing = [3, 2, 1].find((night) => !nights.includes(night))
        expect(problem).toEqual(
          missing === undefined ? undefined : { why: 'own-calls-missing', at: nightAgo(missing).from },
        )
      }),
    )
  })

  it('bears clocks that are apart by five minutes, and no more', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000, max: 1_000 }), (seconds) => {
        const calls = nightAgo(1)
        const proof = seeing(fresh, [nightAgo(3).from, nightAgo(2).from, calls.from + seconds * SECOND])
        const within = seconds * SECOND > -CLOCK_SKEW - SECOND && seconds * SECOND <= MINUTE + CLOCK_SKEW
        expect(problemOf(proof, measure()) === undefined).toBe(within)
      }),
    )
  })

  it('is asked for nothing that came after asOf, was not read, or lies before the window', () => {
    const proof = seeing(fresh, [asOf - HOUR])
    const of = (more: Partial<Measure>) => problemOf(proof, measure(more))
    expect(of({ ownCalls: [nightAgo(0)] })).toBeUndefined()
    expect(of({ ownCalls: [{ from: asOf - 2 * MINUTE, to: asOf - MINUTE }] })).toBeUndefined()
    expect(of({ ownCalls: [{ from: since - DAY, to: since - DAY + MINUTE }] })).toBeUndefined()
    expect(of({ covered: [{ from: asOf - 12 * HOUR, to: asOf }], ownCalls: [nightAgo(1)] })).toBeUndefined()
    expect(of({ ownCalls: [nightAgo(1)] })).toMatchObject({ why: 'own-calls-missing' })
  })

  it('says nothing of itself when nothing of it was read', () => {
    expect(problemOf(fresh, measure({ covered: [], read: [] }))).toBeUndefined()
    expect(problemOf(fresh, measure({ ownCalls: [] }))).toEqual({ why: 'no-event' })
    const old: SourceProof = { ...fresh, shownAt: since - DAY }
    expect(problemOf(old, measure({ ownCalls: [] }))).toEqual({ why: 'no-event' })
  })

  it('must show again what is read again', () => {
    const before = seeing(
      { ...fresh, asOf: asOf - DAY },
      NIGHTS.slice(0, 3).map(({ from }) => from),
    )
    const now = startProof(before, asOf)
    expect(now).toMatchObject({ state: 'reading', shownAt: before.shownAt })
    expect(now.shownNow).toBeUndefined()
    expect(problemOf(now, measure({ ownCalls: [] }))).toEqual({ why: 'events-missing', at: before.shownAt })
    expect(problemOf(now, measure())).toMatchObject({ why: 'own-calls-missing' })
    // What is final is not read again, and was seen.
    expect(problemOf(now, measure({ read: [] }))).toBeUndefined()
    expect(problemOf(seeing(now, [nightAgo(1).from]), measure())).toBeUndefined()
  })

  it('that contradicted itself stays so, whatever it shows after', () => {
    const proof: SourceProof = { ...fresh, state: { why: 'contradiction', what: 'region', name: 'cn-beijing' } }
    const more = seeing(
      proof,
      NIGHTS.map(({ from }) => from),
    )
    expect(problemOf(more, measure())).toMatchObject({ why: 'contradiction' })
    expect(isConfirmed(more, measure(), [])).toBe(false)
    expect(startProof(more, asOf)).toBe(more)
    expect(startProof(more, asOf + DAY).state).toBe('reading')
  })

  it('is confirmed by what this run saw alone, and by all that it can see', () => {
    const known: SourceProof = startProof(
      seeing({ ...fresh, asOf: asOf - DAY }, [nightAgo(3).from, nightAgo(2).from]),
      asOf,
    )
    const final = [{ from: startOfDay(since), to: startOfDay(asOf) - DAY }]
    const none = measure({ read: [], covered: final })
    expect(isConfirmed(known, none, final)).toBe(false)
    expect(isConfirmed(seeing(known, [asOf - 30 * HOUR], none), none, final)).toBe(false)
    expect(isConfirmed(seeing(known, [nightAgo(1).from], none), none, final)).toBe(true)
    const first = measure({ ownCalls: [nightAgo(0)], read: [], covered: [] })
    expect(isConfirmed(seeing(fresh, [asOf - 20 * DAY], first), first, [])).toBe(true)
  })
})

describe('what holds of earlier readings', () => {
  it('is never later than what is missing, nor than the last sign of life', () => {
    fc.assert(
      fc.property(fc.subarray([3, 2, 1]), fc.option(wholeSeconds(since, asOf)), (nights, readAt) => {
        const proof = {
          ...seeing(
            fresh,
            nights.map((each) => nightAgo(each).from),
          ),
          ...(readAt === null ? {} : { readAt }),
        }
        const problem = problemOf(proof, measure({ covered: WHOLE }))
        if (problem?.why !== 'own-calls-missing') return
        const floor = floorOf(proof, measure(), problem)
        const alive = [
          ...nights
            .map((each) => nightAgo(each))
            .filter(({ from }) => from < problem.at)
            .map(({ to }) => to),
          ...(proof.readAt === undefined ? [] : [proof.readAt]),
        ]
        expect(floor).toBe(alive.length === 0 ? undefined : Math.min(problem.at, Math.max(...alive)))
      }),
    )
  })

  it('is nothing where a trail of writes alone has shown something', () => {
    const proof = withEvent(fresh, { at: asOf - 3 * DAY, own: false, reads: false }, dueCalls(measure()))
    const problem = problemOf(proof, measure())
    expect(problem).toMatchObject({ why: 'own-calls-missing' })
    expect(problem && floorOf(proof, measure(), problem)).toBeUndefined()
    expect(floorOf(fresh, measure(), { why: 'no-event' })).toBeUndefined()
  })
})

describe('the calls of runs', () => {
  it('are kept within the window, a bounded number, each once', () => {
    fc.assert(
      fc.property(fc.array(wholeSeconds(since - 30 * DAY, asOf), { maxLength: 40 }), (starts) => {
        const kept = starts.reduce<readonly OwnCalls[]>(
          (all, from) => withOwnCalls(all, { from, to: from + MINUTE }, since),
          [],
        )
        expect(new Set(kept.map(({ from }) => from)).size).toBe(kept.length)
        expect([...kept].sort((a, b) => a.from - b.from)).toEqual(kept)
        expect(kept.every(({ to }) => to >= since)).toBe(true)
      }),
    )
    const many = Array.from({ length: 3_000 }, (_, n) => ({ from: asOf + n * MINUTE, to: asOf + n * MINUTE + SECOND }))
    expect(
      many.reduce<readonly OwnCalls[]>((all, calls) => withOwnCalls(all, calls, since), []).length,
    ).toBeLessThanOrEqual(1_000)
  })
})

it('a proof is stored and read back as it was', () => {
  const moment = wholeSeconds(since, asOf)
  const state = fc.oneof(
    fc.constantFrom('reading' as const, 'confirmed' as const, 'proven' as const),
    fc.constant({ why: 'no-event' as const }),
    fc.record({ why: fc.constantFrom('own-calls-missing' as const, 'events-missing' as const), at: moment }),
    fc.record({
      why: fc.constant('contradiction' as const),
      what: fc.constantFrom('region' as const, 'account' as const),
      name: fc.string(),
    }),
  )
  const proofs = fc.record(
    {
      asOf: moment,
      state,
      seen: fc.array(fc.record({ at: moment, by: moment })),
      shownAt: moment,
      shownNow: moment,
      readAt: moment,
      floor: moment,
    },
    { requiredKeys: ['asOf', 'state', 'seen'] },
  )
  fc.assert(
    fc.property(proofs, (proof) => {
      expect(parseProof(JSON.parse(JSON.stringify(formatProof(proof))))).toEqual(proof)
    }),
  )
  expect(parseProof(undefined)).toBeUndefined()
})
