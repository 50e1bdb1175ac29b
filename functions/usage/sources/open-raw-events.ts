import { sourceText } from '../../../shared/config/source-value.ts'
import type { Scope } from '../../../shared/domain/scope.ts'
import { openBucket } from './archive/bucket-archive.ts'
import { FolderArchive } from './archive/folder-archive.ts'
import { findTrailPath, TRAIL_PATH } from './archive/layout.ts'
import { archiveRawEvents } from './archive/raw-events.ts'
import { lookupRawEvents } from './lookup/raw-events.ts'
import { slsRawEvents } from './sls/raw-events.ts'
import type { RawEvents, SourceParts } from './source.ts'
import { TrailFinder } from './trail/find-trail.ts'
import { placeOf, type TrailPlace } from './trail/places.ts'

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
      const open = async () => ({ archive, trail: (await findTrailPath(archive)) ?? TRAIL_PATH })
      return [archiveRawEvents(archive.name, scope, open)]
    }
    case 'sls':
    case 'oss':
      return [placeRawEvents(source, scope, parts)]
    default: {
      const { found } = await new TrailFinder(source, parts.cloud).find(scope, signal)
      const place = typeof found === 'object' ? placeOf(found) : undefined
      return [place === undefined ? lookupRawEvents(scope, parts) : placeRawEvents(place, scope, parts)]
    }
  }
}

function placeRawEvents(place: TrailPlace, scope: Scope, parts: SourceParts): RawEvents {
  if (place.kind === 'sls') return slsRawEvents(place, parts)
  const open = async (signal: AbortSignal) => ({ archive: openBucket(place, parts.cloud, signal), trail: TRAIL_PATH })
  return archiveRawEvents(sourceText(place), scope, open)
}
