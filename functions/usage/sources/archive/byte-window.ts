import { SENTINELS } from './event-bytes.ts'

/** Room to begin with, in bytes: a piece of inflated data and the beginning of an event before it. */
const ROOM = 640 * 1024
const QUOTE = 0x22

/** The part of a stream of bytes that is not done with, in one piece, with quotation marks behind its end. */
export class ByteWindow {
  #bytes: Buffer = Buffer.from(new ArrayBuffer(ROOM))
  #view = new DataView(this.#bytes.buffer)
  /** Where what is not done with begins, and where it ends. */
  start = 0
  #end = 0

  get bytes(): Buffer {
    return this.#bytes
  }

  get view(): DataView {
    return this.#view
  }

  get end(): number {
    return this.#end
  }

  append(chunk: Uint8Array): void {
    const rest = this.#end - this.start
    const needed = rest + chunk.length + SENTINELS
    if (needed > this.#bytes.length) {
      const grown = Buffer.from(new ArrayBuffer(Math.max(needed, 2 * this.#bytes.length)))
      grown.set(this.#bytes.subarray(this.start, this.#end))
      this.#bytes = grown
      this.#view = new DataView(grown.buffer)
    } else this.#bytes.copyWithin(0, this.start, this.#end)
    this.#bytes.set(chunk, rest)
    this.start = 0
    this.#end = rest + chunk.length
    this.#bytes.fill(QUOTE, this.#end, this.#end + SENTINELS)
  }

  text(from: number, to: number): string {
    return this.#bytes.toString('utf8', from, to)
  }
}
