import { ConfigError } from '../../../../shared/config/config-error.ts'
import type { UsageSource } from '../source.ts'
import { ArchiveError } from './archive.ts'
import { ArchiveSource } from './archive-source.ts'
import { FolderArchive } from './folder-archive.ts'
import { findTrail } from './layout.ts'
import { fileFault, noArchive } from './sentences.ts'

/** The archive in a folder. Throws a `ConfigError` where there is none. */
export async function openArchive(folder: string): Promise<UsageSource> {
  const archive = new FolderArchive(folder)
  const trail = await findTrail(archive).catch((error: unknown) => {
    if (error instanceof ArchiveError) throw new ConfigError([`CMK_SOURCE: ${fileFault(archive.name, error)}`])
    throw error
  })
  if (trail === undefined) throw new ConfigError([`CMK_SOURCE: ${noArchive(archive.name)}`])
  return { scope: (scope) => new ArchiveSource(scope, { archive, trail }) }
}
