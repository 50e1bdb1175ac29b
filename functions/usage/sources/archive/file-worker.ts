import type { MessagePort } from 'node:worker_threads'
import type { ArchiveFault } from '../../../../shared/domain/messages/message.ts'
import { ArchiveError } from './archive.ts'
import { buffersOf, type EventBatch } from './event-batch.ts'
import { type FileEnd, FileReader } from './file-reader.ts'

/** Where this module is: what a thread loads. */
export const workerUrl = import.meta.url

/** What a worker is told: a file begins, more of its bytes, no more of them. */
export type ToWorker =
  | { readonly kind: 'file' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }

/** What a worker tells: it wants bytes, it has found events, the file is done with. */
export type FromWorker =
  | { readonly kind: 'more' }
  | { readonly kind: 'batch'; readonly batch: EventBatch }
  | { readonly kind: 'end'; readonly end: FileEnd }
  | { readonly kind: 'fault'; readonly fault: ArchiveFault; readonly detail: string }

/** Reads the files whose bytes come through a port, one after the other. */
export function serve(port: MessagePort): void {
  const reader = new FileReader()
  let give: ((message: ToWorker) => void) | undefined
  const tell = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  async function* bytes(): AsyncIterable<Uint8Array> {
    for (;;) {
      const answer = new Promise<ToWorker>((resolve) => {
        give = resolve
      })
      tell({ kind: 'more' })
      const message = await answer
      if (message.kind !== 'bytes') return
      yield message.bytes
    }
  }
  const readFile = async () => {
    try {
      const end = await reader.read(bytes(), (batch) => tell({ kind: 'batch', batch }, buffersOf(batch)))
      tell({ kind: 'end', end })
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      tell({ kind: 'fault', fault: error.fault, detail: error.detail })
    }
  }
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'file') void readFile()
    else give?.(message)
  })
}
