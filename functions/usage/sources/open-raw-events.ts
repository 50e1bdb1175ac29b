import { type SourceConfig, sourceText } from '../../../shared/config/source-value.ts'
import type { Scope } from '../../../shared/domain/scope.ts'
import { BucketArchive } from './archive/bucket-archive.ts'
import { FolderArchive } from './archive/folder-archive.ts'
import { findTrail, TRAIL_PATH } from './archive/layout.ts'
import { archiveRawEvents } from './archive/raw-events.ts'
import { lookupRawEvents } from './lookup/raw-events.ts'
import { slsRawEvents } from './sls/raw-events.ts'
import type { RawEvents, SourceParts } from './source.ts'
import { placeOfTrail } from './trail/open-trail-fed.ts'

/** The sources that CMK_SOURCE names, or finds: a trail's, and lookups where there is none. */
export async function openRawEvents(
  scope: Scope,
  parts: SourceParts,
  signal: AbortSignal,
): Promise<readonly RawEvents[]> {
  const { source } = parts.config
  switch (source.kind) {
    case 'lookup':
      return [lookupRawEvents(scope, parts)]
    case 'dir': {
      const archive = new FolderArchive(source.folder)
      const open = async () => ({ archive, trail: (await findTrail(archive)) ?? TRAIL_PATH })
      return [archiveRawEvents(archive.name, scope, open)]
    }
    case 'sls':
    case 'oss':
      return [placeRawEvents(source, scope, parts)]
    default: {
      const place = await placeOfTrail(source, scope, parts.cloud, signal)
      return [place === undefined ? lookupRawEvents(scope, parts) : placeRawEvents(place, scope, parts)]
    }
  }
}

function placeRawEvents(
  place: Extract<SourceConfig, { readonly kind: 'sls' | 'oss' }>,
  scope: Scope,
  parts: SourceParts,
): RawEvents {
  if (place.kind === 'sls') return slsRawEvents(place, parts)
  const objects = parts.cloud.objects(place)
  const root = place.prefix === '' ? '' : `${place.prefix}/`
  const name = sourceText(place)
  return archiveRawEvents(name, scope, async (signal) => ({
    archive: new BucketArchive(name, objects, root, signal),
    trail: TRAIL_PATH,
  }))
}
