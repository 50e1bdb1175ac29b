import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Limiter, type Slot } from '../../shared/cloud/limiter.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const now = () => performance.now()

/** When slots were granted to so many calls that all want one at once, each call taking `latency` ms. */
async function sendTimes(limiter: Limiter, calls: number, latency: number, until = 1_000_000): Promise<number[]> {
  const sent: number[] = []
  for (let call = 0; call < calls; call += 1) {
    void limiter.acquire([], false).then((slot) => {
      sent.push(now())
      setTimeout(() => slot?.release(), latency)
    })
  }
  await vi.advanceTimersByTimeAsync(until)
  return sent
}

/** The most sends in any second. */
function busiestSecond(sent: readonly number[]): number {
  return Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + 1_000).length))
}

describe('pace', () => {
  for (const [ceiling, latency] of [
    [2, 5],
    [10, 300],
    [20, 5],
    [20, 300],
    [20, 5_000],
  ] as const) {
    test(`${ceiling} a second at ${latency} ms`, async () => {
      const calls = ceiling * 20
      const sent = await sendTimes(new Limiter(ceiling, now), calls, latency)
      expect(sent).toHaveLength(calls)
      expect(busiestSecond(sent)).toBeLessThanOrEqual(ceiling)
      const took = (sent.at(-1) ?? 0) - (sent[0] ?? 0)
      expect(took).toBeLessThan((1.1 * calls * 1_000) / ceiling)
    })
  }

  test('under one call a second', async () => {
    const sent = await sendTimes(new Limiter(0.5, now), 5, 5)
    const gaps = sent.slice(1).map((at, index) => at - (sent[index] ?? 0))
    expect(gaps.every((gap) => gap >= 2_000 && gap <= 2_200)).toBe(true)
  })

  test('a late timer is caught up with, but no second is overfilled', async () => {
    let late = 0
    const clock = () => now() + late
    const limiter = new Limiter(20, clock)
    const sent: number[] = []
    for (let call = 0; call < 200; call += 1) {
      void limiter.acquire([], false).then((slot) => {
        sent.push(clock())
        slot?.release()
      })
    }
    // A busy process: every so often the clock goes on by 80 ms without a timer.
    for (let step = 1; sent.length < 200 && step < 10_000; step += 1) {
      if (step % 20 === 0) late += 80
      await vi.advanceTimersByTimeAsync(10)
    }
    expect(busiestSecond(sent)).toBeLessThanOrEqual(20)
    expect((sent.at(-1) ?? 0) - (sent[0] ?? 0)).toBeLessThan(11_000)
  })

  test('is bounded by the answers that are outstanding', async () => {
    const sent = await sendTimes(new Limiter(1_000, now), 1_000, 60_000, 30_000)
    expect(sent).toHaveLength(256)
  })
})

describe('the queue', () => {
  test('serves in order, and first who had his turn already', async () => {
    const limiter = new Limiter(10, now)
    const order: string[] = []
    const want = (name: string, again = false) =>
      limiter.acquire([], again).then((slot) => {
        order.push(name)
        slot?.release()
      })
    const all = Promise.all([want('a'), want('b'), want('c'), want('again', true)])
    await vi.advanceTimersByTimeAsync(1_000)
    await all
    expect(order).toEqual(['a', 'again', 'b', 'c'])
  })

  test('is left on an abort, without using a slot up', async () => {
    const limiter = new Limiter(10, now)
    const stop = new AbortController()
    const first = limiter.acquire([], false)
    const left = limiter.acquire([stop.signal], false)
    const last = limiter.acquire([], false)
    stop.abort()
    expect(await left).toBeUndefined()
    expect(await limiter.acquire([stop.signal], false)).toBeUndefined()
    await vi.advanceTimersByTimeAsync(110)
    expect(await first).toBeDefined()
    expect(await last).toBeDefined()
    expect(limiter.pace().calls).toBe(2)
  })

  test('goes on after the last in it has left', async () => {
    const limiter = new Limiter(10, now)
    const stop = new AbortController()
    await limiter.acquire([], false)
    const left = limiter.acquire([stop.signal], false)
    stop.abort()
    await left
    const next = limiter.acquire([], false)
    await vi.advanceTimersByTimeAsync(110)
    expect(await next).toBeDefined()
  })
})

test('the pace shows calls, throttles and the rate of now', async () => {
  const limiter = new Limiter(10, now)
  const slot = (await limiter.acquire([], false)) as Slot
  limiter.throttled(slot)
  expect(limiter.pace()).toEqual({ calls: 1, throttled: 1, rate: 5 })
})
