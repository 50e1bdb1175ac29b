import type { EventBytes } from './event-bytes.ts'

/** Shapes that are remembered at once. */
const KEPT = 8_192
/** Bytes of an event that is worth remembering. */
const MAX_BYTES = 16 * 1024
/** Bytes of all that is remembered. */
const MAX_TOTAL = 16 * 1024 * 1024

interface Entry<T> {
  readonly meaning: T
  readonly bytes: DataView
  /** Length of each piece between two values that are left out. */
  readonly pieces: readonly number[]
}

/** What bytes mean that events have had before, but for their ids, times and what counts for nothing: the same bytes say the same. */
export class EventShapes<T> {
  #entries = new Map<number, Entry<T>[]>()
  #count = 0
  #total = 0
  /** Of the event that was looked up last: its pieces, begin and end of each. */
  readonly #pieces = new Int32Array(32)
  #pieceCount = 0
  #hash = 0

  /** What is known of the event that was scanned; undefined: nothing. */
  find(view: DataView, start: number, end: number, scan: EventBytes): T | undefined {
    this.#cut(start, end, scan)
    let hash = 0
    for (let n = 0; n < this.#pieceCount; n += 1)
      hash = hashPiece(view, this.#pieces[2 * n] ?? 0, this.#pieces[2 * n + 1] ?? 0, hash)
    this.#hash = hash
    const entries = this.#entries.get(hash)
    if (entries === undefined) return undefined
    for (const entry of entries) if (this.#isSame(entry, view)) return entry.meaning
    return undefined
  }

  /** Remembers the event that was looked up last, and was not known. */
  remember(bytes: Uint8Array, meaning: T): void {
    const pieces: number[] = []
    const parts: Uint8Array[] = []
    for (let n = 0; n < this.#pieceCount; n += 1) {
      const part = bytes.subarray(this.#pieces[2 * n], this.#pieces[2 * n + 1])
      pieces.push(part.length)
      parts.push(part)
    }
    const size = pieces.reduce((sum, each) => sum + each, 0)
    if (size > MAX_BYTES) return
    if (this.#count === KEPT || this.#total + size > MAX_TOTAL) {
      this.#entries = new Map()
      this.#count = 0
      this.#total = 0
    }
    const copy = new Uint8Array(size)
    let at = 0
    for (const part of parts) {
      copy.set(part, at)
      at += part.length
    }
    const entry = { meaning, bytes: new DataView(copy.buffer), pieces }
    const entries = this.#entries.get(this.#hash)
    if (entries) entries.push(entry)
    else this.#entries.set(this.#hash, [entry])
    this.#count += 1
    this.#total += size
  }

  /** The event without the values that are left out, in the order of the bytes. */
  #cut(start: number, end: number, scan: EventBytes): void {
    const pieces = this.#pieces
    this.#pieceCount = 0
    for (let n = 0; n < scan.freeCount; n += 1) this.#leaveOut(scan.free[2 * n] ?? 0, scan.free[2 * n + 1] ?? 0)
    if (scan.id >= 0) this.#leaveOut(scan.id, scan.idEnd)
    if (scan.request >= 0) this.#leaveOut(scan.request, scan.requestEnd)
    this.#leaveOut(scan.time, scan.timeEnd)
    const count = this.#pieceCount
    let from = start
    for (let n = 0; n < count; n += 1) {
      const [begin, after] = [pieces[2 * n] ?? 0, pieces[2 * n + 1] ?? 0]
      pieces[2 * n] = from
      pieces[2 * n + 1] = begin
      from = after
    }
    pieces[2 * count] = from
    pieces[2 * count + 1] = end
    this.#pieceCount = count + 1
  }

  /** Begins and ends of what is left out are sorted as they are put in: there are a dozen at most. */
  #leaveOut(from: number, to: number): void {
    const pieces = this.#pieces
    let n = this.#pieceCount
    for (; n > 0 && (pieces[2 * n - 1] ?? 0) > from; n -= 1) {
      pieces[2 * n + 1] = pieces[2 * n - 1] ?? 0
      pieces[2 * n] = pieces[2 * n - 2] ?? 0
    }
    pieces[2 * n] = from
    pieces[2 * n + 1] = to
    this.#pieceCount += 1
  }

  #isSame({ bytes, pieces }: Entry<T>, view: DataView): boolean {
    if (pieces.length !== this.#pieceCount) return false
    let at = 0
    for (let n = 0; n < pieces.length; n += 1) {
      const from = this.#pieces[2 * n] ?? 0
      const length = pieces[n] ?? 0
      if ((this.#pieces[2 * n + 1] ?? 0) - from !== length || !isEqual(bytes, at, view, from, length)) return false
      at += length
    }
    return true
  }
}

function hashPiece(view: DataView, from: number, to: number, start: number): number {
  let hash = start ^ (to - from)
  let at = from
  for (; at + 4 <= to; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1) ^ (hash >>> 15)
  for (; at < to; at += 1) hash = Math.imul(hash ^ view.getUint8(at), 0x9e3779b1) ^ (hash >>> 15)
  return hash | 0
}

function isEqual(a: DataView, fromA: number, b: DataView, fromB: number, length: number): boolean {
  let at = 0
  for (; at + 4 <= length; at += 4) if (a.getInt32(fromA + at, true) !== b.getInt32(fromB + at, true)) return false
  for (; at < length; at += 1) if (a.getUint8(fromA + at) !== b.getUint8(fromB + at)) return false
  return true
}
