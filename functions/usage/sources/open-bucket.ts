import type { ObjectStorage } from '../../../shared/cloud/cloud.ts'
import { callFailure } from '../../../shared/cloud/errors.ts'
import type { SourceConfig } from '../../../shared/config/source-value.ts'
import { type Message, message } from '../../../shared/domain/messages/message.ts'
import type { Scope } from '../../../shared/domain/scope.ts'
import { blindness, deliveredBy } from '../../../shared/domain/trail.ts'
import { ArchiveSource } from './archive/archive-source.ts'
import { BucketArchive } from './archive/bucket-archive.ts'
import { TRAIL_PATH } from './archive/layout.ts'
import { LookupSource } from './lookup/lookup-source.ts'
import type { ReadingLimits, SourceParts, UsageSource } from './source.ts'
import { findTrail } from './trail/find-trail.ts'
import { bucketRefused, noTrail, trailProblem, trailUnknown } from './trail/sentences.ts'
import { TrailFedSource, type TrailFinding } from './trail/trail-fed-source.ts'

type BucketConfig = Extract<SourceConfig, { readonly kind: 'oss' }>

/** The archive in a bucket: what its trail has delivered is read there, and what it lacks by lookups. Makes no call. */
export function openBucket(bucket: BucketConfig, parts: SourceParts): UsageSource {
  return {
    scope: (scope) => {
      let trail = ''
      const find = async (limits: ReadingLimits): Promise<TrailFinding> => {
        const found = await findIn(bucket, scope, parts, limits)
        if (typeof found === 'object' && 'trail' in found) trail = found.trail
        return found
      }
      const lookups = new LookupSource(scope, parts)
      return new TrailFedSource({ scope, find, lookups, say: (problem) => trailProblem(trail, problem) })
    },
  }
}

async function findIn(
  { region, bucket, prefix }: BucketConfig,
  scope: Scope,
  { cloud }: SourceParts,
  { signal }: ReadingLimits,
): Promise<TrailFinding & ({ readonly trail: string } | { readonly reason: Message })> {
  const root = prefix === '' ? '' : `${prefix}/`
  const source = `oss:${region}/${bucket}${prefix === '' ? '' : `/${prefix}`}`
  const objects = cloud.objects({ region, bucket })
  const refused = await refusalOf(objects, root, source, signal)
  if (refused) return refused
  const found = await findTrail(scope, { by: 'oss', bucket, prefix }, cloud, signal)
  if (found.found === 'none') return { reason: noTrail(source, found.others) }
  if (found.found === 'unknown') return { reason: trailUnknown(source, found.error), error: found.error }
  const { trail } = found.found
  const blind = blindness(trail, scope.region)
  if (blind) return { reason: trailProblem(trail.name, blind) }
  const { held, problems } = deliveredBy(found.found, scope.region)
  const archive = new BucketArchive(source, objects, root, signal)
  const fed = new ArchiveSource(scope, { archive, trail: TRAIL_PATH, whole: held })
  return { source: fed, problems, trail: trail.name }
}

/** Why the bucket is of no use: it is not there, or may not be listed or read. Two calls. */
async function refusalOf(objects: ObjectStorage, root: string, source: string, signal: AbortSignal) {
  try {
    const first = await objects.first(`${root}${TRAIL_PATH}/`, { signal })
    if (first === undefined) return { reason: message('bucket-without-archive', { source }) }
    await objects.mayRead(first, { signal })
    return undefined
  } catch (caught) {
    const error = callFailure(caught)
    // Deleted since it was listed.
    if (error.code === 'NoSuchKey') return undefined
    return { reason: bucketRefused(source, error), error }
  }
}
