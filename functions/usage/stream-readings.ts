import { isDeepStrictEqual } from 'node:util'
import type { Reading } from '../../shared/domain/window.ts'
import type { ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { StreamName } from '../../shared/store/streams.ts'
import type { ReadingOptions } from './reading-options.ts'

/**
 * How far the streams of a scope are read, for who reads them under the account's lease: nobody else adds to them meanwhile, so all are looked up
 * once, and each is written where it changes.
 */
export class StreamReadings {
  readonly #progress: ScopeProgress
  readonly #lease: Pick<ReadingOptions, 'check' | 'fence'>
  #known: Promise<Record<StreamName, Reading>> | undefined

  constructor(progress: ScopeProgress, lease: Pick<ReadingOptions, 'check' | 'fence'>) {
    this.#progress = progress
    this.#lease = lease
  }

  async of(stream: StreamName): Promise<Reading> {
    return (await this.#all())[stream]
  }

  /** Throws once the lease is lost: then nothing was written. */
  async put(...readings: readonly (readonly [StreamName, Reading])[]): Promise<void> {
    const known = await this.#all()
    const changed = readings.filter(([stream, reading]) => !isDeepStrictEqual(reading, known[stream]))
    if (changed.length === 0) return
    const { check, fence } = this.#lease
    check()
    await this.#progress.putReadings(changed, fence)
    for (const [stream, reading] of changed) known[stream] = reading
  }

  #all(): Promise<Record<StreamName, Reading>> {
    this.#known ??= this.#progress.readings()
    return this.#known
  }
}
