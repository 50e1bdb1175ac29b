import { isPlaceholder } from '../../../../shared/domain/placeholder.ts'

/** Longer names are left to the parser. */
const MAX_NAME = 64
const [K, M, S, N, U, HYPHEN] = [0x6b, 0x6d, 0x73, 0x6e, 0x75, 0x2d]

/**
 * True for the bytes of a service name that is surely another one's than KMS. Whoever reads the name drops what no reader sees, and looks at no
 * letter case: so only a name of nothing but visible characters of ASCII, that is no word for "none", and that has no `kms` in it, is another.
 */
export function isAnotherService(bytes: Uint8Array, from: number, to: number): boolean {
  if (to === from || to - from > MAX_NAME) return false
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte <= 0x20 || byte >= 0x7f) return false
    if ((byte | 0x20) === K && ((bytes[at + 1] ?? 0) | 0x20) === M && ((bytes[at + 2] ?? 0) | 0x20) === S) return false
  }
  // Words for "none" begin so: `-`, `null`, `none`, `n/a`, `undefined`.
  const first = (bytes[from] ?? 0) | 0x20
  if (first !== HYPHEN && first !== N && first !== U) return true
  return !isPlaceholder(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString())
}
