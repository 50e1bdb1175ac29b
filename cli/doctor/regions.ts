import type { Account } from '../../shared/cloud/cloud.ts'
import { homeRegion } from '../../shared/cloud/endpoints.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import { nearest } from '../../shared/config/nearest.ts'
import type { Finding } from './finding.ts'
import { type DoctorServices, failureIn } from './services.ts'

/** The regions that an audit would read, and those of the configuration that do not exist. */
export async function checkRegions(
  { accountId }: Account,
  services: DoctorServices,
): Promise<{ readonly regions: readonly string[]; readonly findings: readonly Finding[] }> {
  const check = 'regions'
  const { cloud, config, within } = services
  const wanted = config.regions
  try {
    const known = await cloud.kms({ accountId, region: homeRegion(config) }).describeRegions({ signal: within })
    if (wanted === 'all')
      return { regions: known, findings: [{ check, status: 'ok', what: `KMS names ${known.length}` }] }
    const regions = wanted.filter((region) => known.includes(region))
    const findings = wanted.flatMap((region) => (known.includes(region) ? [] : [unknownRegion(region, known)]))
    return { regions, findings }
  } catch (caught) {
    const { summary, advice } = failureIn(caught, CloudError, services)
    const what = `${summary}`
    if (wanted === 'all') return { regions: [], findings: [{ check, status: 'failed', what, advice, fatal: true }] }
    // Who names the regions needs no list of them.
    const skipped = `not compared with those of KMS: ${what}`
    return { regions: wanted, findings: [{ check, status: 'skipped', what: skipped }] }
  }
}

function unknownRegion(region: string, known: readonly string[]): Finding {
  const near = nearest(region, known)
  return {
    check: 'regions',
    status: 'failed',
    what: `${region} is no region of KMS`,
    advice: near === undefined ? 'Take it out of CMK_REGIONS.' : `Did you mean ${near}? See CMK_REGIONS.`,
  }
}
