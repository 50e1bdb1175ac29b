import { setMaxListeners } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { FanOut } from '../../../functions/run/fan-out/fan-out.ts'
import type { ScopedJob } from '../../../functions/run/fan-out/job-key.ts'
import { Siblings } from '../../../functions/run/fan-out/siblings.ts'
import type { Services } from '../../../functions/run/services.ts'
import { iso } from '../../../shared/domain/time.ts'
import { silentLog } from '../../../shared/log/log.ts'
import { sleep } from '../../../shared/net/sleep.ts'
import { FanOutLedger } from '../../../shared/store/fan-out-ledger.ts'
import { NOW } from '../../support/functions/a-company.ts'
import { progressInMemory } from '../../support/store/progress-in-memory.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const JOBS = 50
/** Milliseconds that the tables take to answer. */
const ANSWER = 5

const jobs = Array.from(
  { length: JOBS },
  (_, n): ScopedJob => ({
    run: 'run',
    asOf: iso(NOW),
    stage: 'usage',
    accountId: String(100_000 + n),
    pass: 1,
    attempt: 1,
  }),
)

it('fifty jobs that end at once take turns, and cost a few readings each', async () => {
  const { signal } = new AbortController()
  setMaxListeners(0, signal)
  const { progress } = progressInMemory({ answer: () => sleep(ANSWER, [signal]) })
  const swap = vi.spyOn(progress, 'swap')
  const store = { progress } as unknown as Services['store']
  const config = { fanOut: { total: JOBS, perAccount: 4 } } as Services['config']
  const services = { store, config, log: silentLog, clock: () => NOW, signal } as unknown as Services
  const functions = {
    invoke: () => Promise.reject(new Error('nothing is left')),
    find: async () => true,
    exists: async () => true,
  }
  const slots = jobs.map((job) => ({ ...job, attempt: 1, at: iso(NOW) }))
  const ends = new FanOutLedger(store).replace(slots, 0).then(async () => {
    swap.mockClear()
    await Promise.all(
      jobs.map((job) => new FanOut(services, { functions, siblings: new Siblings('usage') }).advance(job)),
    )
    return new FanOutLedger(store).underWay()
  })
  await vi.runAllTimersAsync()
  expect((await ends).slots).toEqual([])
  // All together again each time, it would be 1 + 2 + … + 50.
  expect(swap.mock.calls.length).toBeLessThan(JOBS * 8)
})
