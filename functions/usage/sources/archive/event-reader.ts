import { momentOf, parseEvent, type TrailEvent } from '../../../../shared/domain/event.ts'
import { ALIAS_OPERATIONS, isDeciding } from '../../../../shared/domain/operations.ts'
import type { Instant } from '../../../../shared/domain/time.ts'
import { ArchiveError } from './archive.ts'
import { ByteTime, TIME_LENGTH } from './byte-time.ts'
import type { ByteWindow } from './byte-window.ts'
import { BatchBuilder, type EventBatch, type EventShape } from './event-batch.ts'
import { EventBytes, isPlain } from './event-bytes.ts'
import { EventMemory } from './event-memory.ts'
import { EventShapes } from './event-shapes.ts'
import { Hash64 } from './hash.ts'
import { hashId, hashIdentity, hashTime, saidBy, startOf } from './said.ts'
import { isAnotherService } from './service.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** A shorter id may be no id. */
const MIN_ID = 16
/** Shapes that are known by what they say. */
const MAX_SHAPES = 8_192

/**
 * Makes batches of the events that may concern KMS, from their bytes. What says to be another service's is not parsed; what has the bytes of
 * an event before, but for its id and time, is counted as that one was.
 */
export class EventReader {
  readonly memory = new EventMemory()
  readonly scan = new EventBytes()
  readonly #shapes = new EventShapes<Meaning>(this.memory)
  readonly #batch = new BatchBuilder()
  readonly #hash = new Hash64()
  readonly #time = new ByteTime()
  readonly #bySaid = new Map<string, KnownShape>()
  /** Shapes that were told, and how often their numbers began anew. */
  #told = 0
  #generation = 0
  /** Of the file: its events, of whatever service, and the newest of their moments. */
  events = 0
  newest = Number.NEGATIVE_INFINITY

  get isFull(): boolean {
    return this.#batch.isFull
  }

  take(): EventBatch {
    const batch = this.#batch.take()
    // Between two batches nobody holds a number.
    if (this.#told >= MAX_SHAPES) {
      this.#told = 0
      this.#generation += 1
      this.#batch.startAnew()
    }
    return batch
  }

  /** Another file begins. */
  reset(): void {
    this.#batch.drop()
    this.events = 0
    this.newest = Number.NEGATIVE_INFINITY
  }

  /** True for an event that was skimmed, and is another service's or one whose bytes were seen before: it is counted. */
  readSkimmed(window: ByteWindow, start: number, end: number): boolean {
    return this.#isAnotherServices(window) || this.#readKnown(window, start, end)
  }

  #isAnotherServices({ bytes, memory }: ByteWindow): boolean {
    const { service, time } = memory
    if (service === 0 || time === 0 || bytes[service + 1] !== QUOTE || bytes[time + 1] !== QUOTE) return false
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

  #readKnown(window: ByteWindow, start: number, end: number): boolean {
    const known = this.#shapes.find(window, start, end)
    if (known === undefined || known.meaning === 'whole') return false
    const { bytes, view } = window
    const [id, idEnd] = [start + known.id[0], start + known.id[1]]
    const at = this.#time.read(bytes, start + known.time[0], start + known.time[1])
    // Its characters were looked at.
    if (Number.isNaN(at) || !saysSomething(bytes, id, idEnd)) return false
    this.#see(at)
    const { meaning } = known
    if (meaning === 'another-service') return true
    this.#hash.start(meaning.high, meaning.low)
    hashId(this.#hash, view, id, idEnd)
    hashTime(this.#hash, at)
    this.#hash.end(idEnd - id)
    this.#add(meaning, at, bytes, id, idEnd)
    return true
  }

  /** The event that was scanned. Throws an `ArchiveError` where it is none and tells no day. */
  read(window: ByteWindow, start: number, end: number): void {
    const { scan } = this
    const { bytes } = window
    const at = scan.time < 0 ? Number.NaN : this.#time.read(bytes, scan.time, scan.timeEnd)
    if (!scan.isOdd && scan.service >= 0 && isAnotherService(bytes, scan.service, scan.serviceEnd)) {
      this.#see(at)
      return
    }
    this.#see(at)
    const meaning = this.#parse(window.text(start, end))
    if (meaning !== undefined && !Number.isNaN(at) && this.#isPlain(bytes))
      this.#shapes.remember(window, start, end, scan, meaning)
  }

  #see(at: Instant): void {
    this.events += 1
    if (at > this.newest) this.newest = at
  }

  /** True for an event whose id can be told from its bytes. */
  #isPlain(bytes: Uint8Array): boolean {
    const { id, idEnd, request, requestEnd, isOdd } = this.scan
    if (isOdd || (request >= 0 && !isPlain(bytes, request, requestEnd))) return false
    return id >= 0 ? isId(bytes, id, idEnd) : isId(bytes, request, requestEnd)
  }

  /** What events of the same bytes mean; undefined: it is none. */
  #parse(text: string): Meaning | undefined {
    const raw = parseJson(text)
    const event = parseEvent(raw)
    if (event === undefined) {
      this.#addNoEvent(momentOf(raw))
      return undefined
    }
    if (event.at > this.newest) this.newest = event.at
    if (event.service !== '' && event.service !== 'Kms') return 'another-service'
    if (isDeciding(event.name) || ALIAS.has(event.name)) {
      this.#batch.addWhole(event)
      return 'whole'
    }
    const shape = this.#shapeOf(event)
    hashIdentity(this.#hash, shape.said, event)
    const id = Buffer.from(event.id)
    this.#add(shape, event.at, id, 0, id.length)
    return shape
  }

  #add(shape: KnownShape, at: Instant, bytes: Uint8Array, from: number, to: number): void {
    if (shape.generation !== this.#generation) {
      shape.generation = this.#generation
      shape.number = this.#batch.addShape(shape)
      this.#told += 1
    }
    this.#batch.add(shape.number, at, this.#hash.high, this.#hash.low, bytes, from, to)
  }

  #addNoEvent(at: Instant | undefined): void {
    if (at === undefined) throw new ArchiveError('no-event')
    this.#batch.addNoEvent(at)
  }

  #shapeOf(event: TrailEvent): KnownShape {
    const said = saidBy(event)
    const known = this.#bySaid.get(said)
    if (known) return known
    if (this.#bySaid.size === MAX_SHAPES) this.#bySaid.clear()
    const [high, low] = startOf(said)
    const shape = { event, said, high, low, generation: -1, number: 0 }
    this.#bySaid.set(said, shape)
    return shape
  }
}

/** A shape that is counted, and the number by which it was told. */
interface KnownShape extends EventShape {
  readonly high: number
  readonly low: number
  generation: number
  number: number
}

/** What to do with an event of bytes that are known: count it, look at all of it, or pass it over. */
type Meaning = KnownShape | 'whole' | 'another-service'

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
