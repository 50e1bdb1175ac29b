import { readdir } from 'node:fs/promises'
import { ConfigError } from '../../../../shared/config/config-error.ts'
import { inEnglish } from '../../../../shared/domain/messages/text-in.ts'
import { EVENT_DELIVERY_LAG } from '../../../../shared/domain/window.ts'
import { isSystemError } from '../../../../shared/files/system-error.ts'
import type { UsageSource } from '../source.ts'
import { type Archive, ArchiveError } from './archive.ts'
import { ArchiveSource } from './archive-source.ts'
import { fileFault } from './explain-archive.ts'
import { FolderArchive } from './folder-archive.ts'
import { findTrailPath, TRAIL_PATH } from './layout.ts'

/** What CMK_SOURCE has to name, and how it comes there. */
export const ARCHIVE_EXPECTED = `It takes the folder that holds ${TRAIL_PATH}: ossutil cp -r oss://<bucket>/<prefix> <folder> copies it.`

/** An archive in a folder. */
export interface FoundArchive {
  readonly archive: Archive
  /** Path of the folder that holds the regions. */
  readonly trail: string
}

/** The archive in a folder. Throws a `ConfigError` where there is none. */
export async function openArchive(folder: string): Promise<UsageSource> {
  const found = await findArchive(folder)
  if ('problem' in found) throw new ConfigError([`CMK_SOURCE: ${found.problem}. ${ARCHIVE_EXPECTED}`])
  return { scope: (scope) => new ArchiveSource(scope, { ...found, late: EVENT_DELIVERY_LAG }) }
}

/** Looks for the archive in a folder. `problem`: why there is none, in a phrase. */
export async function findArchive(folder: string): Promise<FoundArchive | { readonly problem: string }> {
  const archive = new FolderArchive(folder)
  const none = (why: string) => ({ problem: `${archive.name} is not the archive of a trail: ${why}` })
  try {
    if ((await readdir(folder)).length === 0) return none('it is empty')
    const trail = await findTrailPath(archive)
    return trail === undefined ? none(`there is no ${TRAIL_PATH} in it`) : { archive, trail }
  } catch (error) {
    if (error instanceof ArchiveError) return { problem: inEnglish(fileFault(archive.name, error)) }
    if (!isSystemError(error)) throw error
    if (error.code === 'ENOENT') return none('there is no such folder')
    if (error.code === 'ENOTDIR') return none('it is a file')
    return { problem: `${archive.name} cannot be read (${error.code})` }
  }
}
