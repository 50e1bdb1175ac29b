import { type Instant, SECOND } from '../../../../shared/domain/time.ts'
import { EVENT_CODE } from './event-code.ts'
import { BEHIND, CODE_GLOBALS, PLACES } from './memory-layout.ts'

/** Bytes of a page of memory. */
const PAGE = 64 * 1024
/** Bytes of text to begin with: a piece of inflated data and the beginning of an event before it. */
const ROOM = 640 * 1024

/** Places of results that are numbers of 32 bits. event-code.wat says what stands there. */
export const [ODD, SERVICES, TIMES, SERVICE, TIME] = [0, 4, 8, 12, 16]
export const [HIGH, LOW] = [4, 8]
export const [IS_OTHER_DAY, COUNT, IDS_END, MIDNIGHT, DAY_TEXT, OTHER_DAY, NEWEST, EVENTS] = [
  20, 24, 28, 32, 40, 52, 56, 60,
]

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
  known(start: number, end: number, separator: number): number
  hashOf(bucket: number, start: number, length: number): number
  identify(high: number, low: number, id: number, length: number, second: number, rest: number): void
}

/** Bytes of events, what is known of others, and a batch, where code of WebAssembly works on 16 bytes at a time (memory-layout.ts). */
export class EventMemory {
  readonly #memory = new WebAssembly.Memory({ initial: pagesFor(PLACES.text + ROOM) })
  readonly code: EventCode
  #bytes = Buffer.from(this.#memory.buffer)
  #view = new DataView(this.#memory.buffer)

  constructor() {
    const module = new WebAssembly.Module(Buffer.from(EVENT_CODE, 'base64'))
    const instance = new WebAssembly.Instance(module, { host: { memory: this.#memory, ...CODE_GLOBALS } })
    this.code = instance.exports as unknown as EventCode
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
    this.#memory.grow(pagesFor(Math.max(missing, this.#bytes.length - PLACES.text)))
    this.#bytes = Buffer.from(this.#memory.buffer)
    this.#view = new DataView(this.#memory.buffer)
  }

  /** Makes the identity of an event of a shape: it stands at `HIGH` and `LOW`. `id`: of at most `MAX_ID` bytes. */
  identify({ high, low }: { readonly high: number; readonly low: number }, id: Uint8Array, at: Instant): void {
    this.#bytes.set(id, PLACES.scratch)
    this.code.identify(high, low, PLACES.scratch, id.length, Math.floor(at / SECOND), at % SECOND)
  }

  /** A number that the code left at a place of its results, or takes from there. */
  get(place: number): number {
    return this.#view.getUint32(place, true)
  }

  set(place: number, value: number): void {
    this.#view.setUint32(place, value, true)
  }
}

function pagesFor(bytes: number): number {
  return Math.ceil((bytes + BEHIND) / PAGE)
}
