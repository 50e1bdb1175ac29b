import { fitOf } from '../instances/fit.ts'
import { advice, check, type InstanceFinding, problem } from '../instances/instance-finding.ts'
import { KnownInstances, type ScopeInstances } from '../instances/known-instances.ts'
import { movingTogether } from '../instances/moving-keys.ts'
import { jointPeak } from '../instances/peak-use.ts'
import { toBuy } from '../instances/to-buy.ts'
import { message } from '../messages/message.ts'
import type { Instant } from '../time.ts'
import { type DestinationSettings, destinationIn } from './destination.ts'
import type { Batch, PlannedDestination } from './plan.ts'
import type { MovingScope, PlanFacts } from './plan-facts.ts'

type Region = Pick<PlannedDestination, 'findings' | 'buy'>

/** The destination of each account and region with a key of the default KMS instance. */
export function plannedDestinations(
  facts: PlanFacts,
  batches: readonly Batch[],
  settings: DestinationSettings,
  scopes: readonly ScopeInstances[],
  now: Instant,
): readonly PlannedDestination[] {
  const known = new KnownInstances(scopes)
  const regions = new Map(
    facts.regions.map((region) => {
      const here = facts.scopes.filter((each) => each.region === region)
      return [region, regionOf(region, here, batches, settings, known, now)] as const
    }),
  )
  return facts.scopes.map(({ accountId, region }) => {
    const { instance = null, kind = null } = destinationIn(region, settings) ?? {}
    return { accountId, region, instance, kind, ...(regions.get(region) ?? { findings: [], buy: null }) }
  })
}

function regionOf(
  region: string,
  here: readonly MovingScope[],
  batches: readonly Batch[],
  settings: DestinationSettings,
  known: KnownInstances,
  now: Instant,
): Region {
  const destination = destinationIn(region, settings)
  const peak = jointPeak(here.map((scope) => known.peakOf(scope)))
  const unlisted = unlistedIn(region, here, known)
  if (destination === undefined) {
    const instances = known.inRegion(region).map(({ instance }) => instance.id)
    if (instances.length > 0)
      return { findings: [advice(message('instance-not-chosen', { region, instances })), ...unlisted], buy: null }
    if (unlisted.length > 0) return { findings: unlisted, buy: null }
    return toBuy(region, movingTogether(here.map(({ all }) => all)), peak)
  }
  const { instance, kind } = destination
  const found = known.withId(instance)
  const inPlace = found.find((each) => each.region === region)
  if (inPlace === undefined) {
    const [elsewhere] = found
    if (elsewhere !== undefined)
      return { findings: [problem(message('instance-elsewhere', { instance, region: elsewhere.region }))], buy: null }
    const others = known.inRegion(region).map((each) => each.instance.id)
    const missing = problem(message('instance-not-found', { instance, region, others }))
    return { findings: unlisted.length > 0 ? unlisted : [missing], buy: null }
  }
  const windows = batches.flatMap((batch) => (batch.region === region && batch.window ? [batch.window.to] : []))
  const arrival = { moving: movingTogether(here.map(({ ready }) => ready)), peak, kind, now }
  return { findings: fitOf(inPlace, { ...arrival, lastWindow: windows.sort().at(-1) ?? null }), buy: null }
}

/** Why the list of the region's instances may lack some. */
function unlistedIn(region: string, here: readonly MovingScope[], known: KnownInstances): readonly InstanceFinding[] {
  const unread = known.unreadIn(
    region,
    here.map(({ accountId }) => accountId),
  )
  const reasons = unread.flatMap((reason) => reason ?? [])
  return [
    ...(reasons.length > 0 ? [check(message('instances-unlisted', { region, reasons }))] : []),
    ...(reasons.length < unread.length ? [check(message('instances-never-read', { region }))] : []),
  ]
}
