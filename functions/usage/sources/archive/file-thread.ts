import { Worker } from 'node:worker_threads'
import { ArchiveError } from './archive.ts'
import type { FileEnd, Take } from './file-reader.ts'
import type { FromWorker, ToWorker } from './file-worker.ts'

/** MB of what lives shortly: batches are handed over, and little else is made. */
const YOUNG = 4

/** A thread that reads files. Bytes go to it as it asks for them, and what it finds comes back in batches. */
export class FileThread {
  readonly #worker: Worker
  readonly #messages: FromWorker[] = []
  #failure: unknown
  #wake = () => {}

  /** `url`: of the module that the thread runs. */
  constructor(url: string) {
    const serve = `import(${JSON.stringify(url)}).then(({ serve }) => serve(require('node:worker_threads').parentPort))`
    // Sources, as in tests, take a loader; a bundle has none and needs none.
    const code = url.endsWith('.ts')
      ? `import('tsx/esm/api').then(({ register }) => register()).then(() => ${serve})`
      : serve
    this.#worker = new Worker(code, { eval: true, resourceLimits: { maxYoungGenerationSizeMb: YOUNG } })
    this.#worker.on('message', (message: FromWorker) => {
      this.#messages.push(message)
      this.#wake()
    })
    this.#worker.on('error', (error) => {
      this.#failure = error
      this.#wake()
    })
  }

  /** Throws an `ArchiveError` where the file cannot be read. */
  async read(bytes: AsyncIterable<Uint8Array>, take: Take): Promise<FileEnd> {
    const pieces = bytes[Symbol.asyncIterator]()
    let failure: unknown
    this.#tell({ kind: 'file' })
    try {
      for (;;) {
        const message = await this.#next()
        if (message.kind === 'batch') await take(message.batch)
        else if (message.kind === 'more') {
          // A file that cannot be read on ends here, and what the thread makes of that end does not count.
          const piece = await pieces.next().catch((error: unknown) => {
            failure = error
          })
          this.#tell(piece === undefined || piece.done ? { kind: 'end' } : { kind: 'bytes', bytes: piece.value })
        } else if (failure !== undefined) throw failure
        else if (message.kind === 'end') return message.end
        else throw new ArchiveError(message.fault, message.detail)
      }
    } finally {
      await pieces.return?.()
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #tell(message: ToWorker): void {
    this.#worker.postMessage(message)
  }

  async #next(): Promise<FromWorker> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure
      const message = this.#messages.shift()
      if (message) return message
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
