/** How often memory is looked at, in milliseconds. */
const SAMPLING = 25
/** The live heap is taken from the last part of the samples, when everything that grows has grown. */
const LAST_PART = 0.25

const QUARTERS = 4

export interface MemoryFigures {
  readonly before: number
  readonly peak: number
  readonly quarters: number[]
  readonly heap: number
}

/** Watches this process's memory, without forcing a collection: what a user's machine would see. */
export class MemoryMeter {
  readonly #before = process.memoryUsage()
  readonly #heap: number[] = []
  readonly #resident: number[] = []
  readonly #timer: NodeJS.Timeout
  #peak = 0

  constructor() {
    this.#timer = setInterval(() => this.#sample(), SAMPLING)
  }

  /**
   * In bytes. `peak`: the largest resident set, and `quarters` that of each quarter of the time; `heap`: what was left on the heap after
   * the best collection near the end.
   */
  stop(): MemoryFigures {
    clearInterval(this.#timer)
    this.#sample()
    const last = this.#heap.slice(Math.floor(this.#heap.length * (1 - LAST_PART)))
    const quarter = Math.ceil(this.#resident.length / QUARTERS)
    const quarters = Array.from({ length: QUARTERS }, (_, n) =>
      largest(this.#resident.slice(n * quarter, (n + 1) * quarter)),
    )
    return { before: this.#before.rss, peak: this.#peak, quarters, heap: -largest(last.map((used) => -used)) }
  }

  #sample(): void {
    const { rss, heapUsed } = process.memoryUsage()
    this.#peak = Math.max(this.#peak, rss)
    this.#heap.push(heapUsed)
    this.#resident.push(rss)
  }
}

/** As arguments of `Math.max` the samples of an hour would be too many. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
}
