import { SENTINELS } from './event-bytes.ts'
import { type EventMemory, TEXT_START } from './event-memory.ts'

const QUOTE = 0x22

/** The part of a stream of bytes that is not done with, in one piece, with quotation marks behind its end. */
export class ByteWindow {
  readonly memory: EventMemory
  /** Where what is not done with begins, and where it ends. */
  start = TEXT_START
  #end = TEXT_START

  constructor(memory: EventMemory) {
    this.memory = memory
  }

  get bytes(): Buffer {
    return this.memory.bytes
  }

  get view(): DataView {
    return this.memory.view
  }

  get end(): number {
    return this.#end
  }

  append(chunk: Uint8Array): void {
    const rest = this.#end - this.start
    const end = TEXT_START + rest + chunk.length
    this.memory.reserve(end + SENTINELS)
    this.bytes.copyWithin(TEXT_START, this.start, this.#end)
    this.bytes.set(chunk, TEXT_START + rest)
    this.start = TEXT_START
    this.#end = end
    this.bytes.fill(QUOTE, end, end + SENTINELS)
  }

  text(from: number, to: number): string {
    return this.bytes.toString('utf8', from, to)
  }
}
