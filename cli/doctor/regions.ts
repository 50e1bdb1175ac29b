import type { Account } from '../../shared/cloud/cloud.ts'
import { homeRegion } from '../../shared/cloud/endpoints.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import { noRegion } from '../../shared/config/kms-regions.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import type { Finding } from './finding.ts'
import { adviceOf, type DoctorServices, failureIn, TIMEOUTS } from './services.ts'

/** The list is not worth more, in milliseconds: who names his regions needs none. */
const LIST_WITHIN = TIMEOUTS.connect + TIMEOUTS.read

/** The regions that an audit would read, and those of the configuration that do not exist. */
export async function checkRegions(
  { accountId }: Account,
  services: DoctorServices,
): Promise<{ readonly regions: readonly string[]; readonly findings: readonly Finding[] }> {
  const check = 'regions'
  const { cloud, config, within } = services
  const wanted = config.regions
  const signal = AbortSignal.any([within, AbortSignal.timeout(LIST_WITHIN)])
  try {
    const known = await cloud.kms({ accountId, region: homeRegion(config) }).describeRegions({ signal })
    if (wanted === 'all')
      return { regions: known, findings: [{ check, status: 'ok', what: `KMS lists ${known.length}` }] }
    const regions = wanted.filter((region) => known.includes(region))
    const none = regions.length === 0 ? ({ fatal: true } as const) : {}
    const unknown = wanted.filter((region) => !known.includes(region))
    return { regions, findings: unknown.map((region) => ({ ...unknownRegion(region, known), ...none })) }
  } catch (caught) {
    const error = failureIn(caught, CloudError, services)
    const what = `KMS does not list its regions: ${inEnglish(error.summary)}`
    if (wanted !== 'all') return { regions: wanted, findings: [{ check, status: 'skipped', what }] }
    return { regions: [], findings: [{ check, status: 'failed', what, advice: adviceOf(error), fatal: true }] }
  }
}

function unknownRegion(region: string, known: readonly string[]): Finding {
  const { what, meant } = noRegion(region, known)
  const advice = meant === undefined ? 'Remove it from CMK_REGIONS.' : `Did you mean ${meant}? See CMK_REGIONS.`
  return { check: 'regions', status: 'failed', what, advice }
}
