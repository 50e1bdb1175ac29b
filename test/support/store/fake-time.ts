import { setImmediate } from 'node:timers/promises'
import type { Instant } from '../../../shared/domain/time.ts'

interface Sleeper {
  readonly due: Instant
  readonly wake: () => void
}

/** A clock that stands still until it is advanced, and sleeps that end by it. */
export class FakeTime {
  #now: Instant = Date.parse('2026-11-23T00:00:00Z')
  readonly #sleepers = new Set<Sleeper>()

  readonly clock = (): Instant => this.#now

  readonly sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const end = (settle: () => void) => () => {
        this.#sleepers.delete(sleeper)
        signal.removeEventListener('abort', stop)
        settle()
      }
      const sleeper = { due: this.#now + ms, wake: end(resolve) }
      const stop = end(() => reject(signal.reason))
      signal.addEventListener('abort', stop)
      this.#sleepers.add(sleeper)
    })

  /** How many sleep: timers that would keep a process alive. */
  get sleeping(): number {
    return this.#sleepers.size
  }

  /** Moves on, waking each sleeper at its time, and lets what they do come to rest. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms
    for (;;) {
      await settle()
      const [next] = [...this.#sleepers].filter(({ due }) => due <= until).sort((a, b) => a.due - b.due)
      if (!next) break
      this.#now = Math.max(this.#now, next.due)
      next.wake()
    }
    this.#now = until
  }

  /** Moves on without waking anyone, as for a process that was stopped. */
  jump(ms: number): void {
    this.#now += ms
  }
}

/** The embedded store answers without leaving the thread, so a few turns of the event loop are enough for any step. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await setImmediate()
}
