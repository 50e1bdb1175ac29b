import { TIME_LENGTH } from './byte-time.ts'
import { MAX_ID } from './event-batch.ts'
import type { EventBytes } from './event-bytes.ts'
import type { EventMemory } from './event-memory.ts'
import { KNOWN_END, LONGEST, MAX_KNOWN, PLACES, SLOTS } from './memory-layout.ts'

/** Bytes before the shape of an event, and of a mask's and a shape's step. */
const HEAD = 32
const STEP = 16
/** Places by which events of one length are told apart, at most, and the bytes of them and their number. */
const MAX_PLACES = 24
const BUCKET = 4 * (1 + MAX_PLACES)
/** What is left out: what must be plain, and a time, which is read before it counts. */
const PLAIN = 1
const ANYTHING = 0
/** Instead of a number: the event is passed over. */
const NOT_COUNTED = -1

/** What an event of known bytes says. */
export interface KnownMeaning {
  /** By which batches know it. */
  readonly number: number
  /** What its identity begins with. */
  readonly high: number
  readonly low: number
}

/** Events of one length, each by where it stands in memory. */
interface Bucket {
  readonly at: number
  readonly length: number
  places: readonly number[]
  readonly events: number[]
  readonly byHash: Map<number, number>
}

/**
 * Events that were read, as event-code.wat knows others by: those that differ from them in nothing but id, time and values that nothing looks
 * at say the same.
 */
export class KnownEvents {
  readonly #memory: EventMemory
  readonly #buckets = new Map<number, Bucket>()
  #count = 0
  #end = PLACES.known

  constructor(memory: EventMemory) {
    this.#memory = memory
  }

  /** Remembers the event from `start` to `end`, which was scanned. No `meaning`: such events are passed over. */
  remember(start: number, end: number, scan: EventBytes, meaning: KnownMeaning | undefined): void {
    const length = end - start
    const [id, idEnd] = scan.id >= 0 ? [scan.id, scan.idEnd] : [scan.request, scan.requestEnd]
    if (length > LONGEST || idEnd - id > MAX_ID || scan.timeEnd - scan.time !== TIME_LENGTH) return
    if (this.#count === MAX_KNOWN || this.#end + BUCKET + sizeOf(length) > KNOWN_END) this.forget()
    const event = this.#write(start, length, scan)
    const said = [meaning?.number ?? NOT_COUNTED, meaning?.high ?? 0, meaning?.low ?? 0]
    this.#setWords(event, [0, length, ...said, id - start, idEnd - id, scan.time - start])
    this.#count += 1
    const bucket = this.#bucketOf(length)
    bucket.events.push(event)
    const places = this.#placesFor(bucket, event)
    if (places === bucket.places) this.#putIn(bucket, event)
    else this.#putAllIn(bucket, places)
  }

  forget(): void {
    this.#buckets.clear()
    this.#count = 0
    this.#end = PLACES.known
    this.#memory.bytes.fill(0, PLACES.lengths, PLACES.known)
  }

  /** Its head is left open. */
  #write(start: number, length: number, scan: EventBytes): number {
    const { bytes } = this.#memory
    const event = this.#take(sizeOf(length))
    const shape = event + HEAD
    const mask = shape + padded(length)
    bytes.fill(0, shape, this.#end)
    bytes.copyWithin(shape, start, start + length)
    bytes.fill(0xff, mask, mask + length)
    const leave = (from: number, to: number, kind: number) => {
      bytes.fill(kind, shape + from - start, shape + to - start)
      bytes.fill(0, mask + from - start, mask + to - start)
    }
    for (let n = 0; n < scan.freeCount; n += 1) leave(scan.free[2 * n] ?? 0, scan.free[2 * n + 1] ?? 0, PLAIN)
    if (scan.id >= 0) leave(scan.id, scan.idEnd, PLAIN)
    if (scan.request >= 0) leave(scan.request, scan.requestEnd, PLAIN)
    leave(scan.time, scan.timeEnd, ANYTHING)
    return event
  }

  #bucketOf(length: number): Bucket {
    const known = this.#buckets.get(length)
    if (known) return known
    const bucket = { at: this.#take(BUCKET), length, places: [], events: [], byHash: new Map() }
    this.#setWords(bucket.at, [0])
    this.#setWords(PLACES.lengths + 4 * length, [bucket.at])
    this.#buckets.set(length, bucket)
    return bucket
  }

  /** By which places the events of a length are told apart now that there is this one: words that count in all of them. */
  #placesFor(bucket: Bucket, event: number): readonly number[] {
    const { places } = bucket
    const left = places.filter((place) => this.#counts(event, bucket.length, place))
    if (left.length < places.length) return left
    const alike = bucket.byHash.get(this.#hashOf(bucket, event))
    if (alike === undefined || places.length === MAX_PLACES) return places
    for (let place = 0; place + 4 <= bucket.length; place += 1)
      if (
        this.#wordAt(event, place) !== this.#wordAt(alike, place) &&
        bucket.events.every((each) => this.#counts(each, bucket.length, place))
      )
        return [...places, place]
    return places
  }

  #counts(event: number, length: number, place: number): boolean {
    return this.#wordAt(event + padded(length), place) === 0xffff_ffff
  }

  #wordAt(event: number, place: number): number {
    return this.#memory.get(event + HEAD + place)
  }

  #hashOf(bucket: Bucket, event: number): number {
    return this.#memory.code.hashOf(bucket.at, event + HEAD, bucket.length)
  }

  /** Into the table, at the first free place from its own on. */
  #putIn(bucket: Bucket, event: number): void {
    const hash = this.#hashOf(bucket, event)
    if (!bucket.byHash.has(hash)) bucket.byHash.set(hash, event)
    this.#setWords(event, [hash])
    let slot = hash
    while (this.#memory.get(slotAt(slot)) !== 0) slot += 1
    this.#setWords(slotAt(slot), [event])
  }

  /** The table anew, after the places of a bucket have changed. */
  #putAllIn(changed: Bucket, places: readonly number[]): void {
    changed.places = places
    changed.byHash.clear()
    this.#setWords(changed.at, [places.length, ...places])
    this.#memory.bytes.fill(0, PLACES.table, PLACES.known)
    for (const bucket of this.#buckets.values()) for (const event of bucket.events) this.#putIn(bucket, event)
  }

  #setWords(at: number, words: readonly number[]): void {
    for (const [n, word] of words.entries()) this.#memory.set(at + 4 * n, word)
  }

  #take(bytes: number): number {
    const at = this.#end
    this.#end += Math.ceil(bytes / STEP) * STEP
    return at
  }
}

function sizeOf(length: number): number {
  return HEAD + 2 * padded(length)
}

function padded(length: number): number {
  return Math.ceil(length / STEP) * STEP
}

/** A power of two: its last bits are the remainder. */
function slotAt(slot: number): number {
  return PLACES.table + 4 * (slot & (SLOTS - 1))
}
