const POLYNOMIAL = 0xc96c5795d7870f42n
const ALL = 0xffffffffffffffffn

const TABLE = Array.from({ length: 256 }, (_, n) => {
  let value = BigInt(n)
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1n) === 1n ? (value >> 1n) ^ POLYNOMIAL : value >> 1n
  return value
})

/** CRC-64 as OSS tells it in x-oss-hash-crc64ecma: reflected ECMA-182, as a decimal number. */
export function crc64Of(bytes: Uint8Array): string {
  let crc = ALL
  for (const byte of bytes) crc = (TABLE[Number((crc ^ BigInt(byte)) & 0xffn)] ?? 0n) ^ (crc >> 8n)
  return String(crc ^ ALL)
}
