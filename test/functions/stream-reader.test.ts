import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readStream, type StreamResult } from '../../functions/usage/stream-reader.ts'
import type { EventPage, EventQuery } from '../../shared/cloud/cloud.ts'
import { CloudError, type FaultKind } from '../../shared/cloud/errors.ts'
import { gaps, type Interval } from '../../shared/domain/coverage.ts'
import { DAY, HOUR, iso, MINUTE, startOfDay } from '../../shared/domain/time.ts'
import { ScopeProgress } from '../../shared/progress.ts'
import { openStore } from '../../shared/store/open-store.ts'
import type { Store } from '../../shared/store/store.ts'
import { kmsEvent } from '../domain/events.ts'
import { Laboratory } from './run-night.ts'

const asOf = Date.parse('2026-11-23T02:15:00Z')
const since = asOf - 10 * DAY

let laboratory: Laboratory
let store: Store
beforeEach(async () => {
  laboratory = await Laboratory.open()
  store = await openStore({ kind: 'sqlite', file: laboratory.storeAddress.slice('sqlite:'.length) }, { mode: 'write' })
})
afterEach(async () => {
  await store.close()
  await laboratory.close()
})

interface Read extends StreamResult {
  readonly kept: readonly string[]
  readonly missing: readonly Interval[]
}

/** Reads a stream from pages that a function makes, and tells which events were kept of which days. */
async function read(lookup: (query: EventQuery) => EventPage, clock = () => asOf + 15 * MINUTE): Promise<Read> {
  const kept = new Map<number, string[]>()
  let open: { id: string; at: number }[] = []
  const result = await readStream(
    {
      trail: { lookupEvents: async (query) => lookup(query) },
      stream: 'all',
      progress: new ScopeProgress(store, '1:cn-hangzhou'),
      watch: { look: async () => {}, save: async () => {}, confirmed: true },
      since,
      asOf,
      deadline: asOf + 3 * HOUR,
      outOfTime: 'the nightly budget is used up',
      fence: 1,
      check: () => {},
      within: new AbortController().signal,
      clock,
      signal: new AbortController().signal,
      onPage: () => {},
    },
    {
      event: (event) => open.push(event),
      keep: async (days) => {
        for (const day of days) {
          kept.set(
            day.from,
            open.filter(({ at }) => at >= day.from && at < day.to).map(({ id }) => id),
          )
        }
        open = open.filter(({ at }) => !days.some((day) => at >= day.from && at < day.to))
      },
      reset: () => {
        open = []
      },
    },
  )
  const window = { from: startOfDay(since), to: asOf }
  return { ...result, kept: [...kept.values()].flat().sort(), missing: gaps(window, result.reading.covered) }
}

const event = (id: string, at: number) => kmsEvent({ eventId: id, eventTime: iso(at) })
const fault = (kind: FaultKind) =>
  new CloudError({ service: 'actiontrail', action: 'LookupEvents', region: 'cn-hangzhou', kind, code: 'Synthetic' })
const within = ({ from, to }: EventQuery, events: readonly [string, number][]) =>
  events.filter(([, at]) => at >= from && at < to).map(([id, at]) => event(id, at))

describe('reading a stream', () => {
  const events: [string, number][] = Array.from({ length: 10 }, (_, n) => [`e${n}`, since + n * DAY + HOUR])

  it('covers the window', async () => {
    const { kept, missing } = await read((query) => ({ events: within(query, events) }))
    expect(kept).toEqual(events.map(([id]) => id))
    expect(missing).toEqual([])
  })

  it('counts an event once, however often it is shown', async () => {
    const { kept } = await read((query) => ({ events: [...within(query, events), ...within(query, events)] }))
    expect(kept).toEqual(events.map(([id]) => id))
  })

  it('reads a day again whose event came out of order', async () => {
    const { kept, missing } = await read((query) => {
      const found = within(query, events)
      return { events: query.to - query.from > DAY ? [...found.slice(3), ...found.slice(0, 3)] : found }
    })
    expect(kept).toEqual(events.map(([id]) => id))
    expect(missing).toEqual([])
  })

  it('leaves out a day on which it breaks off, and reads those after it', async () => {
    const bad = startOfDay(since + 4 * DAY)
    const { kept, missing, errors } = await read((query) => {
      if (!query.nextToken)
        return { events: within({ ...query, to: Math.min(query.to, bad) }, events), nextToken: 'more' }
      if (query.from <= bad && bad < query.to) throw fault('server')
      return { events: within(query, events) }
    })
    // The day before is not over yet when the stream breaks off, so it may be left out as well.
    expect(errors.length).toBeLessThanOrEqual(2)
    expect(missing.every((gap) => gap.from >= bad - DAY && gap.to <= bad + DAY)).toBe(true)
    expect(missing.length).toBeGreaterThan(0)
    expect(kept).toContain('e9')
  })

  it('starts anew with a token that ran out', async () => {
    let refused = false
    const { kept, missing } = await read((query) => {
      if (!query.nextToken) return { events: within(query, events).slice(0, 4), nextToken: 'more' }
      if (!refused) {
        refused = true
        throw fault('invalid')
      }
      return { events: within(query, events).slice(4) }
    })
    expect(kept).toEqual(events.map(([id]) => id))
    expect(missing).toEqual([])
  })

  it('does not call a day complete of which something cannot be read', async () => {
    const { missing, reasons } = await read((query) => ({
      events: [{ test: 'test', test2: 1 }, ...within(query, events)],
    }))
    expect(missing).toHaveLength(1)
    expect(reasons).toHaveLength(1)
  })

  it('does not follow a token that repeats', async () => {
    const { missing, reasons } = await read((query) => ({ events: within(query, events), nextToken: 'again' }))
    expect(missing).not.toEqual([])
    expect(reasons).toEqual(['LookupEvents: RepeatedNextToken'])
  })

  it('spoils the day of something unreadable, or those that it may be of', async () => {
    const quiet = (days: number) => startOfDay(since) + days * DAY + HOUR
    const dated = await read(({ from }) => ({ events: [event('a', from + HOUR), { eventTime: iso(quiet(5)) }] }))
    expect(dated.missing.map(({ from }) => from)).toEqual([startOfDay(quiet(5))])
  })

  it('spoils every day up to the next event for something without a time', async () => {
    const start = startOfDay(since)
    const { missing } = await read(() => ({
      events: [event('a', start + 2 * DAY), { test: 'test' }, event('b', start + 5 * DAY)],
    }))
    expect(missing).toEqual([{ from: start + 2 * DAY, to: start + 6 * DAY }])
  })

  it('stops within a window when the budget is used up', async () => {
    let pages = 0
    const { missing, reasons } = await read(
      (query) => {
        pages += 1
        return { events: within(query, events).slice(pages - 1, pages), nextToken: `more ${pages}` }
      },
      () => asOf + 15 * MINUTE + pages * HOUR,
    )
    expect(pages).toBe(3)
    expect(missing).not.toEqual([])
    expect(reasons).toEqual(['the nightly budget is used up'])
  })
})
