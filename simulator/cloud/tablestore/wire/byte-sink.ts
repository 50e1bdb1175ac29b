import { crc8 } from './crc8.ts'

const FIRST_CAPACITY = 1_024

/** Collects little-endian bytes in one buffer that grows: a page has half a million pieces, each too small for a buffer of its own. */
export class ByteSink {
  #bytes = Buffer.allocUnsafe(FIRST_CAPACITY)
  #length = 0

  get length(): number {
    return this.#length
  }

  byte(value: number): void {
    // Room first: it may put another buffer in the place of this one.
    const at = this.#room(1)
    this.#bytes[at] = value
  }

  uint32(value: number): void {
    const at = this.#room(4)
    this.#bytes.writeUInt32LE(value, at)
  }

  int64(value: bigint): void {
    const at = this.#room(8)
    this.#bytes.writeBigInt64LE(value, at)
  }

  double(value: number): void {
    const at = this.#room(8)
    this.#bytes.writeDoubleLE(value, at)
  }

  /** Text or bytes with their length in front. */
  counted(value: string | Buffer): void {
    const length = typeof value === 'string' ? Buffer.byteLength(value) : value.length
    this.uint32(length)
    const at = this.#room(length)
    if (typeof value === 'string') this.#bytes.write(value, at)
    else value.copy(this.#bytes, at)
  }

  /** `crc` carried on over what was written since `from`. */
  crcSince(crc: number, from: number): number {
    return crc8(crc, this.#bytes, from, this.#length)
  }

  result(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  #room(count: number): number {
    const at = this.#length
    this.#length += count
    if (this.#length > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.#length, this.#bytes.length * 2))
      this.#bytes.copy(grown, 0, 0, at)
      this.#bytes = grown
    }
    return at
  }
}
