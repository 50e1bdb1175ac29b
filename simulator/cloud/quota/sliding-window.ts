/** At most `limit` calls in any second, for each name. Only calls that pass count. */
export class SlidingWindow {
  readonly #passed = new Map<string, number[]>()

  /** `now` in milliseconds of a clock that never goes back. */
  admit(name: string, limit: number, now: number): boolean {
    if (limit === Number.POSITIVE_INFINITY) return true
    const recent = (this.#passed.get(name) ?? []).filter((at) => now - at < WINDOW_MS)
    this.#passed.set(name, recent)
    if (recent.length >= limit) return false
    recent.push(now)
    return true
  }
}

const WINDOW_MS = 1_000
