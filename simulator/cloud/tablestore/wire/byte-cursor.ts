import { invalid } from '../refusals.ts'

/** Reads little-endian bytes from front to back. Throws the refusal of a broken row at the end of the bytes. */
export class ByteCursor {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  /** The next byte without taking it; undefined at the end. */
  get next(): number | undefined {
    return this.#bytes[this.#at]
  }

  take(count: number): Buffer {
    if (count > this.left) throw invalid('data format is invalid.')
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  byte(): number {
    return this.take(1).readUInt8()
  }

  uint32(): number {
    return this.take(4).readUInt32LE()
  }

  /** Takes the tag when it is the next byte. */
  takeTag(tag: number): boolean {
    if (this.next !== tag) return false
    this.#at += 1
    return true
  }

  expectTag(tag: number): void {
    if (this.takeTag(tag)) return
    throw invalid(`Cell data broken, mismatch tag, actual tag(${this.next ?? 'none'}), expect(${tag}).`)
  }
}
