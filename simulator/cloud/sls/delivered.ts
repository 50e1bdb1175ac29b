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
        .flatMap(([, { events, recorded }]) =>
          [events, recorded].map((list) => ({
            events: list,
            logsOf: (event: WorldEvent) => logsOf(event, trail, account),
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

function logsOf({ raw, visibleAt, repeat = 0 }: WorldEvent, trail: Trail, account: Account): readonly Log[] {
  const at = Date.parse(String(raw.eventTime ?? visibleAt))
  if (Number.isNaN(at) || !delivers(trail, raw.eventRW, at)) return []
  const log: Log = {
    time: Math.floor(at / 1_000),
    deliveredAt: visibleAt === undefined ? at : Date.parse(visibleAt),
    event: JSON.stringify(asDelivered(raw, account)),
  }
  return Array.from({ length: 1 + repeat }, () => log)
}

/** From when the trail was started until it was stopped or delivered last. */
function delivers(trail: Trail, eventRW: unknown, at: number): boolean {
  if (trail.eventRW !== 'All' && trail.eventRW !== eventRW) return false
  const from = trail.startedAt ?? trail.createdAt
  const ends = [trail.failsSince?.at, trail.status === 'Enable' ? undefined : (trail.stoppedAt ?? trail.createdAt)]
  return at >= Date.parse(from) && ends.every((end) => end === undefined || at <= Date.parse(end))
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
