import type { ByteWindow } from './byte-window.ts'

const NEWLINE = 0x0a
const RETURN = 0x0d
const CLOSE = 0x7d
const OPEN = 0x7b
const COMMA = 0x2c
const QUOTE = 0x22

/** Events of a list that do not begin like the first cost a search through all that is there: after these many it is given up. */
const MAX_MISSES = 8
/** How far an event's end is looked for. */
const FAR = 64 * 1024

/** The end of `"serviceName"`: what begins with a rare letter is found sooner. */
const SERVICE_NAME = Buffer.from('viceName"')
const ESCAPE = Buffer.from('\\u')

/**
 * Where the next event ends, looked for rather than scanned. In lines that is where the line ends: no JSON text holds a line's end, and a
 * brace before it and one behind it are two events'. In a list on one line it is a guess: where something begins as the first event did.
 */
export class EventBounds {
  #kind: 'unknown' | 'lines' | 'list' | 'other' = 'unknown'
  #head = Buffer.alloc(0)
  #misses = 0
  /** Where the next of these stands that was looked for. */
  #service = new NextPlace(SERVICE_NAME)
  #escape = new NextPlace(ESCAPE)
  #window: ByteWindow | undefined

  reset(): void {
    this.#kind = 'unknown'
    this.#misses = 0
    this.move()
  }

  /** Offsets have changed. */
  move(): void {
    this.#service.forget()
    this.#escape.forget()
  }

  /** Behind the event that begins at the window's start, perhaps; 0: nobody knows. */
  guess(window: ByteWindow): number {
    this.#window = window
    if (this.#kind === 'lines') return lineEnd(window)
    if (this.#kind !== 'list') return 0
    const found = window.bytes.indexOf(this.#head, window.start)
    if (found >= 0 && found < window.end && found - window.start < FAR) return found + 1
    this.#misses += 1
    if (this.#misses > MAX_MISSES) this.#kind = 'other'
    return 0
  }

  /** The guess, where an event surely ends there, and where no key of it is escaped and none says the service twice; else -1. */
  sureEnd(guess: number): number {
    const window = this.#window
    if (guess === 0 || this.#kind !== 'lines' || window === undefined) return -1
    if (this.#escape.from(window, window.start) < guess) return -1
    const own = this.#service.from(window, window.start)
    return this.#service.from(window, own + 1) < guess ? -1 : guess
  }

  /** The first event of a file was scanned: what stands behind it tells how they are set apart. */
  learn({ bytes, end }: ByteWindow, start: number, after: number): void {
    if (this.#kind !== 'unknown' || after + 2 > end) return
    const next = bytes[after]
    if (next === NEWLINE || (next === RETURN && bytes[after + 1] === NEWLINE)) this.#kind = 'lines'
    else if (next === COMMA && bytes[after + 1] === OPEN) {
      const key = bytes.indexOf(QUOTE, start + 2)
      this.#kind = 'list'
      this.#head = Buffer.concat([Buffer.from('},'), bytes.subarray(start, key + 1)])
    } else this.#kind = 'other'
  }
}

function lineEnd({ bytes, start, end }: ByteWindow): number {
  const found = bytes.indexOf(NEWLINE, start)
  if (found < 0 || found + 1 >= end) return 0
  const last = bytes[found - 1] === RETURN ? found - 2 : found - 1
  return bytes[last] === CLOSE && bytes[found + 1] === OPEN ? last + 1 : 0
}

/** The next place of a text in a window, looked for once. */
class NextPlace {
  readonly #text: Buffer
  #at = -1
  #lookedFrom = 0

  constructor(text: Buffer) {
    this.#text = text
  }

  forget(): void {
    this.#at = -1
  }

  /** Infinity: there is none. */
  from(window: ByteWindow, from: number): number {
    if (this.#at >= from && this.#lookedFrom <= from) return this.#at
    const found = window.bytes.indexOf(this.#text, from)
    this.#lookedFrom = from
    this.#at = found < 0 ? Number.POSITIVE_INFINITY : found
    return this.#at
  }
}
