import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readInLanes } from '../../functions/usage/sources/lookup/lanes.ts'
import { StreamReader } from '../../functions/usage/sources/lookup/stream-reader.ts'
import { StreamTask } from '../../functions/usage/stream-task.ts'
import type { EventPage, EventQuery } from '../../shared/cloud/cloud.ts'
import { gaps } from '../../shared/domain/coverage.ts'
import { DAY, iso, MINUTE, startOfDay } from '../../shared/domain/time.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import { PacedService, played, useFakeClock } from '../support/cloud/quota-clock.ts'
import { kmsEvent } from '../support/domain/events.ts'
import { progressInMemory } from '../support/store/progress-in-memory.ts'
import { streamSettings } from '../support/usage/stream-settings.ts'

beforeEach(useFakeClock)
afterEach(() => vi.useRealTimers())

const asOf = Date.parse('2026-11-23T02:15:00Z')
const QUOTA = 2
const PAGE = 50

/** Events of so many days, evenly spread; read within the quota. */
async function reading({ days, count, latency }: { days: number; count: number; latency: number }) {
  const since = asOf - days * DAY
  const times = Array.from({ length: count }, (_, n) => since + Math.floor((days * DAY * n) / count))
  const service = new PacedService(QUOTA, latency)
  const kept: string[] = []
  const daysInOrder: number[] = []
  const lookup = ({ from, to, nextToken }: EventQuery): EventPage => {
    const start = nextToken === undefined ? times.findIndex((at) => at >= from) : Number(nextToken)
    const end = times.findIndex((at) => at > to)
    const last = end === -1 ? times.length : end
    const indexes = Array.from({ length: Math.min(PAGE, last - start) }, (_, n) => start + n)
    const events = indexes.map((n) => kmsEvent({ eventId: `e${n}`, eventTime: iso(times[n] ?? 0) }))
    return { events, ...(start + PAGE < last ? { nextToken: `${start + PAGE}` } : {}) }
  }
  const progress = new ScopeProgress(progressInMemory(), '1:cn-hangzhou')
  const task = await StreamTask.open(streamSettings(progress, { since, asOf }), () => {
    const open: { id: string; at: number }[] = []
    return {
      event: (event) => open.push(event),
      keep: async (closed) => {
        for (const day of closed) {
          daysInOrder.push(day.from)
          kept.push(...open.filter(({ at }) => at >= day.from && at < day.to).map(({ id }) => id))
        }
      },
    }
  })
  const { signal } = new AbortController()
  const reader = new StreamReader(task, {
    trail: { lookupEvents: (query) => service.call(() => lookup(query)) },
    clock: () => asOf + 15 * MINUTE,
    limits: { signal, within: signal, isOver: () => false },
    ledNowhere: () => false,
  })
  await played(readInLanes([reader], (signal) => service.spare(signal)))
  const missing = gaps({ from: startOfDay(since), to: asOf }, (await progress.reading('all')).covered)
  return { service, kept, missing, daysInOrder, needed: Math.ceil(count / PAGE) }
}

describe('the trail is read within 1.05 times what the quota allows', () => {
  test.each([
    [5, 1, 1.05],
    [150, 1, 1.05],
    [600, 2, 1.05],
    // One more window at a time, until it is enough, and the last answer: six of a hundred seconds.
    [2_000, 5, 1.1],
  ])('at %d ms an answer', async (latency, atOnce, bound) => {
    const { service, kept, missing, needed } = await reading({ days: 80, count: 10_000, latency })
    expect(missing).toEqual([])
    expect(kept).toHaveLength(10_000)
    expect(new Set(kept).size).toBe(10_000)
    expect(service.busiestSecond).toBeLessThanOrEqual(QUOTA)
    expect(service.peakInFlight).toBeLessThanOrEqual(atOnce)
    // The calls that sharing a window costs do not excuse themselves.
    expect(service.took / ((needed / QUOTA) * 1_000)).toBeLessThanOrEqual(bound)
  })

  test('one window alone is shared, a day is not', async () => {
    const month = await reading({ days: 20, count: 4_000, latency: 2_000 })
    expect(month.missing).toEqual([])
    expect(month.kept).toHaveLength(4_000)
    expect(new Set(month.daysInOrder).size).toBe(month.daysInOrder.length)
    expect(month.service.peakInFlight).toBeGreaterThan(2)
    expect(month.service.sent.length).toBeLessThanOrEqual(month.needed + 12)
    const day = await reading({ days: 0.05, count: 400, latency: 2_000 })
    expect(day.kept).toHaveLength(400)
    expect(day.service.peakInFlight).toBe(1)
  })

  test('with answers that are quick enough, one window at a time and the newest first', async () => {
    const { service, daysInOrder } = await reading({ days: 80, count: 2_000, latency: 150 })
    expect(service.peakInFlight).toBe(1)
    const newest = daysInOrder.indexOf(startOfDay(asOf))
    expect(daysInOrder.slice(0, newest + 1)).toEqual([...daysInOrder.slice(0, newest + 1)].sort((a, b) => a - b))
    expect(daysInOrder.slice(newest + 1).every((day) => day < (daysInOrder[0] ?? 0))).toBe(true)
  })
})
