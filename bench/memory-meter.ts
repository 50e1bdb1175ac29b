/** How often memory is looked at, in milliseconds. */
const SAMPLING = 25
/** The live heap is taken from the last part of the samples, when everything that grows has grown. */
const LAST_PART = 0.25

/** Watches this process's memory, without forcing a collection: what a user's machine would see. */
export class MemoryMeter {
  readonly #before = process.memoryUsage()
  readonly #heap: number[] = []
  readonly #timer: NodeJS.Timeout
  #peak = 0

  constructor() {
    this.#timer = setInterval(() => this.#sample(), SAMPLING)
  }

  /** In bytes. `peak`: the largest resident set; `heap`: what was left on the heap after the best collection near the end. */
  stop(): { readonly before: number; readonly peak: number; readonly heap: number } {
    clearInterval(this.#timer)
    this.#sample()
    const last = this.#heap.slice(Math.floor(this.#heap.length * (1 - LAST_PART)))
    return { before: this.#before.rss, peak: this.#peak, heap: Math.min(...last) }
  }

  #sample(): void {
    const { rss, heapUsed } = process.memoryUsage()
    this.#peak = Math.max(this.#peak, rss)
    this.#heap.push(heapUsed)
  }
}
