import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { ArchiveError } from './archive.ts'
import type { EventBatch } from './event-batch.ts'
import { EventReader } from './event-reader.ts'
import { JsonEvents } from './json-events.ts'

/** Bytes that are inflated at once: in smaller pieces a third of the time goes into handing them over. */
const PIECE = 512 * 1024

/** What a file came to. */
export interface FileEnd {
  /** Events of whatever service. */
  readonly events: number
  /** Moment of the newest of them; minus infinity: none has one. */
  readonly newest: number
}

/** What becomes of the events; the next ones wait for it. */
export type Take = (batch: EventBatch) => void | Promise<void>

/** Reads files one after the other: what they say that was said before is known by then. */
export class FileReader {
  readonly #reader = new EventReader()
  readonly #json = new JsonEvents(this.#reader)

  /** Gives the batches of a file as they are ready. Throws an `ArchiveError` where it cannot be read to its end: none of it is to be relied on. */
  async read(bytes: AsyncIterable<Uint8Array>, take: Take): Promise<FileEnd> {
    this.#reader.reset()
    this.#json.reset()
    for await (const chunk of inflated(bytes)) {
      this.#json.append(chunk)
      while (this.#json.read()) await take(this.#reader.take())
    }
    this.#json.end()
    await take(this.#reader.take())
    return { events: this.#reader.events, newest: this.#reader.newest }
  }
}

async function* inflated(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: PIECE })
  const source = Readable.from(bytes)
  source.on('error', (error) => gunzip.destroy(error))
  source.pipe(gunzip)
  try {
    yield* gunzip
  } catch (error) {
    throw inflateFault(error)
  } finally {
    source.destroy()
  }
}

function inflateFault(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  if (error.code === 'Z_BUF_ERROR') return new ArchiveError('cut')
  if (error.code === 'Z_DATA_ERROR') return new ArchiveError(/header/.test(error.message) ? 'not-gzip' : 'damaged')
  return error.code.startsWith('Z_') ? new ArchiveError('damaged', error.code) : error
}
