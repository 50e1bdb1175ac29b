/** Places of a table to begin with; a power of two. */
const PLACES = 1_024

/** A set of 64-bit numbers, 11 to 32 bytes each: as strings in a `Set` they take a hundred. */
export class DigestSet {
  #places = new Uint32Array(2 * PLACES)
  #size = 0

  get size(): number {
    return this.#size
  }

  has(high: number, low: number): boolean {
    return this.#places[this.#placeOf(high, low || 1) + 1] !== 0
  }

  /** False when it was there before. Two zeros mark an empty place, so a low half of zero counts as one. */
  add(high: number, low: number): boolean {
    const filled = low || 1
    const place = this.#placeOf(high, filled)
    if (this.#places[place + 1] !== 0) return false
    this.#places[place] = high
    this.#places[place + 1] = filled
    this.#size += 1
    // At most half full: a free place is never far.
    if (4 * this.#size > this.#places.length) this.#grow()
    return true
  }

  /** Where the number is, or the free place where it would be: the first from its own on. */
  #placeOf(high: number, low: number): number {
    const places = this.#places
    // A power of two: its last bits are the remainder.
    const mask = places.length - 1
    let place = (high << 1) & mask
    while (places[place + 1] !== 0 && (places[place] !== high || places[place + 1] !== low)) place = (place + 2) & mask
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
