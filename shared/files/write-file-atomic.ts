import { randomUUID } from 'node:crypto'
import { accessSync, constants, rmSync, type Stats, statSync } from 'node:fs'
import { copyFile, type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder } from './make-folder.ts'
import { type ResolvedPath, resolveLinks } from './resolve-links.ts'
import { isSystemError } from './system-error.ts'

/** A file that cannot be written. */
export class WriteError extends Error {
  override readonly name = 'WriteError'
  /** The system's, or `not-a-file`. */
  readonly code: string
  /** In words, behind the name of the file and a colon. */
  readonly why: string

  constructor(code: string, why: string) {
    super(why)
    this.code = code
    this.why = why
  }
}

/**
 * Writes a file from pieces, whole or not at all: it takes its place when it is complete. Makes the folder. Writes through links: a symbolic
 * link stays, and what it leads to gets the content and keeps its mode and, where the system lets us, its owner. Throws a `WriteError`.
 */
export async function writeFileAtomic(file: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  const { path, found } = inspect(file)
  const unfinished = join(dirname(path), `.cmk-readiness-${randomUUID()}.tmp`)
  const discard = () => rmSync(unfinished, { force: true })
  // Whoever is asked twice to stop leaves in the middle of this.
  process.once('exit', discard)
  try {
    await refusing(async () => makeFolder(dirname(path)))
    const handle = await refusing(() => open(unfinished, 'wx', found ? 0o600 : 0o666))
    try {
      // `write` alone may write less than it is given.
      for await (const piece of pieces) await refusing(() => handle.appendFile(piece))
      if (found) await keepOwner(handle, found)
    } finally {
      await refusing(() => handle.close())
    }
    // The other names of a file keep naming it only where it stays the same file.
    await refusing(() => (found && found.nlink > 1 ? copyFile(unfinished, path) : rename(unfinished, path)))
  } finally {
    process.off('exit', discard)
    await rm(unfinished, { force: true }).catch(() => undefined)
  }
}

/** Throws the same error beforehand, as far as it can be known, and writes nothing. */
export function checkWritable(file: string): void {
  inspect(file)
}

function inspect(file: string): ResolvedPath {
  try {
    const led = resolveLinks(file)
    const { path, found, isLinked } = led
    const folder = dirname(path)
    if (found && !found.isFile()) throw new WriteError('not-a-file', `it is a ${kindOf(found)}`)
    if (found) accessSync(path, constants.W_OK)
    // A disk that is not mounted has no place of its own: what a link leads to is not made up.
    if (isLinked && !statSync(folder, { throwIfNoEntry: false }))
      throw new WriteError('ENOENT', 'it is a link into a folder that is not there')
    const above = nearestThere(folder)
    if (!statSync(above).isDirectory()) throw new WriteError('ENOTDIR', WHY.ENOTDIR)
    accessSync(above, constants.W_OK | constants.X_OK)
    return led
  } catch (error) {
    throw refusal(error)
  }
}

/** The folder, or the nearest one above it that is there: the others are made. */
function nearestThere(folder: string): string {
  const above = dirname(folder)
  return above === folder || statSync(folder, { throwIfNoEntry: false }) ? folder : nearestThere(above)
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'folder'
  if (found.isFIFO()) return 'named pipe'
  if (found.isSymbolicLink()) return 'stream of a process'
  return found.isSocket() ? 'socket' : 'device'
}

/** Mode and owner of what was there before. Only root gives files away; whoever else writes it owns it. */
async function keepOwner(handle: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
  const made = await handle.stat()
  if (made.uid !== uid || made.gid !== gid) {
    await handle.chown(uid, gid).catch(() => handle.chown(made.uid, gid).catch(() => undefined))
  }
  await handle.chmod(mode & 0o7777).catch(() => undefined)
}

async function refusing<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw refusal(error)
  }
}

const WHY = {
  EACCES: 'nothing may be written there',
  EPERM: 'nothing may be written there',
  EROFS: 'its disk can only be read',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'a part of its path is no folder',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full as far as this user may fill it',
  EFBIG: 'it gets larger than files may be here',
  EBUSY: 'something else has it in use',
  ETXTBSY: 'something else has it in use',
} as const

function refusal(error: unknown): unknown {
  if (!isSystemError(error)) return error
  const { code = 'no code' } = error
  const known: Readonly<Record<string, string>> = WHY
  return new WriteError(code, known[code] ?? 'the system refuses it')
}
