import { resolve } from 'node:path'
import * as z from 'zod'

/** Where usage is read from: one member a kind, with what its text says. */
export type SourceConfig =
  | { readonly kind: 'lookup' }
  /** The archive of a trail, copied into a folder (an absolute path). */
  | { readonly kind: 'dir'; readonly folder: string }
  /** The archive of a trail where it delivers to. `prefix`: without slashes at its ends. */
  | { readonly kind: 'oss'; readonly region: string; readonly bucket: string; readonly prefix: string }

/** Kinds of sources that have a name already and nothing behind it. */
const NOT_AVAILABLE = ['sls:', 'trail:', 'auto']

/** What CMK_SOURCE takes, in words. */
export const SOURCE_EXPECTED = '`lookup`, `dir:<folder>` or `oss:<region>/<bucket>[/<prefix>]`'

/**
 * Region ids as the vendor writes them; names of buckets have 3 to 63 characters, and a prefix is a part of a key (vendor's pages "Bucket naming
 * conventions" and "Object naming conventions").
 */
const REGION = /^(?!oss-)[a-z]{2,}(?:-[a-z0-9]+)+$/
const NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/
const PREFIX = /^[^\\\p{C}]{0,512}$/u

/** The text of CMK_SOURCE. Relative paths start at `cwd`. */
export function sourceValue(cwd: string) {
  return z.union([
    z.literal('lookup').transform((kind): SourceConfig => ({ kind })),
    z
      .string()
      .regex(/^dir:./s)
      .transform((text): SourceConfig => ({ kind: 'dir', folder: resolve(cwd, text.slice('dir:'.length)) })),
    z
      .string()
      .startsWith('oss:')
      .transform((text) => {
        const [region = '', bucket = '', ...rest] = text.slice('oss:'.length).split('/')
        return { kind: 'oss' as const, region, bucket, prefix: rest.join('/').replace(/^\/+|\/+$/g, '') }
      })
      .pipe(
        z.object({
          kind: z.literal('oss'),
          region: z.string().regex(REGION),
          bucket: z.string().regex(NAME),
          prefix: z.string().regex(PREFIX),
        }),
      ),
  ])
}

/** Names what a later version may have, and the part that cannot be right. */
export function sourceHint(text: string): string {
  if (text.startsWith('oss:')) return `; ${ossHint(text.slice('oss:'.length))}`
  const meant = NOT_AVAILABLE.find((each) => text === each || (each.endsWith(':') && text.startsWith(each)))
  return meant === undefined ? '' : `; ${meant} is not available in this version`
}

function ossHint(text: string): string {
  const [region = '', bucket = ''] = text.split('/')
  if (!REGION.test(region)) return 'what stands before the first / is no region id, such as cn-hangzhou'
  return NAME.test(bucket)
    ? 'its prefix cannot be a part of a key'
    : 'what stands behind the region cannot be the name of a bucket: 3 to 63 lower-case letters, digits and hyphens'
}
