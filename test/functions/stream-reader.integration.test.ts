import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readInLanes } from '../../functions/usage/sources/lookup/lanes.ts'
import { StreamReader } from '../../functions/usage/sources/lookup/stream-reader.ts'
import { type StreamResult, StreamTask } from '../../functions/usage/stream-task.ts'
import type { EventPage, EventQuery } from '../../shared/cloud/cloud.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import type { FaultKind } from '../../shared/cloud/fault.ts'
import { gaps, type Interval } from '../../shared/domain/coverage.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { DAY, HOUR, iso, MINUTE, SECOND, startOfDay } from '../../shared/domain/time.ts'
import { openStore } from '../../shared/store/open-store.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Store } from '../../shared/store/store.ts'
import type { StreamName } from '../../shared/store/streams.ts'
import { kmsEvent } from '../support/domain/events.ts'
import { Laboratory } from '../support/functions/run-night.ts'
import { streamSettings } from '../support/usage/stream-settings.ts'

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

const never = () => new Promise<boolean>(() => {})

/** Reads a stream from pages that a function makes, and tells which events were kept of which days. One window at a time, unless `spare` says so. */
async function read(
  lookup: (query: EventQuery) => EventPage | Promise<EventPage>,
  clock = () => asOf + 15 * MINUTE,
  from = since,
  stream: StreamName = 'all',
  spare: (signal: AbortSignal) => Promise<boolean> = never,
): Promise<Read> {
  const kept = new Map<number, string[]>()
  const signal = new AbortController().signal
  const task = await StreamTask.open(
    streamSettings(new ScopeProgress(store, '1:cn-hangzhou'), { stream, since: from, asOf }),
    () => {
      let open: { id: string; at: number }[] = []
      return {
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
      }
    },
  )
  const reader = new StreamReader(task, {
    trail: { lookupEvents: async (query) => lookup(query) },
    clock,
    limits: { signal, within: signal, isOver: () => clock() >= asOf + 3 * HOUR },
    ledNowhere: () => false,
  })
  await readInLanes([reader], spare)
  const { result } = task
  const window = { from: startOfDay(from), to: asOf }
  return {
    ...result,
    reasons: inEnglish(result.reasons),
    kept: [...kept.values()].flat().sort(),
    missing: gaps(window, result.reading.covered),
  }
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

  it('starts over with a token that ran out', async () => {
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

describe('an answer to another question', () => {
  const sound: [string, number][] = Array.from({ length: 10 }, (_, n) => [`e${n}`, since + n * DAY + HOUR])
  const outside = fc.oneof(
    fc.integer({ min: 1, max: 400 * DAY }).map((early) => ({ early })),
    fc.integer({ min: SECOND, max: 400 * DAY }).map((late) => ({ late })),
  )

  it('of another time is a gap of its window, and said', async () => {
    await fc.assert(
      fc.asyncProperty(outside, async (off) => {
        const { missing, reasons } = await read(({ from, to }) => {
          const at = 'early' in off ? from - off.early : to + Math.ceil(off.late / SECOND) * SECOND
          return { events: [event('stray', at), ...within({ from, to } as EventQuery, sound)] }
        })
        expect(missing).not.toEqual([])
        expect(reasons).toEqual(['LookupEvents: AnotherWindow'])
      }),
      { numRuns: 25 },
    )
  })

  it('leaves the windows alone that are answered well', async () => {
    const { missing, kept } = await read(
      (query) => ({
        events: [...(query.to <= asOf - 40 * DAY ? [event('stray', query.from - DAY)] : []), ...within(query, sound)],
      }),
      undefined,
      asOf - 70 * DAY,
    )
    expect(missing).toHaveLength(1)
    expect(kept).toContain('e9')
  })

  it('is not the second at which a window ends, which belongs to the next', async () => {
    const { kept, missing } = await read((query) => ({ events: [...within(query, sound), event('end', query.to)] }))
    expect(missing).toEqual([])
    expect(kept).toEqual(sound.map(([id]) => id))
  })

  it.each([
    ['another service', { serviceName: 'Ecs' }, ['LookupEvents: AnotherService']],
    ['the service in another spelling', { serviceName: ' KMS ' }, []],
    ['no service', { serviceName: '' }, []],
    ['a service that is a dash', { serviceName: '-' }, []],
  ])('%s', async (_, raw, expected) => {
    const { reasons } = await read(({ from }) => ({ events: [kmsEvent({ eventTime: iso(from + HOUR), ...raw })] }))
    expect(reasons).toEqual(expected)
  })

  it('of another operation is one as well', async () => {
    const { reasons } = await read(
      ({ from }) => ({ events: [kmsEvent({ eventName: 'Encrypt', eventTime: iso(from + HOUR) })] }),
      undefined,
      since,
      'ReEncrypt',
    )
    expect(reasons).toEqual(['LookupEvents: AnotherOperation'])
    const other = await read(
      ({ from }) => ({
        events: [kmsEvent({ eventName: 'kms:reencrypt', serviceName: 'Fc', eventTime: iso(from + HOUR) })],
      }),
      undefined,
      since,
      'ReEncrypt',
    )
    expect(other.reasons).toEqual([])
  })

  it('counts other events under an id that was seen, and under what is no id', async () => {
    const at = since + DAY
    const of = (eventId: string, eventName: string, keyId: string) =>
      kmsEvent({ eventId, eventName, eventTime: iso(at), requestParameters: { KeyId: keyId } })
    const { kept } = await read(({ from, to }) => ({
      events:
        from <= at && at < to
          ? [
              of('e', 'DescribeKey', 'a'),
              of('e', 'Encrypt', 'a'),
              of('e', 'Encrypt', 'a'),
              of('-', 'Encrypt', 'a'),
              of('-', 'Encrypt', 'b'),
              of('-', 'Encrypt', 'b'),
            ]
          : [],
    }))
    expect(kept).toEqual(['-', '-', 'e', 'e'])
  })
})

describe('tokens that lead nowhere', () => {
  const at = (n: number) => event(`n${n}`, since + HOUR + n)

  it.each([
    ['in a circle', (n: number) => ['AAAA', 'BBBB', 'AAAA'][n % 3] ?? ''],
    ['in a longer circle', (n: number) => `t${n % 7}`],
    ['always the same', () => 'again'],
  ])('%s end the stream, with few calls', async (_, token) => {
    let calls = 0
    const { reasons, missing } = await read(() => ({ events: [], nextToken: token(calls++) }))
    expect(reasons).toEqual(['LookupEvents: RepeatedNextToken'])
    expect(missing).not.toEqual([])
    expect(calls).toBeLessThanOrEqual(8)
  })

  it('without an end and without a new event end it too, and for all windows of the night', async () => {
    let calls = 0
    const { reasons } = await read(() => ({ events: [at(1)], nextToken: `t${calls++}` }), undefined, asOf - 70 * DAY)
    expect(reasons).toEqual(['LookupEvents: NoProgress'])
    expect(calls).toBeLessThanOrEqual(25)
    let more = 0
    const idle = await read(() => ({ events: [], nextToken: `t${more++}` }), undefined, asOf - 70 * DAY)
    expect(idle.reasons).toEqual(['LookupEvents: NoProgress'])
    expect(more).toBeLessThanOrEqual(25)
  })

  it('are followed through pages that come empty, as real ones do', async () => {
    const all = Array.from({ length: 9 }, (_, n) => at(n * HOUR))
    let page = 0
    const { kept, missing } = await read((query) => {
      if (query.from > since + DAY || query.to < since + 2 * HOUR) return { events: [] }
      page += 1
      const events = page % 6 === 0 ? all.slice(page / 6 - 1, page / 6) : []
      return { events, ...(page === 54 ? {} : { nextToken: `t${page}` }) }
    })
    expect(kept).toHaveLength(9)
    expect(missing).toEqual([])
  })
})
