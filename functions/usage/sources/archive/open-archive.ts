import { ConfigError } from '../../../../shared/config/config-error.ts'
import { textIn } from '../../../../shared/domain/messages/text-in.ts'
import { EVENT_DELIVERY_LAG } from '../../../../shared/domain/window.ts'
import type { UsageSource } from '../source.ts'
import { ArchiveError } from './archive.ts'
import { ArchiveSource } from './archive-source.ts'
import { fileFault } from './explain-archive.ts'
import { FolderArchive } from './folder-archive.ts'
import { findTrailPath, TRAIL_PATH } from './layout.ts'

/** The archive in a folder. Throws a `ConfigError` where there is none. */
export async function openArchive(folder: string): Promise<UsageSource> {
  const archive = new FolderArchive(folder)
  const trail = await findTrailPath(archive).catch((error: unknown) => {
    if (error instanceof ArchiveError)
      throw new ConfigError([`CMK_SOURCE: ${textIn(fileFault(archive.name, error), 'en')}`])
    throw error
  })
  if (trail === undefined)
    throw new ConfigError([
      `CMK_SOURCE: ${archive.name} is not the archive of a trail: there is no ${TRAIL_PATH} in it`,
    ])
  return { scope: (scope) => new ArchiveSource(scope, { archive, trail, late: EVENT_DELIVERY_LAG }) }
}
