import { SENTINELS } from './event-bytes.ts'
import type { EventMemory } from './event-memory.ts'
import { PLACES } from './memory-layout.ts'

const QUOTE = 0x22

/** The part of a stream of bytes that is not done with, in one piece, with quotation marks behind its end. */
export class ByteWindow {
  readonly memory: EventMemory
  /** Where what is not done with begins, and where it ends. */
  start = PLACES.text
  #end = PLACES.text

  constructor(memory: EventMemory) {
    this.memory = memory
  }

  get bytes(): Buffer {
    return this.memory.bytes
  }

  get end(): number {
    return this.#end
  }

  append(chunk: Uint8Array): void {
    const rest = this.#end - this.start
    const end = PLACES.text + rest + chunk.length
    this.memory.reserve(end + SENTINELS)
    this.bytes.copyWithin(PLACES.text, this.start, this.#end)
    this.bytes.set(chunk, PLACES.text + rest)
    this.start = PLACES.text
    this.#end = end
    this.bytes.fill(QUOTE, end, end + SENTINELS)
  }

  text(from: number, to: number): string {
    return this.bytes.toString('utf8', from, to)
  }
}
