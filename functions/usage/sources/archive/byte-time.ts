import { DAY, type Instant, parseInstant, SECOND } from '../../../../shared/domain/time.ts'

/** `2026-11-20T10:00:00Z`, which is how ActionTrail writes it. */
export const TIME_LENGTH = 20

/** Reads times as they stand in bytes; days are looked up once. */
export class ByteTime {
  readonly #day = new Uint8Array(10)
  #midnight = Number.NaN

  /** Of the day of the time that was read. */
  get midnight(): Instant {
    return this.#midnight
  }

  /** The moment; NaN where the bytes are not of that form. */
  read(bytes: Uint8Array, from: number, to: number): Instant {
    if (to - from !== TIME_LENGTH || bytes[from + 10] !== 0x54 || bytes[from + 19] !== 0x5a) return Number.NaN
    if (bytes[from + 13] !== 0x3a || bytes[from + 16] !== 0x3a) return Number.NaN
    const hour = twoDigits(bytes, from + 11, 23)
    const minute = twoDigits(bytes, from + 14, 59)
    const second = twoDigits(bytes, from + 17, 59)
    if (hour < 0 || minute < 0 || second < 0) return Number.NaN
    for (let n = 9; n >= 0; n -= 1) {
      if (bytes[from + n] !== this.#day[n]) {
        this.#readDay(bytes, from)
        break
      }
    }
    return this.#midnight + ((hour * 60 + minute) * 60 + second) * SECOND
  }

  #readDay(bytes: Uint8Array, from: number): void {
    const day = bytes.slice(from, from + 10)
    const midnight = parseInstant(`${Buffer.from(day).toString('latin1')}T00:00:00Z`)
    this.#midnight = midnight !== undefined && midnight % DAY === 0 ? midnight : Number.NaN
    this.#day.set(day)
  }
}

/** -1: no number of two digits up to `most`. */
function twoDigits(bytes: Uint8Array, at: number, most: number): number {
  const tens = (bytes[at] ?? 0) - 0x30
  const ones = (bytes[at + 1] ?? 0) - 0x30
  if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return -1
  const number = 10 * tens + ones
  return number <= most ? number : -1
}
