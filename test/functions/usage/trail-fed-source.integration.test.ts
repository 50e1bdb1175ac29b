import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ScopeSource, UsageSource } from '../../../functions/usage/sources/source.ts'
import { TrailFedSource, type TrailFinding } from '../../../functions/usage/sources/trail/trail-fed-source.ts'
import { coverageOf } from '../../../shared/domain/coverage.ts'
import { message } from '../../../shared/domain/messages/message.ts'
import { DAY, HOUR, iso, startOfDay } from '../../../shared/domain/time.ts'
import { coveredBy, EVENT_DELIVERY_LAG } from '../../../shared/domain/window.ts'
import type { WorldEvent } from '../../../simulator/cloud/world.ts'
import { event } from '../../../simulator/cloud/world-events.ts'
import { SCOPE } from '../../support/cloud/open.ts'
import { call } from '../../support/domain/call.ts'
import { expectedRows } from '../../support/usage/expected-rows.ts'
import { type Listed, listedSource } from '../../support/usage/listed-source.ts'
import { CONTEXT, KEY, RegionLab } from '../../support/usage/region-lab.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const AS_OF = NOW - EVENT_DELIVERY_LAG
const DAYS = 10
const WINDOW = { from: startOfDay(AS_OF - DAYS * DAY), to: AS_OF }
const YOUNG = startOfDay(AS_OF - 4 * DAY)

const events = Array.from({ length: DAYS * 4 }, (_, n) =>
  event({ eventTime: iso(WINDOW.from + n * 6 * HOUR + HOUR), eventId: `e${n}`, requestParameters: { KeyId: KEY } }),
)

let lab: RegionLab
beforeEach(async () => {
  lab = await RegionLab.open()
})
afterEach(() => lab.close())

/** A source that holds the events of an interval, under a name. */
function part(name: string, held: { from: number; to: number }, fault?: Listed['fault']): ScopeSource {
  const isHeld = ({ raw }: WorldEvent) => {
    const at = Date.parse(String(raw.eventTime))
    return at >= held.from && at < held.to
  }
  const source = listedSource({ eventsOf: () => events.filter(isHeld), fault }).scope(SCOPE)
  return {
    ...{ name, action: name, maxPace: 100, pace: 100 },
    read: (tasks, limits) =>
      source.read(
        tasks.map((task) => ({
          stream: task.stream,
          unread: ({ from, to }) => task.unread({ from: Math.max(from, held.from), to: Math.min(to, held.to) }),
          begin: (days, isPart) => task.begin(days, isPart),
          isByHour: (event, like) => task.isByHour(event, like),
          reopen: (midnight) => task.reopen(midnight),
          fail: (failure) => task.fail(failure),
          outOfTime: () => task.outOfTime(),
          step: (part) => task.step(part),
        })),
        limits,
      ),
    adviseOn: () => call('advice', name),
    explain: () => ({ message: call('problem', name), advice: call('advice', name) }),
  }
}

const ALWAYS = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
const lookups = (held = ALWAYS) => part('lookup', held)

function fedBy(found: TrailFinding, rest = lookups()): UsageSource {
  return { scope: () => new TrailFedSource({ find: async () => found, lookups: rest }) }
}

describe('a trail and lookups are one coverage', () => {
  test('lookups read what a young trail lacks, and days say which source they are from', async () => {
    const young = part('sls', { from: YOUNG, to: Number.POSITIVE_INFINITY })
    const { rows, all, remaining } = await lab.read(fedBy({ source: young, problems: [] }), { now: NOW, days: DAYS })
    expect(rows).toEqual(expectedRows(events, WINDOW, CONTEXT))
    expect(all.covered).toEqual([WINDOW])
    expect(remaining).toMatchObject({ gaps: [], reasons: [] })
    expect(coveredBy(all)).toEqual({
      lookup: [{ from: WINDOW.from, to: YOUNG }],
      sls: [{ from: YOUNG, to: AS_OF }],
    })
  })

  test('a day that cannot be read of the trail is looked up, and said', async () => {
    const midnight = startOfDay(AS_OF - 2 * DAY)
    const torn = part('sls', ALWAYS, { kind: 'breaks-off', midnight })
    const { rows, all, remaining } = await lab.read(fedBy({ source: torn, problems: [] }), { now: NOW, days: DAYS })
    expect(rows).toEqual(expectedRows(events, WINDOW, CONTEXT))
    expect(all.covered).toEqual([WINDOW])
    expect(coveredBy(all).lookup).toEqual([{ from: midnight, to: midnight + DAY }])
    expect(remaining.reasons).not.toEqual([])
  })

  test('what neither can read is a gap', async () => {
    const midnight = startOfDay(AS_OF - 2 * DAY)
    const torn = part('sls', ALWAYS, { kind: 'breaks-off', midnight })
    const none = lookups({ from: 0, to: 0 })
    const { all } = await lab.read(fedBy({ source: torn, problems: [] }, none), { now: NOW, days: DAYS })
    expect(all.covered).toEqual(
      coverageOf([
        { from: WINDOW.from, to: midnight },
        { from: midnight + DAY, to: AS_OF },
      ]),
    )
  })

  test('a trail that has stopped is said, though lookups make up for it', async () => {
    const stopped = part('sls', { from: 0, to: YOUNG })
    const problems = [call('trail', 'stopped')]
    const { all, remaining } = await lab.read(fedBy({ source: stopped, problems }), { now: NOW, days: DAYS })
    expect(all.covered).toEqual([WINDOW])
    expect(remaining.reasons).toEqual([call('trail', 'stopped')])
  })
})

test('a trail that holds no use at all is a gap, and nothing is looked up in its place', async () => {
  const { rows, all, remaining } = await lab.read(
    fedBy({ reason: call('trail', 'writes only'), advice: message('check-settings'), action: 'DescribeTrails' }),
    {
      now: NOW,
      days: DAYS,
    },
  )
  expect([rows, all.covered]).toEqual([[], []])
  expect(remaining).toMatchObject({
    gaps: [{ from: AS_OF - DAYS * DAY, to: AS_OF }],
    reasons: [call('trail', 'writes only')],
  })
})

test('where no trail is asked for, all is looked up', async () => {
  const { all } = await lab.read(fedBy({ lookupsAlone: true }), { now: NOW, days: DAYS })
  expect(coveredBy(all)).toEqual({ lookup: [WINDOW] })
})

test('a later night that reads another source keeps what was read before', async () => {
  await lab.read(fedBy({ lookupsAlone: true }), { now: NOW, days: DAYS })
  const trail = part('sls', ALWAYS)
  const { all, rows } = await lab.read(fedBy({ source: trail, problems: [] }), { now: NOW + DAY, days: DAYS })
  const read = coveredBy(all)
  expect(read.lookup?.[0]?.from).toBe(WINDOW.from)
  expect(read.sls?.at(-1)?.to).toBe(AS_OF + DAY)
  expect(rows).toEqual(expectedRows(events, WINDOW, CONTEXT))
})

test('what a trail holds of a day never takes the place of the whole day that was looked up', async () => {
  const { rows: before } = await lab.read(fedBy({ lookupsAlone: true }), { now: NOW, days: DAYS })
  const young = part('sls', { from: startOfDay(AS_OF) - 12 * HOUR, to: Number.POSITIVE_INFINITY })
  const silent = lookups({ from: 0, to: 0 })
  const { all, rows } = await lab.read(fedBy({ source: young, problems: [] }, silent), { now: NOW + HOUR, days: DAYS })
  expect(all.covered).toEqual([{ from: WINDOW.from, to: AS_OF + HOUR }])
  expect(rows).toEqual(before)
})

test('where a trail was started is not where the past ends', async () => {
  const days = 90
  const started = AS_OF - days * DAY + 4 * HOUR
  const trail = part('sls', { from: started, to: Number.POSITIVE_INFINITY })
  const found = await lab.read(fedBy({ source: trail, problems: [] }, lookups({ from: 0, to: 0 })), { now: NOW, days })
  expect(found.remaining.gaps).toEqual([{ from: AS_OF - days * DAY, to: started }])
})
