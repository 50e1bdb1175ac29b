import { existsSync, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { resolveLinks } from '../../files/resolve-links.ts'
import { StoreDamagedError, StoreError, StoreLayoutError } from '../errors.ts'
import { APPLICATION_ID, LAYOUT_VERSION } from './layout.ts'

/** Where things stand in the first 100 bytes of a database file: https://www.sqlite.org/fileformat.html#the_database_header */
const HEADER_BYTES = 100
const MAGIC = 'SQLite format 3\0'
const USER_VERSION_AT = 60
const APPLICATION_ID_AT = 68

/**
 * Descriptors by device and inode. They are never closed: POSIX drops all locks that a process holds on a file when it closes any
 * descriptor of it, also those of SQLite's connections: https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled
 */
const descriptors = new Map<string, number>()

/**
 * Looks at a file before any engine opens it, because opening already writes (`-wal`, recovery). `missing` where nothing, or an empty
 * file, is there. Throws for what is not a store that this version knows.
 */
export function inspectFile(file: string): 'missing' | 'store' {
  const header = readHeader(file)
  if (!header) return 'missing'
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new StoreDamagedError(
      `${file} is not a store: it does not begin as a SQLite database does. It was left as it is. Set CMK_STORE to another file, or move this one away.`,
      file,
    )
  }
  checkLayout(file, header.readInt32BE(APPLICATION_ID_AT), header.readInt32BE(USER_VERSION_AT))
  return 'store'
}

/** The file that a path leads to. A disk that is not mounted has no place of its own: the folder that a link leads into is not made. */
export function storeFile(named: string): string {
  const { path, isLinked } = resolveLinks(named)
  if (!isLinked || existsSync(dirname(path))) return path
  throw new StoreError(
    `The store ${named} is a link into a folder that is not there. Mount its disk, make the folder, or set CMK_STORE to another file.`,
    named,
  )
}

/** Throws a `StoreLayoutError` unless the numbers are those of a store that this version can read. */
export function checkLayout(file: string, applicationId: number, version: number): void {
  if (applicationId !== APPLICATION_ID) {
    throw new StoreLayoutError(
      `${file} is a SQLite database of another program. It was left as it is. Set CMK_STORE to a file of its own.`,
      file,
    )
  }
  if (version !== LAYOUT_VERSION) {
    throw new StoreLayoutError(
      `${file} has layout ${version}, and this version knows layout ${LAYOUT_VERSION} only. It was left as it is. Use the newer version of cmk-readiness that wrote it, or set CMK_STORE to another file.`,
      file,
    )
  }
}

/** The first 100 bytes, fewer in a shorter file; undefined where nothing is there, or an empty file. */
function readHeader(file: string): Buffer | undefined {
  try {
    const found = statSync(file, { throwIfNoEntry: false })
    if (!found) return undefined
    if (!found.isFile()) throw new StoreError(`${file} is not a file. Set CMK_STORE to sqlite:<file>.`, file)
    if (found.size === 0) return undefined
    const id = `${found.dev}:${found.ino}`
    const descriptor = descriptors.get(id) ?? openSync(file, 'r')
    descriptors.set(id, descriptor)
    const header = Buffer.alloc(HEADER_BYTES)
    return header.subarray(0, readSync(descriptor, header, 0, HEADER_BYTES, 0))
  } catch (cause) {
    if (cause instanceof StoreError) throw cause
    throw new StoreError(`${file} cannot be read (${errno(cause)}). Check the path and its permissions.`, file, {
      cause,
    })
  }
}

/** `EACCES`: what the operating system says. */
export function errno(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
}
