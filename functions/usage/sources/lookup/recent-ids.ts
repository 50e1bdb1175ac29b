/** Identities that are remembered at once: more events than any page order mixes up, and a bounded memory. */
const KEPT = 100_000
/** Places of a table to begin with; a power of two. */
const PLACES = 1_024

/**
 * Tells an event that comes a second time. Two generations: the older half is forgotten as a whole. Identities are digests in base64, of
 * which 64 bits are kept: two of a night's million are taken for one once in a hundred million nights.
 */
export class RecentIds {
  #current = new Digests()
  #previous = new Digests()

  /** True when the identity was there before; remembers it. */
  seen(id: string): boolean {
    const bytes = Buffer.from(id, 'base64')
    const high = bytes.readUInt32LE(0)
    // Two zeros mark an empty place.
    const low = bytes.readUInt32LE(4) || 1
    if (this.#previous.has(high, low) || !this.#current.add(high, low)) return true
    if (this.#current.size >= KEPT) {
      this.#previous = this.#current
      this.#current = new Digests()
    }
    return false
  }
}

/** A set of 64-bit numbers, 16 to 32 bytes each: as strings in a `Set` they take a hundred. */
class Digests {
  #places = new Uint32Array(2 * PLACES)
  #size = 0

  get size(): number {
    return this.#size
  }

  has(high: number, low: number): boolean {
    return this.#places[this.#placeOf(high, low) + 1] !== 0
  }

  /** False when it was there before. */
  add(high: number, low: number): boolean {
    const place = this.#placeOf(high, low)
    if (this.#places[place + 1] !== 0) return false
    this.#places[place] = high
    this.#places[place + 1] = low
    this.#size += 1
    // At most half full: a free place is never far.
    if (4 * this.#size > this.#places.length) this.#grow()
    return true
  }

  /** Where the number is, or the free place where it would be: the first from its own on. */
  #placeOf(high: number, low: number): number {
    const places = this.#places
    let place = (2 * high) % places.length
    while (places[place + 1] !== 0 && (places[place] !== high || places[place + 1] !== low))
      place = (place + 2) % places.length
    return place
  }

  #grow(): void {
    const before = this.#places
    this.#places = new Uint32Array(2 * before.length)
    this.#size = 0
    for (let place = 0; place < before.length; place += 2) {
      const low = before[place + 1] ?? 0
      if (low !== 0) this.add(before[place] ?? 0, low)
    }
  }
}
