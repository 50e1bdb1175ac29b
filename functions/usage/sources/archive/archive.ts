import type { ArchiveFault } from '../../../../shared/domain/messages/message.ts'

/** Files in folders, wherever they are kept: what the archive of a trail is read from. Paths are relative to its root, apart by `/`. */
export interface Archive {
  /** For people: what CMK_SOURCE says. */
  readonly name: string
  /** Names of the folders right below a path, in any order; none where there is no such path. Throws an `ArchiveError`. */
  folders(path: string): Promise<readonly string[]>
  /** Names of the files right below a path, in any order; none where there is no such path. Throws an `ArchiveError`. */
  files(path: string): Promise<readonly string[]>
  /** The bytes of a file as they are stored; each piece belongs to who takes it. Throws an `ArchiveError`, when it is opened or on the way. */
  open(path: string): AsyncIterable<Uint8Array>
}

/** A file or a folder of an archive that cannot be read, or that holds something else than it should. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
  readonly fault: ArchiveFault
  /** What else is to be said: a system's code, numbers. Never text of a file. */
  readonly detail: string

  constructor(fault: ArchiveFault, detail = '') {
    super(detail === '' ? fault : `${fault} (${detail})`)
    this.fault = fault
    this.detail = detail
  }
}
