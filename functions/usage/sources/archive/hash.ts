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
    const first = Math.imul(word, 0xcc9e2d51)
    this.high = Math.imul(rotate(this.high ^ Math.imul(rotate(first, 15), 0x1b873593), 13), 5) + 0xe6546b64
    const second = Math.imul(word ^ 0x5bd1e995, 0x85ebca6b)
    this.low = Math.imul(rotate(this.low ^ Math.imul(rotate(second, 16), 0xc2b2ae35), 19), 5) + 0x561ccd1b
  }

  /** Ends it: both halves are unsigned. `length` in bytes. */
  end(length: number): void {
    this.high = mix((this.high ^ length) + this.low)
    this.low = mix((this.low ^ length) + this.high) >>> 0
    this.high >>>= 0
  }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
