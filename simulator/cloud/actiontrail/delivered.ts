import type { Account, Trail, World, WorldEvent } from '../world.ts'
import { periodOf } from './history-jobs.ts'
import { DELIVERY_DELAY } from './trails.ts'

/** An event as a trail has delivered it. */
export interface DeliveredEvent {
  readonly event: WorldEvent
  readonly accountId: string
  readonly region: string
  /** When it happened, in milliseconds. */
  readonly at: number
}

/**
 * What a trail has delivered to a destination by `now`: what happened while it recorded, of the kinds and regions that it selects, and what
 * its finished history jobs have delivered besides (Simple Log Service alone). A trail of the organization delivers every account's.
 */
export function deliveredEvents(
  world: World,
  owner: Account,
  trail: Trail,
  destination: keyof typeof DELIVERY_DELAY,
  now: number,
): DeliveredEvent[] {
  const accounts = trail.isOrganization ? world.accounts : [owner]
  return accounts.flatMap((account) =>
    Object.entries(account.regions)
      .filter(([region]) => trail.trailRegion === 'All' || trail.trailRegion.split(',').includes(region))
      .flatMap(([region, { events, recorded }]) =>
        [...events, ...recorded].flatMap((event) => {
          const there = deliveredAt(trail, region, event, destination)
          const at = Date.parse(String(event.raw.eventTime))
          return there !== undefined && there <= now ? [{ event, accountId: account.id, region, at }] : []
        }),
      ),
  )
}

/** EventRW of an event; where it does not say, cryptographic calls and lookups are reads (docs/vendor-facts.md, "ActionTrail: events"). */
function isSelected({ eventRW }: Trail, { raw }: WorldEvent): boolean {
  if (eventRW === 'All') return true
  const said = raw.eventRW === 'Read' || raw.eventRW === 'Write' ? raw.eventRW : undefined
  return (said ?? (WRITES.test(String(raw.eventName)) ? 'Write' : 'Read')) === eventRW
}

const WRITES = /^(Create|Delete|Update|Enable|Disable|Schedule|Cancel|Set|Tag|Untag|Import|Put|Attach|Detach)/

/** From when on, in milliseconds, an event of a region is at a destination; undefined: a trail never delivers it. */
export function deliveredAt(
  trail: Trail,
  region: string,
  event: WorldEvent,
  destination: keyof typeof DELIVERY_DELAY,
): number | undefined {
  if (!isSelected(trail, event)) return undefined
  const at = Date.parse(String(event.raw.eventTime))
  const { status, createdAt, startedAt, updatedAt, stoppedAt, failsSince, history } = trail
  const visible = Math.max(at, Date.parse(event.visibleAt ?? '') || 0)
  const start = Math.max(Date.parse(startedAt ?? createdAt), Date.parse(updatedAt ?? createdAt))
  const ends: number[] = []
  if (failsSince) ends.push(Date.parse(failsSince.at))
  if (status === 'Disable') ends.push(Date.parse(stoppedAt ?? createdAt))
  if (status !== 'Fresh' && at >= start && visible <= Math.min(...ends)) return visible + DELIVERY_DELAY[destination]
  if (destination === 'oss') return undefined
  const again = (history ?? []).flatMap((job) => {
    const { from, to } = periodOf(job)
    if (at < from || at >= to) return []
    if ((job.regions?.[region] ?? job.status) === 2) return [visible]
    // It delivers all of its events when it is done.
    return job.endsAt === undefined ? [] : [Math.max(visible, Date.parse(job.endsAt))]
  })
  return again.length === 0 ? undefined : Math.min(...again)
}
