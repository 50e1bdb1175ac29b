import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { isSystemError } from './system-error.ts'

/**
 * Makes a folder and those above it that are missing; one that is there is left alone. Throws what the system says. `recursive` of Node
 * itself never ends where a folder is there and none can be made in it because of ENOENT, as under /proc or behind a link to nothing.
 */
export function makeFolder(path: string): void {
  const refusal = refusalOf(path)
  if (refusal === undefined) return
  if (refusal.code !== 'ENOENT' || dirname(path) === path) throw refusal
  makeFolder(dirname(path))
  const still = refusalOf(path)
  if (still) throw still
}

/** Undefined where the folder is there now, whoever made it. */
function refusalOf(path: string): NodeJS.ErrnoException | undefined {
  try {
    mkdirSync(path)
    return undefined
  } catch (error) {
    if (!isSystemError(error)) throw error
    return error.code === 'EEXIST' ? undefined : error
  }
}
