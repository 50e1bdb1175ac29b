import { SECOND } from '../../../../shared/domain/time.ts'

/** Files a second, about, before any was read. */
const FIRST = 50

/** How fast files are read. */
export class Pace {
  #files = 0
  #started: number | undefined

  /** Files a second. */
  get rate(): number {
    if (this.#started === undefined || this.#files === 0) return FIRST
    return (this.#files * SECOND) / (performance.now() - this.#started + 1)
  }

  start(): void {
    this.#started = performance.now()
    this.#files = 0
  }

  count(): void {
    this.#files += 1
  }
}
