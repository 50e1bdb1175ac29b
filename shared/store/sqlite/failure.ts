import { newerRow, StaleLeaseError, StoreBusyError, StoreDamagedError, StoreError } from '../errors.ts'
import { STALE_FENCE } from './layout.ts'

const ADVICE: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'is on a disk that is full. Free some space and run again: what was written stays valid.',
  SQLITE_READONLY:
    'cannot be written. It was opened for reading, or its file or directory may not be written: check the permissions.',
  SQLITE_PERM: 'may not be used. Check the permissions of the file and of its directory.',
  SQLITE_CANTOPEN: 'cannot be opened. Check that its directory exists and may be written.',
  SQLITE_IOERR: 'is on a disk that fails reads or writes. Check the disk, and put the store on a local one.',
  SQLITE_TOOBIG: 'does not take a value of that size (1 GB).',
}

/** True where another connection holds the lock that is needed: waiting helps. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === 'SQLITE_BUSY' || codeOf(error) === 'SQLITE_LOCKED'
}

/** What the engine's error means for who uses the store. Engine messages name tables and columns, never values. */
export function storeFailure(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error
  const code = codeOf(error)
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB') return damaged(file, error)
  if (isBusy(error)) {
    return new StoreBusyError(
      `The store ${file} is busy: another process keeps writing to it. Wait for it to end, or stop it, and run again.`,
      file,
      { cause: error },
    )
  }
  const message = error instanceof Error ? error.message : String(error)
  if (code === 'SQLITE_CONSTRAINT' && message.includes(STALE_FENCE)) {
    return new StaleLeaseError(
      `Another run has taken over this work in the store ${file}, so nothing was written. Let that run end; it needs nothing from this one.`,
      file,
      { cause: error },
    )
  }
  const advice = ADVICE[code] ?? `failed: ${message}. Run again; if it persists, move the file away and run audit.`
  return new StoreError(`The store ${file} ${advice}`, file, { cause: error })
}

/** The store's pages or values are broken, or a newer version wrote them. */
export function damaged(file: string, cause?: unknown): StoreError {
  const newer = newerRow(file, cause)
  if (newer) return newer
  return new StoreDamagedError(
    `The store ${file} is damaged, and nothing more was written to it. Restore it from a backup, or move it away (with ${file}-wal, if there is one) and run audit: it reads the last 90 days again.`,
    file,
    { cause },
  )
}

/** The code of an error of the engine without what extends it (`SQLITE_BUSY` of `SQLITE_BUSY_SNAPSHOT`); empty where it has none. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  return /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? ''
}
