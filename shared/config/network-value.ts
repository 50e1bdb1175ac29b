import * as z from 'zod'
import { KMS_REGIONS, regionMeant } from './kms-regions.ts'
import { region } from './values.ts'

/** Which of the vendor's addresses are called. */
export type NetworkConfig =
  /** Those that the Internet has. */
  | { readonly kind: 'public' }
  /** In this region those of its VPCs, because this program runs in one; elsewhere those that the Internet has. */
  | { readonly kind: 'vpc'; readonly region: string }

export const NETWORK_EXPECTED =
  '`public`, or `vpc:<region>` with the region in whose VPC this program runs, such as vpc:cn-hangzhou'

/** CMK_NETWORK. */
export const networkValue = z.string().transform((text, context): NetworkConfig => {
  if (text === 'public') return { kind: 'public' }
  const [, place] = /^vpc:(.*)$/.exec(text) ?? []
  if (region.safeParse(place).success && place !== undefined) return { kind: 'vpc', region: place }
  context.addIssue({ code: 'custom', message: 'no network' })
  return z.NEVER
})

/** What was probably meant by a value that is none. */
export function networkHint(text: string): string {
  const [, place = ''] = /^(?:vpc[:/]?)?(.*)$/i.exec(text.trim()) ?? []
  const isRegion = (KMS_REGIONS as readonly string[]).includes(place)
  const meant = isRegion ? place : place === '' ? undefined : regionMeant(place)
  return meant === undefined ? '' : `; did you mean vpc:${meant}?`
}
