import { momentOf, parseEvent, type TrailEvent } from '../../../../shared/domain/event.ts'
import { ALIAS_OPERATIONS, isDeciding } from '../../../../shared/domain/operations.ts'
import { type Instant, SECOND } from '../../../../shared/domain/time.ts'
import { ArchiveError } from './archive.ts'
import { BatchBuilder } from './batch-builder.ts'
import { ByteTime, TIME_LENGTH } from './byte-time.ts'
import type { ByteWindow } from './byte-window.ts'
import { type EventBatch, type EventShape, MAX_ID } from './event-batch.ts'
import { EventBytes, isPlain } from './event-bytes.ts'
import { EVENTS, EventMemory, NEWEST, ODD, SERVICE, SERVICES, TIME, TIMES } from './event-memory.ts'
import { KnownDay } from './known-day.ts'
import { KnownEvents, type KnownMeaning } from './known-events.ts'
import { idOf, saidBy, startOf } from './said.ts'
import { isAnotherService } from './service.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** A shorter id may be no id. */
const MIN_ID = 16
/** Shapes that are known by what they say. */
const MAX_SHAPES = 8_192

/**
 * Makes batches of the events that may concern KMS, from their bytes. What says to be another service's is not parsed; what has the bytes of
 * an event before, but for its id and time, is counted as that one was, and no code of this language looks at it.
 */
export class EventReader {
  readonly memory = new EventMemory()
  readonly scan = new EventBytes()
  readonly #known = new KnownEvents(this.memory)
  readonly #batch = new BatchBuilder(this.memory)
  readonly #time = new ByteTime()
  readonly #day = new KnownDay(this.memory, this.#time)
  readonly #bySaid = new Map<string, CountedShape>()
  #events = 0
  #newest = Number.NEGATIVE_INFINITY

  get isFull(): boolean {
    return this.#batch.isFull
  }

  /** Of the file: its events, of whatever service. */
  get events(): number {
    return this.#events + this.memory.get(EVENTS)
  }

  /** The newest of their moments. */
  get newest(): Instant {
    return this.memory.get(EVENTS) === 0 ? this.#newest : Math.max(this.#newest, SECOND * this.memory.get(NEWEST))
  }

  take(): EventBatch {
    const batch = this.#batch.take()
    // Between two batches nobody holds a number.
    if (this.#batch.told >= MAX_SHAPES) {
      this.#bySaid.clear()
      this.#known.forget()
      this.#batch.startAnew()
    }
    return batch
  }

  /** Another file begins. */
  reset(): void {
    this.#batch.drop()
    this.#events = 0
    this.#newest = Number.NEGATIVE_INFINITY
    this.memory.set(EVENTS, 0)
    this.memory.set(NEWEST, 0)
  }

  /** Reads the events from an offset on that are known, as far as there is room for them. Gives the offset behind them. `separator`: what stands between two. */
  readKnown(start: number, end: number, separator: number): number {
    let after = start
    do after = this.memory.code.known(after, end, separator)
    while (this.#day.learn())
    return after
  }

  /** True for an event that was skimmed, and is another service's: it is counted. */
  readOther({ bytes }: ByteWindow): boolean {
    const { memory } = this
    if (memory.get(ODD) !== 0 || memory.get(SERVICES) !== 1 || memory.get(TIMES) !== 1) return false
    const [service, time] = [memory.get(SERVICE), memory.get(TIME)]
    if (bytes[service + 1] !== QUOTE || bytes[time + 1] !== QUOTE) return false
    const timeEnd = time + 2 + TIME_LENGTH
    if (bytes[timeEnd] !== QUOTE) return false
    let nameEnd = service + 2
    while (bytes[nameEnd] !== QUOTE && bytes[nameEnd] !== BACKSLASH) nameEnd += 1
    if (bytes[nameEnd] === BACKSLASH || !isAnotherService(bytes, service + 2, nameEnd)) return false
    const at = this.#time.read(bytes, time + 2, timeEnd)
    if (Number.isNaN(at)) return false
    this.#see(at)
    return true
  }

  /** The event that was scanned. Throws an `ArchiveError` where it is none and tells no day. */
  read(window: ByteWindow, start: number, end: number): void {
    const { scan } = this
    const { bytes } = window
    const at = scan.time < 0 ? Number.NaN : this.#time.read(bytes, scan.time, scan.timeEnd)
    this.#see(at)
    if (!scan.isOdd && scan.service >= 0 && isAnotherService(bytes, scan.service, scan.serviceEnd)) return
    const meaning = this.#parse(window.text(start, end))
    if (meaning === 'alone' || Number.isNaN(at) || !this.#isPlain(bytes)) return
    this.#known.remember(start, end, scan, meaning === 'another-service' ? undefined : meaning)
  }

  #see(at: Instant): void {
    this.#events += 1
    if (at > this.#newest) this.#newest = at
  }

  /** True for an event whose id can be told from its bytes. */
  #isPlain(bytes: Uint8Array): boolean {
    const { id, idEnd, request, requestEnd, isOdd } = this.scan
    if (isOdd || (request >= 0 && !isPlain(bytes, request, requestEnd))) return false
    return id >= 0 ? isId(bytes, id, idEnd) : isId(bytes, request, requestEnd)
  }

  /** What events of the same bytes mean; `alone`: nothing, each is looked at by itself. */
  #parse(text: string): CountedShape | 'another-service' | 'alone' {
    const raw = parseJson(text)
    const event = parseEvent(raw)
    if (event === undefined) {
      this.#addNoEvent(momentOf(raw))
      return 'alone'
    }
    if (event.at > this.#newest) this.#newest = event.at
    if (event.service !== '' && event.service !== 'Kms') return 'another-service'
    const shown = Buffer.from(event.id)
    const id = Buffer.from(idOf(event))
    if (isDeciding(event.name) || ALIAS.has(event.name) || Math.max(id.length, shown.length) > MAX_ID) {
      this.#batch.addWhole(event)
      return 'alone'
    }
    const shape = this.#shapeOf(event)
    this.memory.identify(shape, id, event.at)
    this.#batch.add(shape.number, event.at, shown)
    return shape
  }

  #addNoEvent(at: Instant | undefined): void {
    if (at === undefined) throw new ArchiveError('no-event')
    this.#batch.addNoEvent(at)
  }

  #shapeOf(event: TrailEvent): CountedShape {
    const said = saidBy(event)
    const known = this.#bySaid.get(said)
    if (known) return known
    const [high, low] = startOf(said)
    const shape = { event, said, high, low, number: this.#batch.addShape({ event, said }) }
    this.#bySaid.set(said, shape)
    return shape
  }
}

/** A shape that is counted, and the number by which it was told. */
interface CountedShape extends EventShape, KnownMeaning {}

const ALIAS: ReadonlySet<string> = new Set(ALIAS_OPERATIONS)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ArchiveError('no-json')
  }
}

/** True for what can only be an id, of letters, digits and what stands between them. */
function isId(bytes: Uint8Array, from: number, to: number): boolean {
  return from >= 0 && to - from >= MIN_ID && isPlain(bytes, from, to) && saysSomething(bytes, from, to)
}

/** False for zeros and hyphens alone. */
function saysSomething(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (bytes[at] !== 0x30 && bytes[at] !== 0x2d) return true
  return false
}
