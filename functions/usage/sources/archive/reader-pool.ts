import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { type FileEnd, FileReader, type Take } from './file-reader.ts'
import { FileThread } from './file-thread.ts'

/** Readers at most: each thread takes some 40 MB. */
const MAX_READERS = 2
/** Files that a thread has at once: while it reads one, nobody may have time to give it the next. */
const FILES = 3
/** Compressed bytes that one thread reads sooner than others have started. */
const FEW_BYTES = 8 * 1024 * 1024

/** Readers of files that work side by side. */
export interface ReaderPool {
  /** Files that may be under way at once. */
  readonly size: number
  /** Reads a file as the `n`th of those: no other may be under way there. Throws an `ArchiveError`. */
  read(n: number, bytes: AsyncIterable<Uint8Array>, take: Take): Promise<FileEnd>
  close(): Promise<void>
}

/** Readers for files of so many bytes, one for each core: the first in this thread, the others in their own where they are worth their start. */
export async function openPool(bytes: number): Promise<ReaderPool> {
  const own = ownReader()
  const others = Math.min(availableParallelism(), MAX_READERS) - 1
  if (others < 1 || bytes < FEW_BYTES) return own
  // Loaded as a part of its own, so that a bundle has a file for it.
  const { workerUrl } = await import('./file-worker.ts')
  const threads = Array.from({ length: others }, () => new FileThread(workerUrl))
  const lanes = threads.flatMap((thread) => Array<FileThread>(FILES).fill(thread))
  return {
    size: 1 + lanes.length,
    read: (n, given, take) => lanes[n - 1]?.read(given, take) ?? own.read(n, given, take),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.end()))
    },
  }
}

/** One reader in this thread. */
export function ownReader(): ReaderPool {
  const reader = new FileReader()
  return {
    size: 1,
    read: async (_, bytes, take) => {
      // A small file is read at one go: timers and threads have their turn between two.
      await setImmediate()
      return reader.read(bytes, take)
    },
    close: async () => {},
  }
}
