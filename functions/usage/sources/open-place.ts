import { sourceText } from '../../../shared/config/source-value.ts'
import { ArchiveSource } from './archive/archive-source.ts'
import { BucketArchive } from './archive/bucket-archive.ts'
import { TRAIL_PATH } from './archive/layout.ts'
import { SlsSource } from './sls/sls-source.ts'
import type { ScopeSource } from './source.ts'
import type { DeliveredPlace } from './trail/open-trail-fed.ts'

/** Opens what a trail has delivered to Simple Log Service or OSS. */
export function openPlace({ place, scope, delivered, isOrganization, parts, signal }: DeliveredPlace): ScopeSource {
  if (place.kind === 'sls') return new SlsSource(scope, place, parts, delivered)
  const root = place.prefix === '' ? '' : `${place.prefix}/`
  const archive = new BucketArchive(sourceText(place), parts.cloud.objects(place), root, signal)
  return new ArchiveSource(scope, { archive, trail: TRAIL_PATH, whole: delivered, isOrganization })
}
