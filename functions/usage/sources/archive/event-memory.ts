import { EVENT_CODE } from './event-code.ts'

/** Bytes of a page of memory. */
const PAGE = 64 * 1024
/** Bytes at the begin that the code leaves its results in. */
const RESULTS = 64
/** Bytes for shapes of events. */
const SHAPES = 8 * 1024 * 1024
/** Where the text begins that is looked at. */
export const TEXT_START = RESULTS + SHAPES
/** Bytes that can be read behind every text. */
const BEHIND = 64
/** Bytes of text to begin with: a piece of inflated data and the beginning of an event before it. */
const ROOM = 640 * 1024

declare global {
  /** As much of it as is used here: Node has it, its types do not. */
  namespace WebAssembly {
    class Memory {
      constructor(size: { readonly initial: number })
      readonly buffer: ArrayBuffer
      grow(pages: number): number
    }
    class Module {
      constructor(code: Uint8Array)
    }
    class Instance {
      constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>)
      readonly exports: object
    }
  }
}

/** What event-code.wat exports: it says what each does. */
interface EventCode {
  skim(start: number, end: number): number
  same(shape: number, length: number, start: number): number
}

/** Bytes of events, and shapes to compare them with, where code of WebAssembly looks at 16 of them at a time. */
export class EventMemory {
  readonly #memory = new WebAssembly.Memory({ initial: pagesFor(TEXT_START + ROOM) })
  readonly #code: EventCode
  #bytes = Buffer.from(this.#memory.buffer)
  #view = new DataView(this.#memory.buffer)
  #shapesEnd = RESULTS

  constructor() {
    const module = new WebAssembly.Module(Buffer.from(EVENT_CODE, 'base64'))
    const instance = new WebAssembly.Instance(module, { host: { memory: this.#memory } })
    this.#code = instance.exports as unknown as EventCode
  }

  /** All of it; another one once it has grown. */
  get bytes(): Buffer {
    return this.#bytes
  }

  get view(): DataView {
    return this.#view
  }

  /** Makes room for a text up to an offset. */
  reserve(end: number): void {
    const missing = end + BEHIND - this.#bytes.length
    if (missing <= 0) return
    this.#memory.grow(pagesFor(Math.max(missing, this.#bytes.length - TEXT_START)))
    this.#bytes = Buffer.from(this.#memory.buffer)
    this.#view = new DataView(this.#memory.buffer)
  }

  /** Behind the event that begins at `start` with a brace; negative: nobody knows by this alone. */
  skim(start: number, end: number): number {
    return this.#code.skim(start, end)
  }

  /** Of the event that was skimmed: the colons behind its only `serviceName` and its only `eventTime`. 0: only a parser can tell. */
  get service(): number {
    return this.#onlyOne(4, 12)
  }

  get time(): number {
    return this.#onlyOne(8, 16)
  }

  /** Keeps the bytes of an event to compare others with; undefined: there is no room. `leftOut`: see event-code.wat, for each byte; else -1. */
  addShape(event: Uint8Array, leftOut: Int8Array): number | undefined {
    const shape = this.#shapesEnd
    const end = shape + 32 * Math.ceil(event.length / 16)
    if (end > TEXT_START) return undefined
    this.#bytes.fill(0, shape, end)
    for (const [n, byte] of event.entries()) {
      const at = shape + 32 * Math.floor(n / 16) + (n % 16)
      const kind = leftOut[n] ?? -1
      this.#bytes[at] = kind < 0 ? byte : kind
      this.#bytes[at + 16] = kind < 0 ? 0xff : 0
    }
    this.#shapesEnd = end
    return shape
  }

  forgetShapes(): void {
    this.#shapesEnd = RESULTS
  }

  /** True where the bytes from `start` on are those of a shape, and what it leaves out is of the right kind. */
  isSame(shape: number, length: number, start: number): boolean {
    return this.#code.same(shape, length, start) === 1
  }

  #onlyOne(count: number, place: number): number {
    const isOdd = this.#view.getInt32(0, true) !== 0
    return isOdd || this.#view.getInt32(count, true) !== 1 ? 0 : this.#view.getInt32(place, true)
  }
}

function pagesFor(bytes: number): number {
  return Math.ceil((bytes + BEHIND) / PAGE)
}
