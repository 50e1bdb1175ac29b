/** Reflected ECMA-182 in two halves. */
const HIGH = 0xc96c5795
const LOW = 0xd7870f42

/** Remainders of each byte, and of each byte with so many zeros behind it: four bytes are taken at once. */
const AT_ONCE = 4
const highs = Array.from({ length: AT_ONCE }, () => new Int32Array(256))
const lows = Array.from({ length: AT_ONCE }, () => new Int32Array(256))
const [high0, high1, high2, high3] = highs as [Int32Array, Int32Array, Int32Array, Int32Array]
const [low0, low1, low2, low3] = lows as [Int32Array, Int32Array, Int32Array, Int32Array]

for (let byte = 0; byte < 256; byte += 1) {
  let high = 0
  let low = byte
  for (let bit = 0; bit < 8; bit += 1) {
    const isOdd = (low & 1) === 1
    low = (low >>> 1) | (high << 31)
    high >>>= 1
    if (isOdd) {
      high ^= HIGH
      low ^= LOW
    }
  }
  high0[byte] = high
  low0[byte] = low
}
for (let zeros = 1; zeros < AT_ONCE; zeros += 1) {
  for (let byte = 0; byte < 256; byte += 1) {
    const high = highs[zeros - 1]?.[byte] ?? 0
    const low = lows[zeros - 1]?.[byte] ?? 0
    const last = low & 0xff
    const shifted = (low >>> 8) | (high << 24)
    ;(highs[zeros] as Int32Array)[byte] = (high >>> 8) ^ (high0[last] ?? 0)
    ;(lows[zeros] as Int32Array)[byte] = shifted ^ (low0[last] ?? 0)
  }
}

/** CRC-64 as OSS tells it of an object (x-oss-hash-crc64ecma: CRC-64/XZ), of bytes that come in pieces. */
export class Crc64 {
  #high = -1
  #low = -1

  add(bytes: Uint8Array): void {
    let high = this.#high
    let low = this.#low
    const whole = bytes.length - (bytes.length % AT_ONCE)
    let at = 0
    for (; at < whole; at += AT_ONCE) {
      const a = (low ^ (bytes[at] as number)) & 0xff
      const b = ((low >>> 8) ^ (bytes[at + 1] as number)) & 0xff
      const c = ((low >>> 16) ^ (bytes[at + 2] as number)) & 0xff
      const d = ((low >>> 24) ^ (bytes[at + 3] as number)) & 0xff
      const rest = high
      high = (high3[a] as number) ^ (high2[b] as number) ^ (high1[c] as number) ^ (high0[d] as number)
      low = rest ^ (low3[a] as number) ^ (low2[b] as number) ^ (low1[c] as number) ^ (low0[d] as number)
    }
    for (; at < bytes.length; at += 1) {
      const byte = (low ^ (bytes[at] as number)) & 0xff
      low = ((low >>> 8) | (high << 24)) ^ (low0[byte] as number)
      high = (high >>> 8) ^ (high0[byte] as number)
    }
    this.#high = high
    this.#low = low
  }

  /** As a decimal number. */
  text(): string {
    return String((BigInt(~this.#high >>> 0) << 32n) | BigInt(~this.#low >>> 0))
  }
}
