import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isSystemError } from '../../../../shared/files/system-error.ts'
import { type Archive, ArchiveError } from './archive.ts'

/** Bytes that are read of a file at once, at most. */
const PIECE = 1024 * 1024
/** What is no file must not be waited for. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK

/** An archive in a folder of this machine, as it was copied from its bucket. */
export class FolderArchive implements Archive {
  readonly name: string
  readonly #root: string

  constructor(root: string) {
    this.name = `dir:${root}`
    this.#root = root
  }

  folders(path: string): Promise<readonly string[]> {
    return this.#list(path, true)
  }

  files(path: string): Promise<readonly string[]> {
    return this.#list(path, false)
  }

  /** A piece is there sooner than another thread would have been woken to get it: the files of a trail are many and small. */
  async *open(path: string): AsyncIterable<Uint8Array> {
    let file: number | undefined
    try {
      file = openSync(join(this.#root, path), READ)
      let rest = fstatSync(file).size
      for (let piece = readPiece(file, rest); piece.length > 0; piece = readPiece(file, rest)) {
        rest -= piece.length
        yield piece
      }
    } catch (error) {
      throw faultOf(error)
    } finally {
      if (file !== undefined) closeSync(file)
    }
  }

  async #list(path: string, isFolder: boolean): Promise<readonly string[]> {
    const folder = join(this.#root, path)
    try {
      const entries = await readdir(folder, { withFileTypes: true })
      const found = await Promise.all(
        entries.map(async (entry) => {
          // A link is what it leads to; one that leads nowhere is a file that is gone, and is found to be so when it is opened.
          const target = entry.isSymbolicLink() ? await stat(join(folder, entry.name)).catch(() => undefined) : entry
          return (target?.isDirectory() ?? false) === isFolder ? [entry.name] : []
        }),
      )
      return found.flat()
    } catch (error) {
      if (isSystemError(error) && error.code === 'ENOENT') return []
      throw faultOf(error)
    }
  }
}

/** `rest`: bytes that should be left. Room for more than a file has is memory that must be collected. */
function readPiece(file: number, rest: number): Uint8Array {
  const room = Buffer.allocUnsafe(Math.min(PIECE, Math.max(rest, 1)))
  return room.subarray(0, readSync(file, room))
}

function faultOf(error: unknown): unknown {
  if (!isSystemError(error)) return error
  return new ArchiveError(error.code === 'ENOENT' ? 'gone' : 'unreadable', error.code ?? '')
}
