import type { ByteWindow } from './byte-window.ts'
import type { EventBytes } from './event-bytes.ts'
import type { EventMemory } from './event-memory.ts'

/** Events that are remembered at once; how many bytes they may have is the memory's. */
const KEPT = 8_192
/** Bytes of an event that is worth remembering. */
const MAX_BYTES = 16 * 1024
/** Places by which events of one length are told apart, at most. */
const MAX_PLACES = 24
/** What is left out: what must be plain, and a time, which is read before it counts. */
const PLAIN = 1
const ANYTHING = 0

/** An event that was seen: others that differ from it in nothing but what is left out say the same. */
export interface KnownEvent<T> {
  readonly meaning: T
  readonly view: DataView
  /** What is left out, for each byte; -1: it counts. */
  readonly leftOut: Int8Array
  /** Its place among the shapes of the memory. */
  readonly shape: number
  /** Begin and end, from the event's begin, of the id that counts, and of the time. */
  readonly id: readonly [from: number, to: number]
  readonly time: readonly [from: number, to: number]
}

/** Events of one length, told apart by the words that stand at some places. */
interface Bucket<T> {
  readonly places: number[]
  readonly all: KnownEvent<T>[]
  byWords: Map<number, KnownEvent<T>[]>
}

/** Knows events again by their bytes, but for ids, times and values that nothing looks at. No byte is looked at but to compare it. */
export class EventShapes<T> {
  readonly #memory: EventMemory
  #buckets = new Map<number, Bucket<T>>()
  #count = 0

  constructor(memory: EventMemory) {
    this.#memory = memory
  }

  /** The event that has the same bytes as this one; undefined: there is none. Its time was compared in nothing but its length. */
  find(window: ByteWindow, start: number, end: number): KnownEvent<T> | undefined {
    const bucket = this.#buckets.get(end - start)
    if (bucket === undefined) return undefined
    const events = bucket.byWords.get(wordsAt(window.view, start, bucket.places))
    if (events === undefined) return undefined
    for (let n = 0; n < events.length; n += 1) {
      const event = events[n]
      if (event !== undefined && this.#memory.isSame(event.shape, end - start, start)) return event
    }
    return undefined
  }

  /** Remembers an event that was scanned. */
  remember(window: ByteWindow, start: number, end: number, scan: EventBytes, meaning: T): void {
    const length = end - start
    if (length > MAX_BYTES) return
    if (this.#count === KEPT) this.#forget()
    const event = this.#known(Uint8Array.from(window.bytes.subarray(start, end)), start, scan, meaning)
    if (event === undefined) return
    const bucket: Bucket<T> = this.#buckets.get(length) ?? { places: [], all: [], byWords: new Map() }
    this.#buckets.set(length, bucket)
    const alike = bucket.byWords.get(wordsAt(event.view, 0, bucket.places)) ?? []
    const places = alike.flatMap((other) => placeOfDifference(event, other) ?? [])
    bucket.all.push(event)
    this.#count += 1
    const fresh = places.filter((place) => !bucket.places.includes(place))
    if (fresh.length > 0 && bucket.places.length < MAX_PLACES) {
      bucket.places.push(fresh[0] ?? 0)
      bucket.byWords = new Map()
      for (const each of bucket.all) addTo(bucket, each)
    } else addTo(bucket, event)
  }

  #known(bytes: Uint8Array, start: number, scan: EventBytes, meaning: T): KnownEvent<T> | undefined {
    const leftOut = new Int8Array(bytes.length).fill(-1)
    const leave = (from: number, to: number, kind: number) => leftOut.fill(kind, from - start, to - start)
    for (let n = 0; n < scan.freeCount; n += 1) leave(scan.free[2 * n] ?? 0, scan.free[2 * n + 1] ?? 0, PLAIN)
    if (scan.id >= 0) leave(scan.id, scan.idEnd, PLAIN)
    if (scan.request >= 0) leave(scan.request, scan.requestEnd, PLAIN)
    leave(scan.time, scan.timeEnd, ANYTHING)
    let shape = this.#memory.addShape(bytes, leftOut)
    if (shape === undefined) {
      this.#forget()
      shape = this.#memory.addShape(bytes, leftOut)
    }
    if (shape === undefined) return undefined
    const [id, idEnd] = scan.id >= 0 ? [scan.id, scan.idEnd] : [scan.request, scan.requestEnd]
    return {
      ...{ meaning, view: new DataView(bytes.buffer), leftOut, shape },
      ...{ id: [id - start, idEnd - start], time: [scan.time - start, scan.timeEnd - start] },
    }
  }

  #forget(): void {
    this.#buckets = new Map()
    this.#count = 0
    this.#memory.forgetShapes()
  }
}

function addTo<T>({ byWords, places }: Bucket<T>, event: KnownEvent<T>): void {
  const words = wordsAt(event.view, 0, places)
  const known = byWords.get(words)
  if (known) known.push(event)
  else byWords.set(words, [event])
}

function wordsAt(view: DataView, start: number, places: readonly number[]): number {
  let hash = 0
  for (let n = 0; n < places.length; n += 1)
    hash = Math.imul(hash ^ view.getInt32(start + (places[n] ?? 0), true), 0x9e3779b1) ^ (hash >>> 15)
  return hash
}

/** Where a word stands that tells two events apart, outside of what is left out of either. */
function placeOfDifference<T>(a: KnownEvent<T>, b: KnownEvent<T>): number | undefined {
  for (let at = 0; at + 4 <= a.view.byteLength; at += 1)
    if (isKept(a, at) && isKept(b, at) && a.view.getInt32(at, true) !== b.view.getInt32(at, true)) return at
  return undefined
}

/** True where the four bytes at a place all count. */
function isKept<T>({ leftOut }: KnownEvent<T>, at: number): boolean {
  for (let n = at; n < at + 4; n += 1) if (leftOut[n] !== -1) return false
  return true
}
