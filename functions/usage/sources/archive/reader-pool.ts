import type { EventBatch } from './event-batch.ts'
import { type FileEnd, FileReader } from './file-reader.ts'

/** Readers of files that work side by side. */
export interface ReaderPool {
  /** Files that may be under way at once. */
  readonly size: number
  /** Reads a file on reader `n`. Throws an `ArchiveError`. */
  read(n: number, bytes: AsyncIterable<Uint8Array>, take: (batch: EventBatch) => void | Promise<void>): Promise<FileEnd>
  close(): Promise<void>
}

/** One reader in this thread. */
export function ownReader(): ReaderPool {
  const reader = new FileReader()
  return { size: 1, read: (_, bytes, take) => reader.read(bytes, take), close: async () => {} }
}
