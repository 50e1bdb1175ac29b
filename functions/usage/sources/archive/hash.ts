/** A 64-bit hash in two halves, after MurmurHash3: quick to make of bytes, and no protection against who looks for collisions. */
export class Hash64 {
  high = 0
  low = 0

  start(high: number, low: number): void {
    this.high = high | 0
    this.low = low | 0
  }

  /** Adds 32 bits. */
  add(word: number): void {
    this.high = addToHigh(this.high | 0, word)
    this.low = addToLow(this.low | 0, word)
  }

  /** Adds bytes with one bit of each set: letters of ASCII count in lower case. */
  addLowerCase(view: DataView, from: number, to: number): void {
    // Fields of an object hold 32 bits as a number with a fraction: between each two words they would be made into one.
    let high = this.high | 0
    let low = this.low | 0
    let at = from
    for (; at + 4 <= to; at += 4) {
      const word = view.getInt32(at, true) | 0x20202020
      high = addToHigh(high, word)
      low = addToLow(low, word)
    }
    for (; at < to; at += 1) {
      const word = view.getUint8(at) | 0x20
      high = addToHigh(high, word)
      low = addToLow(low, word)
    }
    this.high = high
    this.low = low
  }

  /** Ends it: both halves are unsigned. `length` in bytes. */
  end(length: number): void {
    this.high = mix((this.high ^ length) + this.low)
    this.low = mix((this.low ^ length) + this.high) >>> 0
    this.high >>>= 0
  }
}

function addToHigh(high: number, word: number): number {
  const mixed = Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593)
  return (Math.imul(rotate(high ^ mixed, 13), 5) + 0xe6546b64) | 0
}

function addToLow(low: number, word: number): number {
  const mixed = Math.imul(rotate(Math.imul(word ^ 0x5bd1e995, 0x85ebca6b), 16), 0xc2b2ae35)
  return (Math.imul(rotate(low ^ mixed, 19), 5) + 0x561ccd1b) | 0
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
