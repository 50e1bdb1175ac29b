import { type EventBatch, type EventShape, ShapeNumbers } from './event-batch.ts'
import { EventReader } from './event-reader.ts'
import { inflated } from './inflate.ts'
import { JsonEvents } from './json-events.ts'

/** What a file came to. */
export interface FileEnd {
  /** Events of whatever service. */
  readonly events: number
  /** Moment of the newest of them; minus infinity: none has one. */
  readonly newest: number
}

/** What becomes of the events; the next ones wait for it. `shapes`: by the numbers that the batch has. */
export type Take = (batch: EventBatch, shapes: readonly EventShape[]) => void | Promise<void>

/** Reads files one after the other: what they say that was said before is known by then. */
export class FileReader {
  readonly #reader = new EventReader()
  readonly #json = new JsonEvents(this.#reader)
  readonly #numbers = new ShapeNumbers()

  /** Gives the batches of a file as they are ready. Throws an `ArchiveError` where it cannot be read to its end: none of it is to be relied on. */
  async read(bytes: AsyncIterable<Uint8Array>, take: Take): Promise<FileEnd> {
    this.#reader.reset()
    this.#json.reset()
    for await (const chunk of inflated(bytes)) {
      this.#json.append(chunk)
      while (this.#json.read()) await this.#give(take)
    }
    this.#json.end()
    await this.#give(take)
    return { events: this.#reader.events, newest: this.#reader.newest }
  }

  async #give(take: Take): Promise<void> {
    const batch = this.#reader.take()
    await take(batch, this.#numbers.of(batch))
  }
}
