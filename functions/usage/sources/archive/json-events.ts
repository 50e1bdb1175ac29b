import { ArchiveError } from './archive.ts'
import { ByteWindow } from './byte-window.ts'
import { INCOMPLETE, MALFORMED } from './event-bytes.ts'
import type { EventReader } from './event-reader.ts'

/** Bytes of one event at most: the vendor's largest request has some 100 KB. */
const MAX_EVENT = 16 * 1024 * 1024

const OPEN = 0x7b
const NEWLINE = 0x0a
const COMMA = 0x2c

/** Where in the text the reading is: between lists and lines, or in a list. */
type Place = 'outside' | 'list' | 'behind-event' | 'behind-comma'

/** Splits the text of a file into events: lists of them and lines, after one another, with whatever space between. */
export class JsonEvents {
  readonly #window: ByteWindow
  readonly #reader: EventReader
  #place: Place = 'outside'

  constructor(reader: EventReader) {
    this.#reader = reader
    this.#window = new ByteWindow(reader.memory)
  }

  /** Another file begins. */
  reset(): void {
    this.#window.start = this.#window.end
    this.#place = 'outside'
  }

  append(chunk: Uint8Array): void {
    this.#window.append(chunk)
  }

  /** Reads what is there, until a batch is full (true: go on with it) or more bytes are needed. Throws an `ArchiveError` where it is no list of events. */
  read(): boolean {
    const window = this.#window
    const { bytes, end } = window
    while (window.start < end) {
      const byte = bytes[window.start]
      if (byte === OPEN) {
        if (this.#place === 'behind-event') throw new ArchiveError('no-json')
        if (!this.#readKnown(window)) {
          if (!this.#readEvent(window)) return false
          if (this.#place !== 'outside') this.#place = 'behind-event'
        }
        if (this.#reader.isFull) return true
      } else if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) window.start += 1
      else if (!this.#step(byte)) return false
    }
    return false
  }

  /** False: the next event is not known. */
  #readKnown(window: ByteWindow): boolean {
    const isOutside = this.#place === 'outside'
    const after = this.#reader.readKnown(window.start, window.end, isOutside ? NEWLINE : COMMA)
    if (after === window.start) return false
    window.start = after
    if (!isOutside) this.#place = window.bytes[after] === OPEN ? 'behind-comma' : 'behind-event'
    return true
  }

  /** False: more bytes are needed. */
  #readEvent(window: ByteWindow): boolean {
    const { start } = window
    const end = window.memory.code.skim(start, window.end)
    if (end > 0 && this.#reader.readOther(window)) {
      window.start = end
      return true
    }
    const after = this.#reader.scan.scan(window.bytes, start, window.end)
    if (after === MALFORMED) throw new ArchiveError('no-json')
    if (after === INCOMPLETE) {
      if (window.end - start > MAX_EVENT) throw new ArchiveError('no-json')
      return false
    }
    this.#reader.read(window, start, after)
    window.start = after
    return true
  }

  /** Throws where the text ends in the middle. */
  end(): void {
    if (this.#window.start < this.#window.end || this.#place !== 'outside') throw new ArchiveError('cut')
  }

  /** What stands between events. False: more bytes are needed. */
  #step(byte: number | undefined): boolean {
    const window = this.#window
    if (byte === 0xef && this.#place === 'outside') {
      if (window.end - window.start < 3) return false
      if (window.bytes[window.start + 1] !== 0xbb || window.bytes[window.start + 2] !== 0xbf)
        throw new ArchiveError('no-json')
      window.start += 3
      return true
    }
    if (byte === 0x5b && this.#place === 'outside') this.#place = 'list'
    else if (byte === 0x2c && this.#place === 'behind-event') this.#place = 'behind-comma'
    else if (byte === 0x5d && (this.#place === 'list' || this.#place === 'behind-event')) this.#place = 'outside'
    else throw new ArchiveError('no-json')
    window.start += 1
    return true
  }
}
