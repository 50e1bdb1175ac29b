/** CRC-8 with polynomial x^8 + x^2 + x + 1, from zero, nothing reflected: what PlainBuffer ends each cell and each row with. */
const POLYNOMIAL = 0x07

const TABLE = Uint8Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80 ? (crc << 1) ^ POLYNOMIAL : crc << 1
  return crc
})

/** `crc` carried on over these bytes, or those of them from one place to before another. */
export function crc8(crc: number, bytes: Uint8Array, from = 0, to = bytes.length): number {
  let result = crc
  for (let at = from; at < to; at += 1) result = TABLE[result ^ (bytes[at] ?? 0)] ?? 0
  return result
}

export function crc8OfByte(crc: number, byte: number): number {
  return TABLE[crc ^ byte] ?? 0
}
