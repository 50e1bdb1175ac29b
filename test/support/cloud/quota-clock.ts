import { vi } from 'vitest'
import { Limiter } from '../../../shared/cloud/limiter.ts'

/** Tests of pace whose clock is not the machine's: what a call costs is what the limiter makes of it. */
export function useFakeClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
}

/** A service that answers after `latency` milliseconds and is called within `ceiling` calls a second. */
export class PacedService {
  readonly sent: number[] = []
  readonly #limiter: Limiter
  readonly #latency: number
  #inFlight = 0
  peakInFlight = 0

  constructor(ceiling: number, latency: number) {
    this.#limiter = new Limiter(ceiling, () => performance.now())
    this.#latency = latency
  }

  async call<T>(answer: () => T, first = false): Promise<T> {
    const slot = await this.#limiter.acquire([], first)
    this.sent.push(performance.now())
    this.#inFlight += 1
    this.peakInFlight = Math.max(this.peakInFlight, this.#inFlight)
    await new Promise((resolve) => setTimeout(resolve, this.#latency))
    this.#inFlight -= 1
    slot?.answered()
    slot?.release()
    return answer()
  }

  spare(signal: AbortSignal): Promise<boolean> {
    return this.#limiter.spare([signal])
  }

  /** Milliseconds from the first call to the last answer. */
  get took(): number {
    return (this.sent.at(-1) ?? 0) + this.#latency - (this.sent[0] ?? 0)
  }

  /** The most calls in any second. */
  get busiestSecond(): number {
    let first = 0
    return Math.max(
      ...this.sent.map((at, index) => {
        while (at - (this.sent[first] ?? at) >= 1_000) first += 1
        return index - first + 1
      }),
    )
  }
}

/** Lets the clock go on until the work has come to its end. */
export async function played<T>(work: Promise<T>): Promise<T> {
  let over = false
  const end = () => {
    over = true
  }
  work.then(end, end)
  while (!over) await vi.advanceTimersByTimeAsync(50)
  return work
}
