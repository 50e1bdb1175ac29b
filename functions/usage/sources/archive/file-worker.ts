import type { MessagePort } from 'node:worker_threads'
import type { ArchiveFault } from '../../../../shared/domain/messages/message.ts'
import { ArchiveError } from './archive.ts'
import { buffersOf, type EventBatch } from './event-batch.ts'
import { type FileEnd, FileReader } from './file-reader.ts'

/** Where this module is: what a thread loads. */
export const workerUrl = import.meta.url

/** What a worker is told of a file, by its number: it begins, more of its bytes, no more of them. */
export type ToWorker = { readonly file: number } & (
  | { readonly kind: 'file' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
)

/** What a worker tells of a file: it has used some of its bytes, it has found events, the file is done with. */
export type FileFound =
  | { readonly kind: 'more' }
  | { readonly kind: 'batch'; readonly batch: EventBatch }
  | { readonly kind: 'end'; readonly end: FileEnd }
  | { readonly kind: 'fault'; readonly fault: ArchiveFault; readonly detail: string }
export interface FromWorker {
  readonly file: number
  readonly found: FileFound
}

/** Reads the files whose bytes come through a port, one after the other. */
export function serve(port: MessagePort): void {
  const reader = new FileReader()
  const files = new Map<number, GivenFile>()
  let last: Promise<void> = Promise.resolve()
  const readFile = async (number: number, file: GivenFile) => {
    const tell = (found: FileFound, transfer: ArrayBuffer[] = []) => port.postMessage({ file: number, found }, transfer)
    try {
      const bytes = file.bytes(() => tell({ kind: 'more' }))
      const end = await reader.read(bytes, (batch) => tell({ kind: 'batch', batch }, buffersOf(batch)))
      tell({ kind: 'end', end })
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      tell({ kind: 'fault', fault: error.fault, detail: error.detail })
    } finally {
      files.delete(number)
    }
  }
  port.on('message', (message: ToWorker) => {
    if (message.kind !== 'file') return files.get(message.file)?.put(message.kind === 'bytes' ? message.bytes : 'end')
    const file = new GivenFile()
    files.set(message.file, file)
    last = last.then(() => readFile(message.file, file))
  })
}

/** A file of which bytes come. */
class GivenFile {
  readonly #given: (Uint8Array | 'end')[] = []
  #wake = () => {}

  put(given: Uint8Array | 'end'): void {
    this.#given.push(given)
    this.#wake()
  }

  /** `onUsed`: called for each piece that is done with. */
  async *bytes(onUsed: () => void): AsyncIterable<Uint8Array> {
    for (;;) {
      const given = this.#given.shift()
      if (given === 'end') return
      if (given !== undefined) {
        yield given
        onUsed()
      } else
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
    }
  }
}
