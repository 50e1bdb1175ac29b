import { MINUTE } from '../../../shared/domain/time.ts'
import { type DeliveredEvent, deliveredEvents } from '../actiontrail/delivered.ts'
import { DELIVERY_DELAY } from '../actiontrail/trails.ts'
import type { Account, RawEvent, Trail, World } from '../world.ts'
import { type ArchiveObject, archiveObject } from './archive-files.ts'
import type { Bucket } from './buckets.ts'

/** Minutes of events that a trail puts into one file (vendor's page on delivery to OSS). */
const PERIOD = 5

/** Id of the resource directory in the layout of an organization's trail. */
export const DIRECTORY = 'rd-simulated'

export function trailsInto({ name }: Bucket, world: World): { readonly owner: Account; readonly trail: Trail }[] {
  return world.accounts.flatMap((owner) =>
    Object.values(owner.regions).flatMap(({ trails }) =>
      trails.filter(({ ossBucketName }) => ossBucketName === name).map((trail) => ({ owner, trail })),
    ),
  )
}

/** Up to when files are complete: a trail writes one when its period is over and delivers it within the delay. */
export function deliveredUpTo(bucket: Bucket, now: number): number {
  const period = (bucket.period ?? PERIOD) * MINUTE
  return Math.floor((now - DELIVERY_DELAY.oss) / period) * period
}

/** The files that the world's trails have delivered into a bucket; events that became known late are in the file of that time. */
export function deliveredFiles(bucket: Bucket, world: World, now: number): ArchiveObject[] {
  const upTo = deliveredUpTo(bucket, now)
  return trailsInto(bucket, world).flatMap(({ owner, trail }) => {
    const prefix = (trail.ossKeyPrefix ?? '').replace(/^\/+|\/+$/g, '')
    const events = deliveredEvents(world, owner, trail, 'oss', upTo + DELIVERY_DELAY.oss)
    return filesOf(events, bucket, trail, upTo).map(({ key, body }) => ({
      key: prefix === '' ? key : `${prefix}/${key}`,
      body,
    }))
  })
}

/** What a trail puts into one file. */
interface FilePlan {
  readonly at: number
  readonly of: DeliveredEvent
  readonly events: RawEvent[]
}

function filesOf(events: readonly DeliveredEvent[], bucket: Bucket, trail: Trail, upTo: number): ArchiveObject[] {
  const period = (bucket.period ?? PERIOD) * MINUTE
  const files = new Map<string, FilePlan>()
  for (const each of events) {
    const known = Math.max(each.at, Date.parse(each.event.visibleAt ?? '') || 0)
    const begin = Math.floor(known / period) * period
    if (begin + period > upTo) continue
    const name = `${each.region} ${trail.isOrganization ? each.accountId : ''} ${begin}`
    const file = files.get(name) ?? { at: begin + period - 1_000, of: each, events: [] }
    files.set(name, file)
    for (let n = 0; n <= (each.event.repeat ?? 0); n += 1) file.events.push(each.event.raw)
  }
  return [...files.values()].map((file) => writtenFile(file, bucket, trail))
}

/** Files by their first event: one that was written is not written again while it holds the same. */
const written = new WeakMap<
  RawEvent,
  { readonly as: string; readonly events: readonly RawEvent[]; readonly object: ArchiveObject }
>()

function writtenFile({ at, of, events }: FilePlan, { format }: Bucket, { isOrganization }: Trail): ArchiveObject {
  const { region, accountId } = of
  const as = JSON.stringify([at, region, isOrganization ? accountId : '', format])
  const [first] = events
  const known = first && written.get(first)
  if (known?.as === as && isSame(known.events, events)) return known.object
  const organization = isOrganization ? { organization: { directory: DIRECTORY, account: accountId } } : {}
  const text = format === 'lines' ? events.map((raw) => `${JSON.stringify(raw)}\n`).join('') : JSON.stringify(events)
  const object = archiveObject(Buffer.from(text), { region, ...organization, at, count: events.length })
  if (first) written.set(first, { as, events, object })
  return object
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index])
}
