import type { CallerIdentity, Cloud } from '../../../../shared/cloud/cloud.ts'
import { type CloudError, callFailure } from '../../../../shared/cloud/errors.ts'
import type { SourceConfig } from '../../../../shared/config/source-value.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import { blindness, type Destination, type TrailDescription, type TrailState } from '../../../../shared/domain/trail.ts'

/** The kinds of CMK_SOURCE that a trail feeds: by its name, by where it delivers to, or any that says everything of the scope. */
export type TrailConfig = Extract<SourceConfig, { readonly kind: 'sls' | 'oss' | 'trail' | 'auto' }>

export type FoundTrail =
  | { readonly found: TrailState }
  /** `others`: the trails that there are. */
  | { readonly found: 'none'; readonly others: readonly TrailDescription[] }
  | { readonly found: 'unknown'; readonly error: CloudError }

type Trails = Pick<Cloud, 'actionTrail' | 'caller'>
type Delivery = Pick<TrailState, 'delivery' | 'history'>

/** Looks for the trails behind the scopes of an account. What is the same for all of them is asked once. */
export class TrailFinder {
  readonly #wanted: TrailConfig
  readonly #cloud: Trails
  #caller: Promise<CallerIdentity> | undefined
  readonly #deliveries = new Map<string, Promise<Delivery>>()

  constructor(wanted: TrailConfig, cloud: Trails) {
    this.#wanted = wanted
    this.#cloud = cloud
  }

  /**
   * Looks among the trails of the scope's account and, because a trail of the organization belongs to another one, among those of the
   * caller's. Throws what ends a run; a call that fails is `unknown`, and asked again for the next scope.
   */
  async find(scope: Scope, signal: AbortSignal): Promise<FoundTrail> {
    try {
      const others = new Map<string, TrailDescription>()
      for (const accountId of await this.#accountsOf(scope, signal)) {
        const owner = { accountId, region: scope.region }
        const trails = await this.#cloud.actionTrail(owner).describeTrails({ signal })
        const trail = best(
          trails.filter((each) => accountId === scope.accountId || each.isOrganization),
          this.#wanted,
          scope,
        )
        if (trail) return { found: await this.#stateOf(trail, owner, signal) }
        for (const each of trails) others.set(each.name, each)
      }
      return { found: 'none', others: [...others.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) }
    } catch (caught) {
      return { found: 'unknown', error: callFailure(caught) }
    }
  }

  async #accountsOf({ accountId }: Scope, signal: AbortSignal): Promise<readonly string[]> {
    this.#caller ??= this.#cloud.caller({ signal }).catch((error: unknown) => {
      this.#caller = undefined
      throw error
    })
    return [...new Set([accountId, (await this.#caller).accountId])]
  }

  async #stateOf(trail: TrailDescription, owner: Scope, signal: AbortSignal): Promise<TrailState> {
    const destination: Destination = this.#wanted.kind === 'oss' || trail.destinations.sls === undefined ? 'oss' : 'sls'
    const home = { ...owner, region: trail.homeRegion || owner.region }
    const name = JSON.stringify([home, trail.name, destination])
    const known = this.#deliveries.get(name) ?? this.#ask(home, trail.name, destination, signal)
    this.#deliveries.set(name, known)
    known.catch(() => this.#deliveries.delete(name))
    return { trail, destination, ...(await known) }
  }

  /** Its state is known where it is at home. */
  async #ask(home: Scope, trail: string, destination: Destination, signal: AbortSignal): Promise<Delivery> {
    const there = this.#cloud.actionTrail(home)
    const deliveries = await there.trailStatus(trail, { signal })
    const history = destination === 'sls' ? await there.historyJobs(trail, { signal }) : []
    return { delivery: deliveries[destination], history }
  }
}

/** Of several that are meant, one that can say everything: of those, the one that has recorded longest, into Log Service where both are equal. */
function best(
  trails: readonly TrailDescription[],
  wanted: TrailConfig,
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
  return first ?? (wanted.kind === 'auto' ? undefined : meant[0])
}

function isMeant({ name, destinations: { sls, oss } }: TrailDescription, wanted: TrailConfig): boolean {
  switch (wanted.kind) {
    case 'trail':
      return name === wanted.name
    case 'sls':
      return sls?.project === wanted.project && sls.logstore === wanted.logstore
    case 'oss':
      return oss?.bucket === wanted.bucket && oss.prefix === wanted.prefix
    case 'auto':
      return sls !== undefined || oss !== undefined
  }
}
