import type { Scope } from '../../../shared/domain/scope.ts'
import { BucketArchive } from './archive/bucket-archive.ts'
import { FolderArchive } from './archive/folder-archive.ts'
import { findTrail, TRAIL_PATH } from './archive/layout.ts'
import { archiveRawEvents } from './archive/raw-events.ts'
import { lookupRawEvents } from './lookup/raw-events.ts'
import { slsRawEvents } from './sls/raw-events.ts'
import type { RawEvents, SourceParts } from './source.ts'

/** Every source that CMK_SOURCE names. */
export async function openRawEvents(scope: Scope, parts: SourceParts): Promise<readonly RawEvents[]> {
  const { source } = parts.config
  switch (source.kind) {
    case 'lookup':
      return [lookupRawEvents(scope, parts)]
    case 'sls':
      return [slsRawEvents(source, parts)]
    case 'dir': {
      const archive = new FolderArchive(source.folder)
      return [
        archiveRawEvents(archive.name, scope, async () => ({
          archive,
          trail: (await findTrail(archive)) ?? TRAIL_PATH,
        })),
      ]
    }
    case 'oss': {
      const { region, bucket, prefix } = source
      const objects = parts.cloud.objects({ region, bucket })
      const root = prefix === '' ? '' : `${prefix}/`
      const name = `oss:${region}/${bucket}${prefix === '' ? '' : `/${prefix}`}`
      const open = async (signal: AbortSignal) => {
        return { archive: new BucketArchive(name, objects, root, signal), trail: TRAIL_PATH }
      }
      return [archiveRawEvents(name, scope, open)]
    }
  }
}
