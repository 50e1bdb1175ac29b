import { lstatSync, readlinkSync, realpathSync, type Stats } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** As many as Linux follows in one path: https://man7.org/linux/man-pages/man7/path_resolution.7.html */
const MAX_LINKS = 40
/** What a process has open, such as /dev/stdout. These only look like links: what they lead to may have no name. */
const OPEN_FILE = /^\/proc\/(self|thread-self|\d+)\//

/** What a path leads to. */
export interface ResolvedPath {
  /** What the links lead to in the end; the path itself where it is no link. */
  readonly path: string
  /** What is there; undefined where nothing is. */
  readonly found: Stats | undefined
  readonly isLinked: boolean
}

/**
 * Follows symbolic links, also one that leads to nothing yet. Throws what the system says of a path that cannot be looked at, and an error
 * of the code ELOOP where links lead in a circle.
 */
export function resolveLinks(file: string): ResolvedPath {
  let path = file
  for (let links = 0; links <= MAX_LINKS; links += 1) {
    const found = lstatSync(path, { throwIfNoEntry: false })
    if (!found?.isSymbolicLink() || OPEN_FILE.test(path)) return { path, found, isLinked: links > 0 }
    // A link says where its target is as seen from the folder that holds the link, which may itself be linked.
    path = resolve(realpathSync(dirname(path)), readlinkSync(path))
  }
  throw Object.assign(new Error(`ELOOP: too many symbolic links, ${file}`), { code: 'ELOOP', syscall: 'readlink' })
}
