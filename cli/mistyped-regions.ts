import { KMS_REGIONS, noRegion, regionMeant } from '../shared/config/kms-regions.ts'
import type { Config } from '../shared/config/settings.ts'
import type { Log } from '../shared/log/log.ts'
import { EXIT } from './exit-status.ts'
import { CommandError } from './failure.ts'

/**
 * Throws a `CommandError` where a configured region is a mistyped one, before anything is called. One that this version does not know may be
 * new: that is said, and it is asked. One whose address is configured is meant as it stands.
 */
export function checkRegionNames({ regions, source, endpoints }: Config, log: Log): void {
  checkSourceRegion(source, endpoints)
  const { kms = {} } = endpoints
  if (regions === 'all') return
  const known: readonly string[] = [...KMS_REGIONS, ...(typeof kms === 'string' ? regions : Object.keys(kms))]
  const unknown = regions.filter((region) => !known.includes(region)).map((region) => noRegion(region))
  const mistyped = unknown.flatMap(({ what, meant }) =>
    meant === undefined ? [] : [`${what}. Did you mean ${meant}?`],
  )
  if (mistyped.length > 0) {
    const hint = 'See CMK_REGIONS; a new region needs its address in CMK_ENDPOINTS.'
    throw new CommandError(`${mistyped.join(' ')} ${hint}`, EXIT.usage)
  }
  for (const { what } of unknown)
    log.warn(`${what} that this version knows. It is queried all the same; see CMK_REGIONS.`)
}

/** Log Service and OSS are where KMS is, and elsewhere: only what is nearly a region that is known is a slip. */
function checkSourceRegion(source: Config['source'], endpoints: Config['endpoints']): void {
  if (source.kind !== 'sls' && source.kind !== 'oss') return
  const { region } = source
  const own = endpoints[source.kind] ?? {}
  const known: readonly string[] = [...KMS_REGIONS, ...(typeof own === 'string' ? [region] : Object.keys(own))]
  const meant = known.includes(region) ? undefined : regionMeant(region)
  if (meant === undefined) return
  throw new CommandError(
    `CMK_SOURCE: there is no region ${region}. Did you mean ${meant}? A new region needs its address in CMK_ENDPOINTS.`,
    EXIT.usage,
  )
}
