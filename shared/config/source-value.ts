import * as z from 'zod'

/** Where usage is read from: one member a kind, with what its text says. */
export type SourceConfig =
  | { readonly kind: 'lookup' }
  | { readonly kind: 'sls'; readonly region: string; readonly project: string; readonly logstore: string }

/** Kinds of sources that have a name already and nothing behind it. */
const NOT_AVAILABLE = ['oss:', 'dir:', 'trail:', 'auto']

/** What CMK_SOURCE takes, in words. */
export const SOURCE_EXPECTED = '`lookup` or `sls:<region>/<project>/<logstore>`'

/** The text of CMK_SOURCE. */
export const sourceValue = z.union([
  z.literal('lookup').transform((kind): SourceConfig => ({ kind })),
  z.string().transform((text, context): SourceConfig => {
    const [, region, project, logstore] = LOGSTORE.exec(text) ?? []
    if (region !== undefined && project !== undefined && logstore !== undefined)
      return { kind: 'sls', region, project, logstore }
    context.addIssue({ code: 'custom', message: SOURCE_EXPECTED })
    return z.NEVER
  }),
])

/** Names as Log Service takes them (vendor's page "Limits on basic resources"). */
const LOGSTORE = /^sls:([a-z]+(?:-[a-z0-9]+)+)\/([a-z0-9][a-z0-9-]{1,61}[a-z0-9])\/([a-z0-9][a-z0-9_-]{0,61}[a-z0-9])$/

/** Names what a later version may have. */
export function sourceHint(text: string): string {
  const meant = NOT_AVAILABLE.find((each) => text === each || (each.endsWith(':') && text.startsWith(each)))
  return meant === undefined ? '' : `; ${meant} is not available in this version`
}
