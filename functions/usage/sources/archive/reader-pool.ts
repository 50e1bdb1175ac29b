import { availableParallelism } from 'node:os'
import { type FileEnd, FileReader, type Take } from './file-reader.ts'
import { FileThread } from './file-thread.ts'

/** Threads that read at once at most: each takes some 30 MB. */
const MAX_THREADS = 3
/** Compressed bytes that one thread reads sooner than others have started. */
const FEW_BYTES = 8 * 1024 * 1024

/** Readers of files that work side by side. */
export interface ReaderPool {
  /** Files that may be under way at once. */
  readonly size: number
  /** Reads a file on reader `n`, which must be idle. Throws an `ArchiveError`. */
  read(n: number, bytes: AsyncIterable<Uint8Array>, take: Take): Promise<FileEnd>
  close(): Promise<void>
}

/** Readers for files of so many bytes: one for each core, or one in this thread where others would not be worth their start. */
export async function openPool(bytes: number): Promise<ReaderPool> {
  const threads = Math.min(availableParallelism(), MAX_THREADS)
  if (threads < 2 || bytes < FEW_BYTES) return ownReader()
  // Loaded as a part of its own, so that a bundle has a file for it.
  const { workerUrl } = await import('./file-worker.ts')
  const workers = Array.from({ length: threads }, () => new FileThread(workerUrl))
  return {
    size: threads,
    read: (n, given, take) => {
      const worker = workers[n]
      if (!worker) throw new RangeError(`there is no reader ${n}`)
      return worker.read(given, take)
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.end()))
    },
  }
}

/** One reader in this thread. */
export function ownReader(): ReaderPool {
  const reader = new FileReader()
  return { size: 1, read: (_, bytes, take) => reader.read(bytes, take), close: async () => {} }
}
