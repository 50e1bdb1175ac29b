/**
 * The first text behind all that begin with a prefix, in the order of their UTF-8 bytes; undefined where its last does not give that
 * letter. Without it a list reads on into whatever comes next, to find that it has ended.
 */
export function prefixEnd(prefix: string): string | undefined {
  const last = prefix.charCodeAt(prefix.length - 1)
  return last < 0x7e ? prefix.slice(0, -1) + String.fromCharCode(last + 1) : undefined
}
