import { Worker } from 'node:worker_threads'
import { keepYoungSmall } from '../steady-heap.ts'
import { ArchiveError } from './archive.ts'
import { type EventShape, ShapeNumbers } from './event-batch.ts'
import type { FileEnd, Take } from './file-reader.ts'
import type { FileFound, FromWorker, ToWorker } from './file-worker.ts'
import { ownMemory } from './own-memory.ts'

/** MB of what lives shortly: batches are handed over, and little else is made. */
const YOUNG = 4
/** Pieces of a file that a thread is given before it asks: it has the next file while nobody has time for it. */
const AHEAD = 2

/** What was found, and the shapes that it speaks of. */
interface Found {
  readonly message: FileFound
  readonly shapes: readonly EventShape[]
}

/** A file that the thread reads, or will read. */
interface FileUnderWay {
  readonly found: Found[]
  wake: () => void
}

/** A thread that reads files, one after the other: several may be under way. What it finds comes back in batches. */
export class FileThread {
  readonly #worker: Worker
  readonly #files = new Map<number, FileUnderWay>()
  readonly #numbers = new ShapeNumbers()
  #count = 0
  #failure: unknown

  /** `url`: of the module that the thread runs. */
  constructor(url: string) {
    const serve = `import(${JSON.stringify(url)}).then(({ serve }) => serve(require('node:worker_threads').parentPort))`
    // Sources, as in tests, take a loader; a bundle has none and needs none.
    const code = url.endsWith('.ts')
      ? `import('tsx/esm/api').then(({ register }) => register()).then(() => ${serve})`
      : serve
    this.#worker = new Worker(code, { eval: true, resourceLimits: { maxYoungGenerationSizeMb: YOUNG } })
    this.#worker.on('message', ({ file, found }: FromWorker) => {
      // Numbers of shapes go by the order of all batches, of whatever file, and whoever takes them may be late.
      const shapes = found.kind === 'batch' ? this.#numbers.of(found.batch) : []
      this.#files.get(file)?.found.push({ message: found, shapes })
      this.#files.get(file)?.wake()
    })
    this.#worker.once('online', keepYoungSmall)
    this.#worker.on('error', (error) => {
      this.#failure = error
      for (const file of this.#files.values()) file.wake()
    })
  }

  /** Throws an `ArchiveError` where the file cannot be read. */
  async read(bytes: AsyncIterable<Uint8Array>, take: Take): Promise<FileEnd> {
    this.#count += 1
    const number = this.#count
    const file: FileUnderWay = { found: [], wake: () => {} }
    this.#files.set(number, file)
    const pieces = new Pieces(bytes, (more) => this.#tell({ file: number, ...more }))
    this.#tell({ file: number, kind: 'file' })
    try {
      for (let n = 0; n < AHEAD; n += 1) await pieces.give()
      for (;;) {
        const { message, shapes } = await this.#next(file)
        if (message.kind === 'batch') await take(message.batch, shapes)
        else if (message.kind === 'more') await pieces.give()
        else if (pieces.failure !== undefined) throw pieces.failure
        else if (message.kind === 'end') return message.end
        else throw new ArchiveError(message.fault, message.detail)
      }
    } finally {
      this.#files.delete(number)
      await pieces.close()
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #tell(message: ToWorker): void {
    this.#worker.postMessage(message, message.kind === 'bytes' ? ownMemory(message.bytes) : [])
  }

  async #next(file: FileUnderWay): Promise<Found> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure
      const found = file.found.shift()
      if (found) return found
      await new Promise<void>((resolve) => {
        file.wake = resolve
      })
    }
  }
}

type Tell = (more: { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'end' }) => void

/** The bytes of a file on their way to a thread. */
class Pieces {
  /** Why the file cannot be read on: it ends there, and what the thread makes of that end does not count. */
  failure: unknown
  readonly #pieces: AsyncIterator<Uint8Array>
  readonly #tell: Tell
  #isOver = false

  constructor(bytes: AsyncIterable<Uint8Array>, tell: Tell) {
    this.#pieces = bytes[Symbol.asyncIterator]()
    this.#tell = tell
  }

  async give(): Promise<void> {
    if (this.#isOver) return
    const piece = await this.#pieces.next().catch((error: unknown) => {
      this.failure = error
    })
    if (piece === undefined || piece.done) this.#end()
    else this.#tell({ kind: 'bytes', bytes: piece.value })
  }

  async close(): Promise<void> {
    this.#end()
    await this.#pieces.return?.()
  }

  /** The thread goes on with its next file. */
  #end(): void {
    if (!this.#isOver) this.#tell({ kind: 'end' })
    this.#isOver = true
  }
}
