import { homeRegion } from '../../shared/cloud/endpoints.ts'
import { type CloudError, callFailure, distinctFailures } from '../../shared/cloud/errors.ts'
import { type AddressReading, mergeAddresses } from '../../shared/domain/own-addresses.ts'
import { AUTO } from '../../shared/domain/own-range.ts'
import type { Diagnostic } from '../../shared/domain/readiness.ts'
import { CompanyAddresses } from '../../shared/store/company-addresses.ts'
import { cloudDiagnostic } from '../run/diagnostic.ts'
import type { Job, Services } from '../run/services.ts'

/** Where not even the regions are known. */
const ANYWHERE = '*'

/**
 * With `auto` in CMK_OWN_CIDRS: reads the public addresses of an account, in every region that KMS names and not only in those that are
 * audited, because calls come from the others as well. What could not be read is told, and what was known of it stays.
 */
export async function readAddresses(
  { accountId, asOf }: Job & { readonly accountId: string },
  audited: readonly string[],
  services: Services,
): Promise<readonly Diagnostic[]> {
  if (!services.config.ownCidrs.includes(AUTO)) return []
  const store = new CompanyAddresses(services.store)
  const { reading, errors } = await readAll(accountId, audited, services)
  await store.put(accountId, mergeAddresses(await store.of(accountId), asOf, reading))
  return distinctFailures(errors).map((error) => cloudDiagnostic(error, { accountId, stage: 'inventory', asOf }))
}

async function readAll(
  accountId: string,
  audited: readonly string[],
  { cloud, config, signal }: Services,
): Promise<{ readonly reading: AddressReading; readonly errors: readonly CloudError[] }> {
  const errors: CloudError[] = []
  const reading = new Map<string, readonly string[] | undefined>()
  const attempt = async <T>(call: Promise<T>): Promise<T | undefined> => {
    try {
      return await call
    } catch (caught) {
      errors.push(callFailure(caught))
      return undefined
    }
  }
  const home = { accountId, region: homeRegion(config) }
  const named = config.regions === 'all' ? [] : await attempt(cloud.kms(home).describeRegions({ signal }))
  if (named === undefined) reading.set(ANYWHERE, undefined)
  const regions = [...new Set([...audited, ...(named ?? [])])]
  await Promise.all(
    regions.map(async (region) => {
      const there = cloud.publicAddresses({ accountId, region })
      const lists = await Promise.all([attempt(there.eips({ signal })), attempt(there.natGateways({ signal }))])
      const read = lists.flatMap((list) => list ?? [])
      reading.set(region, lists.includes(undefined) ? undefined : [...new Set(read)])
    }),
  )
  return { reading, errors }
}
