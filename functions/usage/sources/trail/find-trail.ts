import type { Cloud } from '../../../../shared/cloud/cloud.ts'
import { type CloudError, callFailure } from '../../../../shared/cloud/errors.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import { blindness, type Destination, type TrailDescription, type TrailState } from '../../../../shared/domain/trail.ts'

/** Which trail is meant: by its name, by where it delivers to, or any that says everything of the scope. */
export type WantedTrail =
  | { readonly by: 'name'; readonly name: string }
  | { readonly by: 'sls'; readonly project: string; readonly logstore: string }
  | { readonly by: 'oss'; readonly bucket: string; readonly prefix: string }
  | { readonly by: 'any' }

export type FoundTrail =
  | { readonly found: TrailState }
  /** `others`: names of trails that there are. */
  | { readonly found: 'none'; readonly others: readonly string[] }
  | { readonly found: 'unknown'; readonly error: CloudError }

type Trails = Pick<Cloud, 'actionTrail' | 'caller'>

/**
 * Looks for the trail of a scope among those of its account and, because a trail of the organization belongs to another one, those of the
 * caller's. Throws what ends a run; a call that fails is `unknown`.
 */
export async function findTrail(
  scope: Scope,
  wanted: WantedTrail,
  cloud: Trails,
  signal: AbortSignal,
): Promise<FoundTrail> {
  try {
    const others: string[] = []
    for (const accountId of await accountsOf(scope, cloud, signal)) {
      const owner = { accountId, region: scope.region }
      const trails = await cloud.actionTrail(owner).describeTrails({ signal })
      const trail = best(
        trails.filter((each) => accountId === scope.accountId || each.isOrganization),
        wanted,
        scope,
      )
      if (trail) return { found: await stateOf(trail, owner, wanted, cloud, signal) }
      others.push(...trails.map(({ name }) => name))
    }
    return { found: 'none', others: [...new Set(others)].sort() }
  } catch (caught) {
    return { found: 'unknown', error: callFailure(caught) }
  }
}

async function accountsOf({ accountId }: Scope, cloud: Trails, signal: AbortSignal): Promise<readonly string[]> {
  const own = await cloud.caller({ signal })
  return [...new Set([accountId, own.accountId])]
}

/** Of several that are meant, one that can say everything: of those, the one that has recorded longest, into Log Service where both are equal. */
function best(
  trails: readonly TrailDescription[],
  wanted: WantedTrail,
  { region }: Scope,
): TrailDescription | undefined {
  const meant = trails.filter((trail) => isMeant(trail, wanted))
  const able = meant.filter((trail) => trail.enabled && blindness(trail, region) === undefined)
  const since = ({ startedAt, updatedAt }: TrailDescription) =>
    startedAt === undefined ? Number.POSITIVE_INFINITY : Math.max(startedAt, updatedAt ?? startedAt)
  const slowness = ({ destinations: { sls } }: TrailDescription) => (sls === undefined ? 1 : 0)
  const [first] = [...able].sort(
    (a, b) => since(a) - since(b) || slowness(a) - slowness(b) || (a.name < b.name ? -1 : 1),
  )
  return first ?? (wanted.by === 'any' ? undefined : meant[0])
}

function isMeant({ name, destinations: { sls, oss } }: TrailDescription, wanted: WantedTrail): boolean {
  switch (wanted.by) {
    case 'name':
      return name === wanted.name
    case 'sls':
      return sls?.project === wanted.project && sls.logstore === wanted.logstore
    case 'oss':
      return oss?.bucket === wanted.bucket && oss.prefix === wanted.prefix
    case 'any':
      return sls !== undefined || oss !== undefined
  }
}

/** Its state is known where it is at home. */
async function stateOf(
  trail: TrailDescription,
  owner: Scope,
  wanted: WantedTrail,
  cloud: Trails,
  signal: AbortSignal,
): Promise<TrailState> {
  const destination: Destination = wanted.by === 'oss' || trail.destinations.sls === undefined ? 'oss' : 'sls'
  const home = cloud.actionTrail({ ...owner, region: trail.homeRegion || owner.region })
  const deliveries = await home.trailStatus(trail.name, { signal })
  const history = destination === 'sls' ? await home.historyJobs(trail.name, { signal }) : []
  return { trail, destination, delivery: deliveries[destination], history }
}
