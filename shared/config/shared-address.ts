import type { Config } from './settings.ts'

/** Services that answer for one region: each of their addresses belongs to it. */
const REGIONAL = ['kms', 'actiontrail'] as const

/**
 * One address of a service for several regions: its answers are about one of them, and would pass for answers about the others.
 * The address is not repeated: it may hold a password by mistake.
 */
export function sharedAddressProblems({
  regions,
  endpoints,
}: { readonly [K in 'regions' | 'endpoints']: Config[K] | undefined }): string[] {
  if (regions === undefined || endpoints === undefined || (regions !== 'all' && regions.length === 1)) return []
  const several = regions === 'all' ? regions : regions.join(',')
  return REGIONAL.filter((service) => typeof endpoints[service] === 'string').map(
    (service) =>
      `CMK_ENDPOINTS: ${service} has one address for several regions (CMK_REGIONS is "${several}"); it takes an object of region to address for it, or one region in CMK_REGIONS`,
  )
}
