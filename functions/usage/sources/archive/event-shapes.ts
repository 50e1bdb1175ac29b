import type { ByteWindow } from './byte-window.ts'
import { type EventBytes, isPlain } from './event-bytes.ts'

/** Events that are remembered at once, and bytes of all of them. */
const KEPT = 8_192
const MAX_TOTAL = 16 * 1024 * 1024
/** Bytes of an event that is worth remembering. */
const MAX_BYTES = 16 * 1024
/** Places by which events of one length are told apart, at most. */
const MAX_PLACES = 24
/** From here on it is quicker to have bytes compared than to do it here. */
const LONG = 64

/** An event that was seen: others that differ from it in nothing but what is left out say the same. */
export interface KnownEvent<T> {
  readonly meaning: T
  readonly bytes: Buffer
  readonly view: DataView
  /** Begin and end, from the event's begin, of each piece between two values that are left out. */
  readonly pieces: readonly number[]
  /** The same of the values: those of ids and the like, the id that counts, and the time. */
  readonly plain: readonly number[]
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
  #buckets = new Map<number, Bucket<T>>()
  #count = 0
  #total = 0

  /** The event that has the same bytes as this one; undefined: there is none. What is left out was compared in nothing but its length. */
  find(window: ByteWindow, start: number, end: number): KnownEvent<T> | undefined {
    const bucket = this.#buckets.get(end - start)
    if (bucket === undefined) return undefined
    const events = bucket.byWords.get(wordsAt(window.view, start, bucket.places))
    if (events === undefined) return undefined
    for (let n = 0; n < events.length; n += 1) {
      const event = events[n]
      if (event !== undefined && isSame(event, window, start)) return event
    }
    return undefined
  }

  /** Remembers an event that was scanned. */
  remember(window: ByteWindow, start: number, end: number, scan: EventBytes, meaning: T): void {
    const length = end - start
    if (length > MAX_BYTES) return
    if (this.#count === KEPT || this.#total + length > MAX_TOTAL) {
      this.#buckets = new Map()
      this.#count = this.#total = 0
    }
    const event = knownEvent(window.bytes.subarray(start, end), start, scan, meaning)
    const bucket: Bucket<T> = this.#buckets.get(length) ?? { places: [], all: [], byWords: new Map() }
    this.#buckets.set(length, bucket)
    const alike = bucket.byWords.get(wordsAt(event.view, 0, bucket.places)) ?? []
    const places = alike.flatMap((other) => placeOfDifference(event, other) ?? [])
    bucket.all.push(event)
    this.#count += 1
    this.#total += length
    const fresh = places.filter((place) => !bucket.places.includes(place))
    if (fresh.length > 0 && bucket.places.length < MAX_PLACES) {
      bucket.places.push(fresh[0] ?? 0)
      bucket.byWords = new Map()
      for (const each of bucket.all) addTo(bucket, each)
    } else addTo(bucket, event)
  }
}

function addTo<T>({ byWords, places }: Bucket<T>, event: KnownEvent<T>): void {
  const words = wordsAt(event.view, 0, places)
  const known = byWords.get(words)
  if (known) known.push(event)
  else byWords.set(words, [event])
}

function knownEvent<T>(bytes: Uint8Array, start: number, scan: EventBytes, meaning: T): KnownEvent<T> {
  const copy = Buffer.from(Uint8Array.from(bytes).buffer)
  const span = (from: number, to: number) => [from - start, to - start] as const
  const id = scan.id >= 0 ? span(scan.id, scan.idEnd) : span(scan.request, scan.requestEnd)
  const time = span(scan.time, scan.timeEnd)
  const plain = Array.from({ length: scan.freeCount }, (_, n) => span(scan.free[2 * n] ?? 0, scan.free[2 * n + 1] ?? 0))
  if (scan.id >= 0) plain.push(id)
  if (scan.request >= 0) plain.push(span(scan.request, scan.requestEnd))
  const out = [...plain, time].sort(([a], [b]) => a - b)
  const ends = out.flat()
  return {
    ...{ meaning, bytes: copy, view: new DataView(copy.buffer), id, time },
    pieces: [0, ...ends, copy.length],
    plain: plain.flat(),
  }
}

function wordsAt(view: DataView, start: number, places: readonly number[]): number {
  let hash = 0
  for (let n = 0; n < places.length; n += 1)
    hash = Math.imul(hash ^ view.getInt32(start + (places[n] ?? 0), true), 0x9e3779b1) ^ (hash >>> 15)
  return hash
}

function isSame<T>({ bytes, view, pieces, plain }: KnownEvent<T>, window: ByteWindow, start: number): boolean {
  for (let n = 0; n < pieces.length; n += 2) {
    const from = pieces[n] ?? 0
    const to = pieces[n + 1] ?? 0
    if (to - from >= LONG) {
      if (bytes.compare(window.bytes, start + from, start + to, from, to) !== 0) return false
    } else if (!isEqual(view, window.view, start, from, to)) return false
  }
  for (let n = 0; n < plain.length; n += 2)
    if (!isPlain(window.bytes, start + (plain[n] ?? 0), start + (plain[n + 1] ?? 0))) return false
  return true
}

function isEqual(a: DataView, b: DataView, start: number, from: number, to: number): boolean {
  let at = from
  for (; at + 4 <= to; at += 4) if (a.getInt32(at, true) !== b.getInt32(start + at, true)) return false
  for (; at < to; at += 1) if (a.getUint8(at) !== b.getUint8(start + at)) return false
  return true
}

/** Where a word stands that tells two events apart, outside of what is left out of either. */
function placeOfDifference<T>(a: KnownEvent<T>, b: KnownEvent<T>): number | undefined {
  for (let at = 0; at + 4 <= a.bytes.length; at += 1)
    if (isKept(a, at) && isKept(b, at) && a.view.getInt32(at, true) !== b.view.getInt32(at, true)) return at
  return undefined
}

/** True where the four bytes at a place are all of one piece. */
function isKept<T>({ pieces }: KnownEvent<T>, at: number): boolean {
  for (let n = 0; n < pieces.length; n += 2) if (at >= (pieces[n] ?? 0) && at + 4 <= (pieces[n + 1] ?? 0)) return true
  return false
}
