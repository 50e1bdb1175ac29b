import { isDeepStrictEqual } from 'node:util'
import type { Reading } from '../../shared/domain/window.ts'
import type { ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { StreamName } from '../../shared/store/streams.ts'
import type { ReadingOptions } from './reading-options.ts'

/**
 * How far the streams of a scope are read, for who reads them under the account's lease: nobody else adds to them meanwhile, so each is looked up
 * once, and written where it changes.
 */
export class StreamReadings {
  readonly #progress: ScopeProgress
  readonly #lease: Pick<ReadingOptions, 'check' | 'fence'>
  readonly #known = new Map<StreamName, Promise<Reading>>()

  constructor(progress: ScopeProgress, lease: Pick<ReadingOptions, 'check' | 'fence'>) {
    this.#progress = progress
    this.#lease = lease
  }

  of(stream: StreamName): Promise<Reading> {
    const reading = this.#known.get(stream) ?? this.#progress.reading(stream)
    this.#known.set(stream, reading)
    return reading
  }

  /** Throws once the lease is lost: then nothing was written. */
  async put(stream: StreamName, reading: Reading): Promise<void> {
    if (isDeepStrictEqual(reading, await this.of(stream))) return
    const { check, fence } = this.#lease
    check()
    await this.#progress.putReading(stream, reading, fence)
    this.#known.set(stream, Promise.resolve(reading))
  }
}
