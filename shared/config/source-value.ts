import * as z from 'zod'

/** Where usage is read from: one member a kind, with what its text says. */
export type SourceConfig = { readonly kind: 'lookup' }

/** Kinds of sources that have a name already and nothing behind it. */
const NOT_AVAILABLE = ['sls:', 'oss:', 'dir:', 'trail:', 'auto']

/** What CMK_SOURCE takes, in words. */
export const SOURCE_EXPECTED = '`lookup`'

/** The text of CMK_SOURCE. */
export const sourceValue = z.literal('lookup').transform((kind): SourceConfig => ({ kind }))

/** Names what a later version may have. */
export function sourceHint(text: string): string {
  const meant = NOT_AVAILABLE.find((each) => text === each || (each.endsWith(':') && text.startsWith(each)))
  return meant === undefined ? '' : `; ${meant} is not available in this version`
}
