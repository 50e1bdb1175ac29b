const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const COMMA = 0x2c
const OPEN = 0x7b
const CLOSE = 0x7d
const LIST = 0x5b
const END_OF_LIST = 0x5d

/** Bytes behind what is scanned: quotation marks, at which every loop stops. */
export const SENTINELS = 4

/** Where the scan of an event came to: the offset behind it, or one of these. */
export const INCOMPLETE = -1
export const MALFORMED = -2

/** Most fields of an event whose values count for nothing, beside its id and time. */
const MAX_FREE = 8

/**
 * Finds where an event ends and where in it the values are that tell what it is, without reading the rest. Offsets of values are those
 * between quotation marks; -1: there is none, or it is no plain text.
 */
export class EventBytes {
  service = -1
  serviceEnd = -1
  time = -1
  timeEnd = -1
  id = -1
  idEnd = -1
  request = -1
  requestEnd = -1
  /** True where a key is escaped, or stands twice: only a parser can tell what it says. */
  isOdd = false
  /** Values that no rule looks at, in the order in which they come: begin and end of each. */
  readonly free = new Int32Array(2 * MAX_FREE)
  freeCount = 0

  /** Scans the event that begins at `start` with a brace. Behind `end` stand `SENTINELS` quotation marks. */
  scan(bytes: Uint8Array, start: number, end: number): number {
    this.service = this.time = this.id = this.request = -1
    this.isOdd = false
    this.freeCount = 0
    let at = start + 1
    let seen = 0
    for (;;) {
      while (isSpace(bytes[at])) at += 1
      if (at >= end) return INCOMPLETE
      if (bytes[at] === CLOSE && seen === 0) return at + 1
      if (bytes[at] !== QUOTE) return MALFORMED
      seen += 1
      const key = at + 1
      at = this.#endOfText(bytes, key)
      if (at >= end) return INCOMPLETE
      const keyEnd = at
      if (this.#hasEscape) this.isOdd = true
      at += 1
      while (isSpace(bytes[at])) at += 1
      if (at >= end) return INCOMPLETE
      if (bytes[at] !== COLON) return MALFORMED
      at += 1
      while (isSpace(bytes[at])) at += 1
      if (at >= end) return INCOMPLETE
      const first = bytes[at]
      if (first === QUOTE) {
        const value = at + 1
        at = this.#endOfText(bytes, value)
        if (at >= end) return INCOMPLETE
        this.#note(bytes, key, keyEnd, value, at, this.#hasEscape)
        at += 1
      } else if (first === OPEN || first === LIST) {
        this.#note(bytes, key, keyEnd, -1, -1, false)
        at = this.#endOfNested(bytes, at, end, first === OPEN && mayHaveFree(bytes, key, keyEnd))
        if (at < 0) return at
      } else {
        this.#note(bytes, key, keyEnd, -1, -1, false)
        const value = at
        while (!isEndOfWord(bytes[at])) at += 1
        if (at >= end) return INCOMPLETE
        if (at === value) return MALFORMED
      }
      while (isSpace(bytes[at])) at += 1
      if (at >= end) return INCOMPLETE
      const next = bytes[at]
      at += 1
      if (next === CLOSE) return at
      if (next !== COMMA) return MALFORMED
    }
  }

  #hasEscape = false

  /** The quotation mark that ends the text which begins here. */
  #endOfText(bytes: Uint8Array, from: number): number {
    let at = from
    this.#hasEscape = false
    for (;;) {
      let byte = bytes[at]
      while (byte !== QUOTE && byte !== BACKSLASH) byte = bytes[++at]
      if (byte === QUOTE) return at
      this.#hasEscape = true
      at += 2
    }
  }

  /** Behind the object or list that begins here. `takesFree`: among its own fields are such whose values count for nothing. */
  #endOfNested(bytes: Uint8Array, from: number, end: number, takesFree: boolean): number {
    let at = from
    let depth = 0
    for (;;) {
      const byte = bytes[at]
      if (byte === QUOTE) {
        const text = at + 1
        at = this.#endOfText(bytes, text)
        if (at >= end) return INCOMPLETE
        if (takesFree && depth === 1 && bytes[at + 1] === COLON && bytes[at + 2] === QUOTE && !this.#hasEscape) {
          const head = headOfFree(bytes, text, at)
          if (head >= 0) {
            const value = at + 3
            at = this.#endOfText(bytes, value)
            if (at >= end) return INCOMPLETE
            if (at - value > head && this.freeCount < MAX_FREE && isPlain(bytes, value, at)) {
              this.free[2 * this.freeCount] = value + head
              this.free[2 * this.freeCount + 1] = at
              this.freeCount += 1
            }
          }
        }
      } else if (byte === OPEN || byte === LIST) depth += 1
      else if (byte === CLOSE || byte === END_OF_LIST) {
        depth -= 1
        if (depth === 0) return at + 1
      }
      at += 1
      if (at >= end) return INCOMPLETE
    }
  }

  /** A field of the event itself. A text with an escape, or no text, leaves the value open: then a parser has to tell. */
  #note(bytes: Uint8Array, key: number, keyEnd: number, value: number, valueEnd: number, hasEscape: boolean): void {
    const length = keyEnd - key
    if (length !== 7 && length !== 9 && length !== 11) return
    const from = hasEscape ? -1 : value
    if (length === 11) {
      if (!isWord(bytes, key, SERVICE_NAME)) return
      if (this.service >= 0 || from < 0) this.isOdd = true
      this.service = from
      this.serviceEnd = valueEnd
    } else if (length === 7) {
      if (!isWord(bytes, key, EVENT_ID)) return
      if (this.id >= 0 || from < 0) this.isOdd = true
      this.id = from
      this.idEnd = valueEnd
    } else if (isWord(bytes, key, EVENT_TIME)) {
      if (this.time >= 0 || from < 0) this.isOdd = true
      this.time = from
      this.timeEnd = valueEnd
    } else if (isWord(bytes, key, REQUEST_ID)) {
      if (this.request >= 0 || from < 0) this.isOdd = true
      this.request = from
      this.requestEnd = valueEnd
    }
  }
}

const SERVICE_NAME = Buffer.from('serviceName')
const EVENT_ID = Buffer.from('eventId')
const EVENT_TIME = Buffer.from('eventTime')
const REQUEST_ID = Buffer.from('requestId')
const REQUEST_PARAMETERS = Buffer.from('requestParameters')
const REQUEST_PARAMETER_JSON = Buffer.from('requestParameterJson')
const RESPONSE_ELEMENTS = Buffer.from('responseElements')

/** Fields of a request or a response whose values nothing looks at, and how many of their first characters count all the same. */
export const FREE_FIELDS = [
  { name: Buffer.from('RequestId'), head: 0 },
  { name: Buffer.from('requestId'), head: 0 },
  { name: Buffer.from('Plaintext'), head: 0 },
  { name: Buffer.from('CiphertextBlob'), head: 48 },
]

function isWord(bytes: Uint8Array, from: number, word: Uint8Array): boolean {
  for (let n = 0; n < word.length; n += 1) if (bytes[from + n] !== word[n]) return false
  return true
}

function mayHaveFree(bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from
  if (length === REQUEST_PARAMETERS.length) return isWord(bytes, from, REQUEST_PARAMETERS)
  if (length === RESPONSE_ELEMENTS.length) return isWord(bytes, from, RESPONSE_ELEMENTS)
  return length === REQUEST_PARAMETER_JSON.length && isWord(bytes, from, REQUEST_PARAMETER_JSON)
}

/** How much of the field's value counts; -1: all of it. */
function headOfFree(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from
  if (length !== 9 && length !== 14) return -1
  for (const { name, head } of FREE_FIELDS) if (name.length === length && isWord(bytes, from, name)) return head
  return -1
}

/** Characters of base64 and of ids: what holds nothing else is no JSON, no ARN and no list, and has no escapes. */
const PLAIN = new Uint8Array(256)
for (const each of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-') PLAIN[each.charCodeAt(0)] = 1

/** True where every byte is one of base64 or of an id. */
export function isPlain(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (PLAIN[bytes[at] ?? 0] !== 1) return false
  return true
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** What ends `true`, `null` or a number. Sentinels are quotation marks. */
function isEndOfWord(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE || byte === QUOTE || isSpace(byte)
}
