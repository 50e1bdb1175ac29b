import { CloudError } from '../../shared/cloud/errors.ts'
import { firstFew } from '../../shared/text/first-few.ts'
import type { Finding } from './finding.ts'
import { type AccountFinding, mergeByAccount } from './merge-by-account.ts'
import type { ScopeProbes } from './probe-scope.ts'
import { type DoctorServices, failureIn } from './services.ts'

/** LookupEvents reaches back so many days (vendor's page "LookupEvents"). */
const DAYS_KEPT = 90

/** What an audit can see of the past, and whether a trail delivers it for longer. */
export async function checkTrail(
  scopes: readonly ScopeProbes[],
  services: DoctorServices,
): Promise<readonly Finding[]> {
  const readable = scopes.filter(({ probes }) =>
    probes.some(({ action, end }) => action === 'actiontrail:LookupEvents' && end === 'allowed'),
  )
  if (readable.length === 0) return []
  const firsts = readable.filter(
    ({ accountId }, at) => readable.findIndex((each) => each.accountId === accountId) === at,
  )
  // What is fed by a trail is looked at by itself.
  if (services.config.source.kind !== 'lookup') return [LOOKUPS]
  return [pastOf(services), ...mergeByAccount(await Promise.all(firsts.map((scope) => deliveryIn(scope, services))))]
}

const LOOKUPS: Finding = {
  check: 'trail',
  status: 'ok',
  what: `LookupEvents answers, for what the source lacks of the last ${DAYS_KEPT} days`,
}

function pastOf({ config: { observationDays } }: DoctorServices): Finding {
  const check = 'trail'
  const what = `LookupEvents answers, and keeps ${DAYS_KEPT} days`
  if (observationDays <= DAYS_KEPT) return { check, status: 'ok', what }
  return {
    check,
    status: 'warning',
    what: `${what}: fewer than the ${observationDays} of CMK_OBSERVATION_DAYS`,
    advice:
      'Coverage grows with every night; until then keys stay unknown. Lower CMK_OBSERVATION_DAYS for verdicts sooner.',
  }
}

/** A note: LookupEvents depends on no trail. */
async function deliveryIn({ accountId, region }: ScopeProbes, services: DoctorServices): Promise<AccountFinding> {
  const { cloud, within } = services
  const common = { accountId, check: 'trail' } as const
  try {
    const trails = await cloud.actionTrail({ accountId, region }).describeTrails({ signal: within })
    const delivering = [...new Set(trails.flatMap(({ name, enabled, reads }) => (enabled && reads ? [name] : [])))]
    const which = delivering.length === 0 ? 'no trail' : `trail ${firstFew(delivering)}`
    const before = `${which} delivers reads (EventRW All or Read) of ${region} in`
    return { ...common, status: 'ok', before, after: '; LookupEvents needs none' }
  } catch (caught) {
    const { code } = failureIn(caught, CloudError, services)
    const before = `trails that deliver reads are not known (actiontrail:DescribeTrails: ${code}) in`
    return { ...common, status: 'skipped', before, after: '; LookupEvents needs none' }
  }
}
