import { deliveredAt } from '../actiontrail/delivered.ts'
import type { Account, Trail, World, WorldEvent } from '../world.ts'
import { trailLogstoreName } from './projects.ts'

/** A log that a trail writes. */
export interface Log {
  /** Seconds. */
  readonly time: number
  /** Milliseconds of the cloud's clock from which on a query finds it. */
  readonly deliveredAt: number
  /** The field `event`. */
  readonly event: string
}

/** One list of the world's events that a trail delivers from. Events of `recorded` come to it while the cloud runs. */
export interface Feed {
  readonly events: readonly WorldEvent[]
  /** The logs that an event becomes: none when the trail leaves it out, and more than one when it comes more than once. */
  logsOf(event: WorldEvent): readonly Log[]
}

/** Where a logstore is. */
export interface Place {
  readonly account: Account
  readonly region: string
  readonly project: string
  readonly logstore: string
}

/** What the world's trails deliver into a logstore, which is that of their name in the project of their `slsProjectArn`. */
export function feedsInto(place: Place, world: World): Feed[] {
  return trailsInto(place, world).flatMap(({ owner, trail }) => {
    const accounts = trail.isOrganization ? world.accounts : [owner]
    return accounts.flatMap((account) =>
      Object.entries(account.regions)
        .filter(([region]) => covers(trail, region))
        .flatMap(([region, { events, recorded }]) =>
          [events, recorded].map((list) => ({
            events: list,
            logsOf: (event: WorldEvent) => logsOf(event, trail, account, region),
          })),
        ),
    )
  })
}

export function trailsInto({ account, region, project, logstore }: Place, world: World) {
  const arn = `acs:log:${region}:${account.id}:project/${project}`
  return world.accounts.flatMap((owner) =>
    Object.values(owner.regions).flatMap(({ trails }) =>
      trails
        .filter((trail) => trail.slsProjectArn === arn && trailLogstoreName(trail.name) === logstore)
        .map((trail) => ({ owner, trail })),
    ),
  )
}

function covers({ trailRegion }: Trail, region: string): boolean {
  return trailRegion === 'All' || trailRegion.split(',').includes(region)
}

function logsOf(event: WorldEvent, trail: Trail, account: Account, region: string): readonly Log[] {
  const { raw, repeat = 0 } = event
  const there = deliveredAt(trail, region, event, 'sls')
  if (there === undefined) return []
  const log: Log = {
    time: Math.floor(Date.parse(event.loggedAt ?? String(raw.eventTime)) / 1_000),
    deliveredAt: there,
    event: JSON.stringify(asDelivered(raw, account)),
  }
  return Array.from({ length: 1 + repeat }, () => log)
}

/** As the vendor's samples of delivered events show it: the parameters as a text besides, and whose event it is. */
function asDelivered(raw: WorldEvent['raw'], account: Account) {
  const { requestParameters, requestParameterJson } = raw
  const isObject = typeof requestParameters === 'object' && requestParameters !== null
  return {
    recipientAccountId: account.id,
    ...raw,
    ...(isObject && requestParameterJson === undefined
      ? { requestParameterJson: JSON.stringify(requestParameters) }
      : {}),
  }
}
