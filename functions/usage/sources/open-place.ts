import { callFailure } from '../../../shared/cloud/errors.ts'
import { ArchiveSource } from './archive/archive-source.ts'
import { openBucket, rootOf } from './archive/bucket-archive.ts'
import { TRAIL_PATH } from './archive/layout.ts'
import { Settings } from './sls/settings.ts'
import { SlsSource } from './sls/sls-source.ts'
import type { SourceParts } from './source.ts'
import type { OpenedPlace, TrailPlace } from './trail/places.ts'

/** A place of Simple Log Service or of OSS that a trail delivers to. `known`: the settings of its logstore, where somebody else asks for them as well. */
export function openPlace(place: TrailPlace, parts: SourceParts, known?: Settings): OpenedPlace {
  const { cloud } = parts
  if (place.kind === 'sls') {
    const settings = known ?? new Settings(cloud.logService(place))
    return {
      refusal: (signal) => failureOf(() => settings.get({ signal })),
      read: ({ scope, ...told }) => new SlsSource(scope, place, parts, { ...told, settings }),
    }
  }
  return {
    refusal: (signal) => bucketRefusal(place, parts, signal),
    read: ({ scope, delivered, isOrganization }, signal) =>
      new ArchiveSource(scope, {
        ...{ archive: openBucket(place, cloud, signal), trail: TRAIL_PATH, whole: delivered, isOrganization },
      }),
  }
}

async function bucketRefusal(
  place: Extract<TrailPlace, { readonly kind: 'oss' }>,
  { cloud }: SourceParts,
  signal: AbortSignal,
) {
  const objects = cloud.objects(place)
  let first: string | undefined
  const refusal = await failureOf(async () => {
    first = await objects.first(`${rootOf(place)}${TRAIL_PATH}/`, { signal })
    if (first !== undefined) await objects.mayRead(first, { signal })
  })
  // Deleted since it was listed.
  if (refusal?.code === 'NoSuchKey') return undefined
  return refusal ?? (first === undefined ? ('empty' as const) : undefined)
}

async function failureOf(call: () => Promise<unknown>) {
  try {
    await call()
    return undefined
  } catch (caught) {
    return callFailure(caught)
  }
}
