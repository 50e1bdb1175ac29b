/** Identities that are remembered at once: more events than any page order mixes up, and a bounded memory. */
const KEPT = 100_000

/** Tells an event that comes a second time. Two generations: the older half is forgotten as a whole. */
export class RecentIds {
  #current = new Set<string>()
  #previous = new Set<string>()

  /** True when the identity was there before; remembers it. */
  seen(id: string): boolean {
    if (this.#current.has(id) || this.#previous.has(id)) return true
    this.#current.add(id)
    if (this.#current.size >= KEPT) {
      this.#previous = this.#current
      this.#current = new Set()
    }
    return false
  }
}
