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
    const from = this.#advance(count)
    return this.#bytes.subarray(from, this.#at)
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#advance(1))
  }

  uint32(): number {
    return this.#bytes.readUInt32LE(this.#advance(4))
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

  /** Goes on by so many bytes, and tells where they begin. */
  #advance(count: number): number {
    if (count > this.left) throw invalid('data format is invalid.')
    const from = this.#at
    this.#at += count
    return from
  }
}
