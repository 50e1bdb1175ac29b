import { isPlaceholder } from '../../../../shared/domain/placeholder.ts'

/** Longer names are left to the parser. */
const MAX_NAME = 64

/**
 * True for the bytes of a service name that is surely another one's than KMS. Whoever reads the name drops what no reader sees, and looks at no
 * letter case: so only a name of nothing but visible characters of ASCII, that is no word for "none", and that has no `kms` in it, is another.
 */
export function isAnotherService(bytes: Uint8Array, from: number, to: number): boolean {
  if (to === from || to - from > MAX_NAME) return false
  let isShort = to - from < 10
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0
    // What stands in braces of letters, digits and points is a name; all else is left to the parser.
    if (byte <= 0x20 || byte >= 0x7f) return false
    if ((byte | 0x20) === 0x6b && ((bytes[at + 1] ?? 0) | 0x20) === 0x6d && ((bytes[at + 2] ?? 0) | 0x20) === 0x73)
      return false
    if (byte === 0x2d || byte === 0x2f) isShort = to - from < 10
  }
  return !isShort || !isPlaceholder(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString())
}
