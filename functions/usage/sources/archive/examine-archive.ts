import { type Coverage, coverageOf } from '../../../../shared/domain/coverage.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import { type Archive, ArchiveError } from './archive.ts'
import { FileReader } from './file-reader.ts'
import { branchesOf } from './layout.ts'
import { TrailFiles } from './trail-files.ts'

/** What an archive holds of a scope, as its folders say. */
export interface ArchiveFacts {
  /** Days that have a folder; none: nothing of the scope is in it. */
  readonly days: Coverage
  /** What is wrong with the newest file. */
  readonly newest?: { readonly path: string; readonly fault: ArchiveError }
}

/** Looks into the folders of a scope, and reads its newest file. Throws an `ArchiveError`. */
export async function examineArchive(archive: Archive, trail: string, scope: Scope): Promise<ArchiveFacts> {
  const paths = await branchesOf(archive, trail, scope)
  const branches = await Promise.all(paths.map((path) => TrailFiles.open(archive, path, scope.region)))
  const days = coverageOf(branches.flatMap((branch) => branch.days))
  for (const branch of branches) {
    const [file] = await branch.newest()
    const fault = file && (await faultOf(archive, file.path))
    if (file && fault) return { days, newest: { path: file.path, fault } }
  }
  return { days }
}

async function faultOf(archive: Archive, path: string): Promise<ArchiveError | undefined> {
  try {
    await new FileReader().read(archive.open(path), () => {})
    return undefined
  } catch (error) {
    if (error instanceof ArchiveError) return error
    throw error
  }
}
