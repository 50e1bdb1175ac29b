import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { World } from '../world.ts'
import type { Bucket, StorageClass, StoredObject } from './buckets.ts'
import { crc64Of } from './crc64.ts'
import { deliveredFiles, deliveredUpTo, trailsInto } from './delivered-files.ts'

/** An object as it is in a bucket now. */
export interface HeldObject {
  readonly key: string
  readonly size: number
  readonly storageClass: StorageClass
  read(): Buffer
}

interface Made {
  readonly of: string
  /** What was put into the bucket then: under the same key there may be another body by now. */
  readonly stored: readonly StoredObject[]
  readonly objects: readonly HeldObject[]
}

/** What buckets hold, by key in the order of their bytes. It is made again when objects, the world's events, its trails or what is delivered have changed. */
export class BucketContents {
  readonly #made = new WeakMap<Bucket, Made>()
  readonly #sums = new WeakMap<HeldObject, { readonly md5: Buffer; readonly crc64: string }>()

  of(bucket: Bucket, world: World, now: number): readonly HeldObject[] {
    const of = stateOf(bucket, world, now)
    const known = this.#made.get(bucket)
    if (known?.of === of && known.stored.every((object, at) => object.body === bucket.objects[at]?.body))
      return known.objects
    const stored = bucket.isComplete ? bucket.objects : [...bucket.objects, ...deliveredFiles(bucket, world, now)]
    const objects = stored
      .flatMap((object) => heldAs(object, bucket))
      .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
    this.#made.set(bucket, {
      of,
      stored: bucket.isComplete ? [] : bucket.objects.map((each) => ({ ...each })),
      objects,
    })
    return objects
  }

  sums(object: HeldObject): { readonly md5: Buffer; readonly crc64: string } {
    const known = this.#sums.get(object)
    if (known) return known
    const body = object.read()
    const sums = { md5: createHash('md5').update(body).digest(), crc64: crc64Of(body) }
    this.#sums.set(object, sums)
    return sums
  }
}

function stateOf(bucket: Bucket, world: World, now: number): string {
  if (bucket.isComplete) return String(bucket.objects.length)
  const events = world.accounts.flatMap(({ regions }) =>
    Object.values(regions).map((region) => [region.events.length, region.recorded.length]),
  )
  const trails = trailsInto(bucket, world).map(({ owner, trail }) => [owner.id, trail])
  const { objects, ...rest } = bucket
  return JSON.stringify([deliveredUpTo(bucket, now), rest, objects.map(({ key }) => key), trails, events])
}

/** With what has happened to it; none: it is gone. */
function heldAs({ key, body, storageClass = 'Standard' }: StoredObject, { spoiled = [] }: Bucket): HeldObject[] {
  const how = spoiled.filter(({ keys }) => key.includes(keys)).map((each) => each.how)
  if (how.includes('missing')) return []
  const isArchived = how.includes('archived')
  const changed = how.includes('cut') || how.includes('damaged')
  const read = () => spoil(Buffer.isBuffer(body) ? body : readFileSync(body.file), how)
  const size = Buffer.isBuffer(body) ? body.length : statSync(body.file).size
  return [{ key, size: changed ? read().length : size, storageClass: isArchived ? 'Archive' : storageClass, read }]
}

function spoil(body: Buffer, how: readonly string[]): Buffer {
  if (how.includes('cut')) return body.subarray(0, Math.floor(body.length / 2))
  if (!how.includes('damaged')) return body
  const damaged = Buffer.from(body)
  const middle = Math.floor(body.length / 2)
  damaged.subarray(middle, middle + 8).fill(0xff)
  return damaged
}
