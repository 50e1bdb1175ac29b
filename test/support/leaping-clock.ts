import { syncBuiltinESMExports } from 'node:module'
import type { TimerOptions } from 'node:timers'
import timersPromises from 'node:timers/promises'
import { vi } from 'vitest'

/** As long as this nothing must happen before the clock leaps, in milliseconds of the machine's clock. */
const QUIET = 3
/** Milliseconds of work in that time that are still called nothing: the looking itself. */
const NOTHING = 1
/** Work that another thread does, by what Node calls it. */
const ELSEWHERE = /^(FS|GetAddrInfo|Zlib|Hash|PBKDF2|RandomBytes)/

const machine = performance
const utilization = machine.eventLoopUtilization.bind(machine)
const { setTimeout: later } = globalThis

/** Whether this process, and with it the simulated cloud and all connections to it, did nothing and has nothing to do. */
async function isQuiet(): Promise<boolean> {
  const { events } = machine.nodeTiming.uvMetricsInfo
  const before = utilization()
  await new Promise((done) => later(done, QUIET))
  // Modules come from another process.
  await vi.dynamicImportSettled()
  if (machine.nodeTiming.uvMetricsInfo.events > events || utilization(before).active > NOTHING) return false
  return !process.getActiveResourcesInfo().some((resource) => ELSEWHERE.test(resource))
}

function timeoutSignal(milliseconds: number): AbortSignal {
  const controller = new AbortController()
  const late = () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
  setTimeout(late, milliseconds)
  return controller.signal
}

/** As `setTimeout` of `node:timers/promises`, which the fake clock leaves as it is. */
function promisedTimeout<T>(milliseconds?: number, value?: T, { signal }: TimerOptions = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cut)
      settle()
    }
    const timer = setTimeout(
      end(() => resolve(value as T)),
      milliseconds,
    )
    const cut = end(() => reject(new DOMException('The operation was aborted', 'AbortError')))
    signal?.addEventListener('abort', cut)
    if (signal?.aborted) cut()
  })
}

/**
 * A clock that stands still as long as anything happens in this process, and leaps to the next timer when all of it waits: deadlines,
 * back-off, quotas and delays come in their order and at their distance, take no time, and do not come too early on a busy machine.
 * For `setTimeout` (that of `node:timers/promises`, too), `AbortSignal.timeout` and `performance.now()`; Node's own timers (sockets,
 * servers) and the date are the machine's. Work that never rests, like calls in a loop, gets nowhere with it. For `beforeEach`; gives back what ends it.
 */
export function useLeapingClock(): () => Promise<void> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const faked = [
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(timeoutSignal),
    vi.spyOn(timersPromises, 'setTimeout').mockImplementation(promisedTimeout),
  ]
  syncBuiltinESMExports()
  let over = false
  const leaps = async () => {
    while (!over) {
      if ((await isQuiet()) && !over) await vi.advanceTimersToNextTimerAsync()
    }
  }
  const leapt = leaps()
  return async () => {
    over = true
    await leapt
    for (const each of faked) each.mockRestore()
    vi.useRealTimers()
    syncBuiltinESMExports()
  }
}

/** Does some work on such a clock. */
export async function leaping<T>(work: () => Promise<T>): Promise<T> {
  const end = useLeapingClock()
  try {
    return await work()
  } finally {
    await end()
  }
}
