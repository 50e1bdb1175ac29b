import { resolve } from 'node:path'
import * as z from 'zod'

/** Where usage is read from: one member a kind, with what its text says. */
export type SourceConfig =
  | { readonly kind: 'lookup' }
  /** The archive of a trail, copied into a folder (an absolute path). */
  | { readonly kind: 'dir'; readonly folder: string }

/** Kinds of sources that have a name already and nothing behind it. */
const NOT_AVAILABLE = ['sls:', 'oss:', 'trail:', 'auto']

/** What CMK_SOURCE takes, in words. */
export const SOURCE_EXPECTED = '`lookup` or `dir:<folder>`'

/** The text of CMK_SOURCE. Relative paths start at `cwd`. */
export function sourceValue(cwd: string) {
  return z.union([
    z.literal('lookup').transform((kind): SourceConfig => ({ kind })),
    z
      .string()
      .regex(/^dir:./s)
      .transform((text): SourceConfig => ({ kind: 'dir', folder: resolve(cwd, text.slice('dir:'.length)) })),
  ])
}

/** Names what a later version may have. */
export function sourceHint(text: string): string {
  const meant = NOT_AVAILABLE.find((each) => text === each || (each.endsWith(':') && text.startsWith(each)))
  return meant === undefined ? '' : `; ${meant} is not available in this version`
}
