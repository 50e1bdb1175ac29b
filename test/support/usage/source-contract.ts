import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UsageSource } from '../../../functions/usage/sources/source.ts'
import { coverageOf, covers, gaps } from '../../../shared/domain/coverage.ts'
import { message } from '../../../shared/domain/messages/message.ts'
import { inEnglish } from '../../../shared/domain/messages/text-in.ts'
import { DAY, dayOf, HOUR, type Instant, iso, MINUTE, SECOND, startOfDay } from '../../../shared/domain/time.ts'
import type { UsageRow } from '../../../shared/domain/usage.ts'
import { daysOf, EVENT_DELIVERY_LAG } from '../../../shared/domain/window.ts'
import { account, type RawEvent, region, type World, type WorldEvent, world } from '../../../simulator/cloud/world.ts'
import { event } from '../../../simulator/cloud/world-events.ts'
import { SCOPE } from '../cloud/open.ts'
import { everyKindOfCall } from './every-kind-of-call.ts'
import { expectedRows } from './expected-rows.ts'
import { CONTEXT, KEY, RegionLab, type RegionRead, type RegionRun, VERSION } from './region-lab.ts'

/** What goes wrong with a day (its midnight): its reading breaks off in the middle, or it is answered with what is no answer to it. */
export interface DayFault {
  readonly kind: 'breaks-off' | 'contradicts'
  readonly midnight: Instant
}

/** A source that reads a world: what `region.events` holds is what it can show of the region. */
export interface SourceUnderTest {
  readonly source: UsageSource
  /** How far back it shows events, in milliseconds; absent: for ever. */
  readonly retention?: number
  setFault(fault: DayFault | undefined): void
  close(): Promise<void>
}

/** The world may be edited between two runs; `clock` is its time. */
export type OpenSource = (world: World, clock: () => Instant) => Promise<SourceUnderTest>

const NOW = Date.parse('2026-11-23T02:30:00Z')
const AS_OF = NOW - EVENT_DELIVERY_LAG
/** Long enough for everything that the contract says, and for more than most sources read at once. */
const DAYS = 12
const QUIET_DAY = startOfDay(AS_OF - 8 * DAY)
const FAULTY_DAY = { from: startOfDay(AS_OF - 5 * DAY), to: startOfDay(AS_OF - 4 * DAY) }
/** How far a window reaches behind what a source still holds, and the same before it. */
const FORGOTTEN = 10 * DAY

const at = (moment: Instant, raw: RawEvent = {}) =>
  event({ eventTime: iso(moment), requestParameters: { KeyId: KEY }, ...raw })

/**
 * What `source.ts` promises, and every source keeps: the same events come to the same rows, whatever shows them, and what could not be
 * read is a gap with a reason. `days`: of the observation window, where one question of the source takes more than usual.
 */
export function sourceContract(name: string, open: OpenSource, days = DAYS): void {
  const WINDOW = { from: startOfDay(AS_OF - days * DAY), to: AS_OF }
  /** Calls of every day of the window but one: the same in all tests, so that what is made of them is made once. */
  const usual = daysOf(WINDOW)
    .filter(({ from }) => from !== QUIET_DAY)
    .map(({ from }) => Array.from({ length: 12 }, (_, n) => at(from + (n + 1) * MINUTE)))
  const everyDay = (count: 3 | 12 = 3) => usual.flatMap((ofDay) => ofDay.slice(0, count))

  describe(`${name} as a usage source`, () => {
    let now = NOW
    let lab: RegionLab
    let opened: SourceUnderTest[]
    beforeEach(async () => {
      now = NOW
      opened = []
      lab = await RegionLab.open()
    })
    afterEach(async () => {
      await Promise.all(opened.map((each) => each.close()))
      await lab.close()
    })

    async function sourceOf(events: WorldEvent[], elsewhere: Record<string, WorldEvent[]> = {}) {
      const regions = Object.fromEntries(
        Object.entries({ ...elsewhere, [SCOPE.region]: events }).map(([id, held]) => [id, region({ events: held })]),
      )
      const found = await open(world({ accounts: [account({ id: SCOPE.accountId, regions })] }), () => now)
      opened.push(found)
      return found
    }
    const readFrom = (source: UsageSource, run: Partial<RegionRun> = {}) => lab.read(source, { now, days, ...run })
    const read = async (events: WorldEvent[]) => readFrom((await sourceOf(events)).source)
    const rowsOf = (events: readonly WorldEvent[], window = WINDOW) => expectedRows(events, window, CONTEXT)
    const isWhole = ({ all, remaining }: RegionRead) =>
      gaps(WINDOW, all.covered).length === 0 && remaining.gaps.length === 0 && remaining.reasons.length === 0

    /** Every day is there with all its rows or not at all, and those that are covered are there. */
    function expectNothingHalf(found: Pick<RegionRead, 'rows' | 'all'>, events: readonly WorldEvent[]): void {
      const expected = rowsOf(events)
      for (const day of daysOf(WINDOW)) {
        const isOfDay = (row: UsageRow) => row.day === dayOf(day.from)
        const rows = found.rows.filter(isOfDay)
        if (rows.length > 0 || covers(found.all.covered, day)) expect(rows).toEqual(expected.filter(isOfDay))
      }
    }

    it('gives every kind of call its row: operation, key, caller, outcome, hours, first and last, event ids', async () => {
      const events = everyKindOfCall(WINDOW)
      const found = await read(events)
      expect(found.rows).toEqual(rowsOf(events))
      expect(isWhole(found)).toBe(true)
      expect(new Set(found.rows.map(({ outcome }) => outcome)).size).toBe(4)
      expect(found.rows.some(({ calls, events: newest }) => calls > 10 && newest.length === 10)).toBe(true)
    })

    it('takes an event at the edges of days, of its windows and of the run where it belongs', async () => {
      const edges = daysOf(WINDOW).flatMap(({ from, to }) => [from, from + SECOND, to - SECOND])
      const events = [...edges, WINDOW.from - SECOND, WINDOW.to - SECOND, WINDOW.to].map((moment) => at(moment))
      const found = await read(events)
      expect(found.rows).toEqual(rowsOf(events))
      expect(found.all.covered).toEqual([WINDOW])
    })

    it('covers days without an event', async () => {
      const found = await read([at(QUIET_DAY)])
      expect(found.rows).toHaveLength(1)
      expect(isWhole(found)).toBe(true)
    })

    it('counts an event once, however often it is shown, and tells others apart that share its moment or its id', async () => {
      const crowd = Array.from({ length: 130 }, (_, n) => ({
        ...at(QUIET_DAY + HOUR, { eventId: `c${n}` }),
        repeat: n % 3,
      }))
      const twins = ['Encrypt', 'Decrypt', 'Encrypt'].map((eventName) =>
        at(QUIET_DAY + HOUR, { eventName, eventId: 'twin' }),
      )
      const events = [...everyDay(), ...crowd, ...crowd.slice(0, 40), ...twins]
      const found = await read(events)
      expect(found.rows).toEqual(rowsOf(events))
      expect(isWhole(found)).toBe(true)
    })

    it('counts nothing of other services, of management, of other regions, or that names no key', async () => {
      const others = [
        { serviceName: 'Ecs', eventName: 'Decrypt' },
        { eventName: 'DescribeKey' },
        { eventName: 'NobodyKnows', requestParameters: {} },
      ]
      const events = everyDay()
      const noise = others.map((raw) => at(QUIET_DAY + HOUR, raw))
      const there = { 'cn-beijing': [at(QUIET_DAY + HOUR, { acsRegion: 'cn-beijing' })] }
      const { source } = await sourceOf([...events, ...noise], there)
      const found = await readFrom(source)
      expect(found.rows).toEqual(rowsOf(events))
      expect(isWhole(found)).toBe(true)
    })

    it.each([
      ['region', { acsRegion: 'cn-shanghai-finance-1' }],
      ['account', { recipientAccountId: '1000000000000009' }],
    ])('never counts an event that says to be of another %s', async (_, raw) => {
      const foreign = [at(QUIET_DAY + HOUR, { ...raw, eventName: 'ReEncrypt' }), at(QUIET_DAY + HOUR, raw)]
      const events = everyDay()
      const found = await read([...events, ...foreign])
      // Shown to the stage, they contradict; a source that holds many scopes may pass them over.
      if (found.problem?.why === 'contradiction') expect(found.all.covered).toEqual([])
      else expect(found.rows).toEqual(rowsOf(events))
      expect(found.rows.filter(({ day }) => day === iso(QUIET_DAY).slice(0, 10))).toEqual([])
    })

    it('does not cover a day in which something is no event, and says which', async () => {
      const events = everyDay()
      const found = await read([...events, at(QUIET_DAY + HOUR, { eventName: undefined })])
      expect(found.rows).toEqual(rowsOf(events))
      expect(gaps(WINDOW, found.all.covered)).toEqual([{ from: QUIET_DAY, to: QUIET_DAY + DAY }])
      expect(inEnglish(found.remaining.reasons)).toEqual([expect.stringContaining(iso(QUIET_DAY).slice(0, 10))])
    })

    it('collects who aliases named and when', async () => {
      const renamed = { AliasName: 'alias/pay', KeyId: KEY }
      const found = await read([
        ...everyDay(),
        at(QUIET_DAY + HOUR, { eventName: 'CreateAlias', requestParameters: renamed }),
        at(QUIET_DAY + 2 * HOUR, { eventName: 'DeleteAlias', requestParameters: { AliasName: 'alias/pay' } }),
      ])
      expect(found.aliases.map(({ alias, keyId, at: moment }) => [alias, keyId, moment])).toEqual([
        ['alias/pay', KEY, QUIET_DAY + HOUR],
        ['alias/pay', null, QUIET_DAY + 2 * HOUR],
      ])
    })

    it.each(['breaks-off', 'contradicts'] as const)(
      'leaves a gap with a reason where a day %s, never half a day',
      async (kind) => {
        const events = everyDay(12)
        const tried = await sourceOf(events)
        tried.setFault({ kind, midnight: FAULTY_DAY.from })
        const found = await readFrom(tried.source)
        expectNothingHalf(found, events)
        expect(gaps(FAULTY_DAY, found.all.covered)).toEqual([FAULTY_DAY])
        expect(found.remaining.reasons).not.toEqual([])
        // A fault of one day costs what is read with it, and not the rest.
        expect(found.all.covered).not.toEqual([])
        tried.setFault(undefined)
        now += HOUR
        const mended = await readFrom(tried.source)
        expect(mended.rows).toEqual(rowsOf(events, { from: WINDOW.from, to: WINDOW.to + HOUR }))
        expect(mended.remaining).toMatchObject({ gaps: [], reasons: [] })
      },
    )

    it('leaves nothing half when it is stopped, and goes on from there', async () => {
      const events = everyDay(12)
      const { source } = await sourceOf(events)
      const stop = new AbortController()
      let steps = 0
      const onStep = () => {
        steps += 1
        if (steps === 4) stop.abort(new Error('stopped'))
      }
      await expect(readFrom(source, { signal: stop.signal, onStep })).rejects.toThrow()
      expectNothingHalf(await lab.stored(), events)
      const resumed = await readFrom(source)
      expect(resumed.rows).toEqual(rowsOf(events))
      expect(isWhole(resumed)).toBe(true)
    })

    it('ends with the days that it came to when the time is over, says so, and goes on in the next run', async () => {
      const events = everyDay(12)
      const { source } = await sourceOf(events)
      let steps = 0
      const onStep = () => {
        steps += 1
      }
      const found = await readFrom(source, { onStep, isOver: () => steps >= 4 })
      expectNothingHalf(found, events)
      expect(found.remaining.gaps).not.toEqual([])
      expect(found.remaining.reasons).toEqual([message('budget-used-up')])
      const next = await readFrom(source)
      expect(next.rows).toEqual(rowsOf(events))
      expect(isWhole(next)).toBe(true)
    })

    it('reads days again that may still get events, and no other', async () => {
      const events = everyDay()
      const { source } = await sourceOf(events)
      const first = await readFrom(source)
      expect(first.all.final).toEqual([{ from: WINDOW.from, to: startOfDay(AS_OF - DAY) }])
      const late = [at(startOfDay(AS_OF) + 30 * MINUTE), at(startOfDay(AS_OF) - HOUR)]
      const tooLate = at(startOfDay(AS_OF) - 3 * DAY)
      events.push(...late, tooLate)
      now += DAY
      const second = await readFrom(source)
      const known = events.filter((each) => each !== tooLate)
      expect(second.rows).toEqual(rowsOf(known, { from: WINDOW.from, to: WINDOW.to + DAY }))
      expect(second.all.covered).toEqual([{ from: WINDOW.from, to: WINDOW.to + DAY }])
    })

    it('finds a deciding operation that came days late', async () => {
      const events = everyDay()
      const { source } = await sourceOf(events)
      await readFrom(source)
      const parameters = {
        CiphertextBlob: Buffer.from(VERSION.padEnd(60, 'x')).toString('base64'),
        DestinationKeyId: KEY,
      }
      events.push(at(startOfDay(AS_OF) - 3 * DAY, { eventName: 'ReEncrypt', requestParameters: parameters }))
      now += DAY
      const second = await readFrom(source)
      expect(second.rows).toEqual(rowsOf(events, { from: WINDOW.from, to: WINDOW.to + DAY }))
    })

    it('says what it does not hold any more', async () => {
      const events: WorldEvent[] = []
      const tried = await sourceOf(events)
      const held = tried.retention ?? days * DAY
      events.push(...[FORGOTTEN / 2, -FORGOTTEN / 2].map((before) => at(AS_OF - held - before)))
      const found = await readFrom(tried.source, { days: (held + FORGOTTEN) / DAY })
      const horizon = tried.retention === undefined ? startOfDay(AS_OF - held - FORGOTTEN) : now - tried.retention
      const [begin] = coverageOf(found.all.covered)
      expect(begin?.from).toBeGreaterThanOrEqual(horizon)
      expect(begin?.from).toBeLessThan(horizon + HOUR)
      expect(found.rows).toEqual(rowsOf(events, { from: horizon, to: AS_OF }))
      const advice = inEnglish(tried.source.scope(SCOPE).adviseOn(found.remaining.gaps))
      expect(advice).toMatch(/\.$/)
    })

    it('tells its pace, and how long the rest may take', async () => {
      const events = everyDay(12)
      const { source } = await sourceOf(events)
      let steps = 0
      const onStep = () => {
        steps += 1
      }
      const { remaining } = await readFrom(source, { onStep, isOver: () => steps >= 6 })
      expect(steps).toBeGreaterThanOrEqual(6)
      expect(remaining.seconds).toBeGreaterThan(0)
      const { maxPace, pace, action } = source.scope(SCOPE)
      expect(maxPace).toBeGreaterThan(0)
      expect(pace).toBeGreaterThan(0)
      expect(action).toMatch(/^\S+$/)
    })

    it.each([
      { why: 'no-event' },
      { why: 'own-calls-missing', at: NOW },
      { why: 'events-missing', at: NOW },
      { why: 'contradiction', what: 'region', name: 'cn-beijing' },
    ] as const)('says what "$why" means for its proof, and how it is mended', async (problem) => {
      const { source } = await sourceOf([])
      const { message: said, advice } = inEnglish(source.scope(SCOPE).explain(problem))
      expect(said).toContain(SCOPE.region)
      expect(advice).toMatch(/\.$/)
    })
  })
}
