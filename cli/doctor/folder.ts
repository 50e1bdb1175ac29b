import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isSystemError } from '../../shared/system-error.ts'

/** The system's code where nothing could be written into a folder, or into the one that it would be made in. Writes nothing. */
export async function folderProblem(folder: string): Promise<string | undefined> {
  try {
    if (!(await stat(folder)).isDirectory()) return 'ENOTDIR'
    await access(folder, constants.W_OK | constants.X_OK)
    return undefined
  } catch (error) {
    if (!isSystemError(error)) throw error
    return error.code === 'ENOENT' ? folderProblem(dirname(folder)) : error.code
  }
}
